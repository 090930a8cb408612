"""Compile one step: its words, its guard, and what every answer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from triage_tui.content.conditions import ConditionError
from triage_tui.content.pathway_file import (
    Action as ActionText,
)
from triage_tui.content.pathway_file import (
    ActionShape,
    AnyStep,
    AskingStep,
    Checklist,
    Decision,
    Instruction,
    Measure,
    NumberStep,
    Question,
    TextStep,
    Use,
    Voices,
)
from triage_tui.content.source import Path_
from triage_tui.errors import AnswerError
from triage_tui.walk import evaluate as code
from triage_tui.walk.compiling.flatten import Placed
from triage_tui.walk.compiling.resolve import Resolver, condition_problem
from triage_tui.walk.plan import (
    MODES,
    NOT_KNOWN,
    Action,
    Branch,
    Condition,
    Fact,
    Instrument,
    Kind,
    NumberSpec,
    Option,
    Step,
)
from triage_tui.walk.quantity import read_number

if TYPE_CHECKING:
    from triage_tui.walk.compiling.pathway import _Compiler

_KINDS = {
    Question: Kind.CHOICE,
    Checklist: Kind.CHECKLIST,
    NumberStep: Kind.NUMBER,
    Measure: Kind.MEASURE,
    Instruction: Kind.INSTRUCTION,
    TextStep: Kind.TEXT,
}
_YES_NO_TRAPS = {
    **dict.fromkeys(("yes", "y", "true", "on"), "yes"),
    **dict.fromkeys(("no", "n", "false", "off"), "no"),
}
DONE = (Option("done", "Done"), Option("not_done", "Not done, or not possible"))


def words(identifier: str) -> str:
    """An id as words: `head_hit` is `Head hit`."""
    return identifier.replace("_", " ").capitalize()


def number_spec(step: NumberStep) -> NumberSpec:
    """The number a step takes, scaled."""
    shape = step.number
    if shape.unit == "age":
        return NumberSpec("age", 0, 47_482, 0)
    scale = 10**shape.decimals
    return NumberSpec(shape.unit, round(shape.from_ * scale), round(shape.to * scale), shape.decimals)


def fact_of(
    step: AnyStep, number: int, instruments: Mapping[str, Instrument]
) -> Iterator[tuple[Fact, NumberSpec | None]]:
    """The facts a step tells, with the scale of those that are numbers."""
    if isinstance(step, Question):
        answers = tuple(key for key in step.answers if key != NOT_KNOWN)
        yield Fact(step.id, "choice", answers, 0, "", (number,)), None
    elif isinstance(step, Checklist):
        yield Fact(step.id, "checklist", tuple(step.checklist), 0, "", (number,)), None
    elif isinstance(step, NumberStep):
        spec = number_spec(step)
        yield Fact(step.id, "number", (), spec.decimals, spec.unit, (number,)), spec
    elif isinstance(step, Instruction):
        yield Fact(step.id, "choice", ("done", "not_done"), 0, "", (number,)), None
    elif isinstance(step, TextStep):
        yield Fact(step.id, "text", (), 0, "", (number,)), None
    elif isinstance(step, Measure):
        yield Fact(step.id, "choice", ("measured",), 0, "", (number,)), None
        if step.measure in instruments:
            yield from _measured(instruments[step.measure], _prefix(step), number)


def _prefix(step: Measure) -> str:
    return f"{step.as_}_" if step.as_ else ""


def _measured(instrument: Instrument, prefix: str, number: int) -> Iterator[tuple[Fact, NumberSpec | None]]:
    for item in instrument.fields:
        name = prefix + item.id
        if item.number is not None:
            yield Fact(name, "number", (), item.number.decimals, item.number.unit, (number,)), item.number
        else:
            yield Fact(name, "choice", tuple(choice.id for choice in item.choices), 0, "", (number,)), None
    for total in (instrument.total, instrument.highest):
        if total:
            yield Fact(prefix + total, "number", (), 0, "", (number,)), NumberSpec("", 0, 999, 0)


class StepCompiler:
    """Compiles steps of one pathway, reporting to its compiler."""

    def __init__(self, parent: _Compiler, resolver: Resolver, steps_at: Mapping[str, int]) -> None:
        self.parent = parent
        self.resolver = resolver
        self.steps_at = steps_at

    def compile(self, place: int, placed: Placed) -> Step:
        """The step at a place of the flattened list."""
        number = self.parent.number_at(place)
        step = placed.step
        assert not isinstance(step, Use)
        if isinstance(step, Decision):
            return self._decision(number, placed, step)
        return self._asking(number, placed, step)

    def condition(self, text: str, placed: Placed, path: Path_, number: int, source: object = None) -> Condition | None:
        """The compiled condition, or None with a problem."""
        origin = placed.source
        try:
            return self.resolver.condition(text, before=number)
        except ConditionError as error:
            problem = condition_problem(origin, path, error)
            self.parent.problems.append(problem)
            return None

    def _guard(self, number: int, placed: Placed) -> Condition | None:
        parts: list[Condition] = []
        for text, source, path in placed.guards:
            try:
                parts.append(self.resolver.condition(text, before=number))
            except ConditionError as error:
                problem = condition_problem(source, path, error)
                if problem not in self.parent.problems:
                    self.parent.problems.append(problem)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else (code.ALL, tuple(parts))

    def _asking(self, number: int, placed: Placed, step: AskingStep) -> Step:
        options, actions = self._actions(number, placed, step)
        say = step.say
        say_self, say_other = (say.self_, say.other) if isinstance(say, Voices) else (say or "", say or "")
        ask = step.instruct if isinstance(step, Instruction) else step.ask
        interim = -1
        if step.interim is not None:
            interim = self.parent.disposition(step.interim, placed.source, (*placed.path, "interim"))
        return Step(
            step.id,
            int(_KINDS[type(step)]),
            self.resolver.facts[step.id].slot if step.id in self.resolver.facts else 0,
            step.short or words(step.id),
            ask,
            say_self,
            say_other,
            step.look or "",
            step.why or "",
            sum(1 << MODES.index(mode) for mode in placed.modes),
            self._guard(number, placed),
            step.red_flag or any(action.floor >= 0 for action in actions),
            interim,
            options,
            actions,
            (),
            self._number(placed, step) if isinstance(step, NumberStep) else None,
            self._instrument(placed, step) if isinstance(step, Measure) else -1,
            _prefix(step) if isinstance(step, Measure) else "",
            step.text.kind if isinstance(step, TextStep) else "",
            step.text.needed if isinstance(step, TextStep) else False,
            (step.text.hint or "") if isinstance(step, TextStep) else "",
            self._mildest(placed, step),
            placed.module,
            placed.source.label,
            *placed.source.place(placed.path),
            step.source,
        )

    def _actions(self, number: int, placed: Placed, step: AskingStep) -> tuple[tuple[Option, ...], tuple[Action, ...]]:
        path = placed.path
        if isinstance(step, Question):
            return self._answers(number, placed, step)
        if isinstance(step, Checklist):
            options = tuple(
                Option(key, (action.label or words(key)) if isinstance(action, ActionShape) else action)
                for key, action in step.checklist.items()
            )
            items = tuple(
                self.action(
                    number, placed, action if isinstance(action, ActionShape) else "next", (*path, "checklist", key)
                )
                for key, action in step.checklist.items()
            )
            none = self.action(number, placed, step.none, (*path, "none"))
            return options, (self._not_known(number, placed, step, items), none, *items)
        if isinstance(step, Instruction):
            done = self.action(number, placed, step.done, (*path, "done"))
            not_done = self.action(number, placed, step.not_done, (*path, "not done"))
            return DONE, (done, done, not_done)
        then = self.action(number, placed, step.then, (*path, "then"))
        if isinstance(step, TextStep):
            return (), (then, then)
        return (), (self._not_known(number, placed, step, (then,)), then)

    def _answers(self, number: int, placed: Placed, step: Question) -> tuple[tuple[Option, ...], tuple[Action, ...]]:
        options: list[Option] = []
        actions: list[Action] = []
        unknown: Action | None = None
        for key, value in step.answers.items():
            path: Path_ = (*placed.path, "answers", key)
            if key == NOT_KNOWN:
                unknown = self.action(number, placed, value, path)
                continue
            if key.lower() in _YES_NO_TRAPS and key not in ("yes", "no"):
                self._yes_no_trap(placed, path, key)
            elif not key.replace("_", "a").isalnum() or not key.isascii() or key != key.lower():
                message = f'"{key}" is not an answer id: lower-case letters, digits and underscores'
                self.parent.add(placed.source, path, message, "SCH005", 'put the wording in "label"', key=True)
            label = value.label if isinstance(value, ActionShape) and value.label else words(key)
            options.append(Option(key, label))
            actions.append(self.action(number, placed, value, path))
        if unknown is None:
            self._silent_on_not_known(placed, step, tuple(actions), (*placed.path, "answers"))
            unknown = Action(number + 1, -1, "", 0)
        return tuple(options), (unknown, *actions)

    def _yes_no_trap(self, placed: Placed, path: Path_, key: str) -> None:
        plain = _YES_NO_TRAPS[key.lower()]
        message = f'"{key}" is read as true or false by other programs'
        free = plain in ("yes", "no") and key.lower() == plain
        hint = f'write "{plain}", or a word that says what is meant'
        self.parent.add(placed.source, path, message, "YML003", hint, key=True, instead=plain if free else "")

    def _not_known(
        self, number: int, placed: Placed, step: Checklist | NumberStep | Measure, actions: tuple[Action, ...]
    ) -> Action:
        if step.not_known is not None:
            return self.action(number, placed, step.not_known, (*placed.path, "not known"))
        self._silent_on_not_known(placed, step, actions, placed.path)
        return Action(number + 1, -1, "", 0)

    def _silent_on_not_known(self, placed: Placed, step: AskingStep, actions: tuple[Action, ...], path: Path_) -> None:
        if step.red_flag or any(action.floor >= 0 for action in actions):
            message = f'red flag "{step.id}" does not say what "not known" does'
            hint = 'add "not known:", usually the same as the worst answer'
            self.parent.add(placed.source, path, message, "SAF007", hint)

    def action(self, number: int, placed: Placed, value: ActionText, path: Path_) -> Action:
        """What an answer does."""
        if not isinstance(value, ActionShape):
            return Action(self.target(number, placed, value, path), -1, "", 0, value != "next")
        shape = value
        go = self.target(number, placed, shape.go or "next", (*path, "go"))
        floor = -1
        if shape.floor is not None:
            floor = self.parent.disposition(shape.floor, placed.source, (*path, "floor"))
        also = self.parent.adjunct_bits(shape.also, placed.source, (*path, "also"))
        because = shape.because or (self._reason(placed, path) if floor >= 0 else "")
        return Action(go, floor, because, also, shape.go not in (None, "next"))

    def _reason(self, placed: Placed, path: Path_) -> str:
        step = placed.step
        short = getattr(step, "short", None) or words(getattr(step, "id", None) or "decision")
        last = str(path[-1])
        if last in ("then", "done", "none") or "decide" in path:
            return short
        item = getattr(step, "checklist", {}).get(last)
        if item is not None:
            return (item.label or words(last)) if isinstance(item, ActionShape) else str(item)
        return f"{short}: {last.replace('_', ' ')}"

    def target(self, number: int, placed: Placed, name: str, path: Path_) -> int:
        """A step number, or ~outcome number; the next step, with a problem, when there is none of that name."""
        if name == "next":
            return number + 1
        if name in self.parent.outcome_ids:
            return ~self.parent.outcome_ids.index(name)
        if name not in self.steps_at:
            known = [*self.steps_at, *self.parent.outcome_ids, "next"]
            self.parent.unknown(placed.source, path, name, known, f'there is no step or outcome "{name}"', "REF001")
            return number + 1
        found = self.steps_at[name]
        if found <= number:
            own = getattr(placed.step, "id", None) or "decision"
            way = self._way_back(found, number, own, name)
            target = self.parent.placed_step(name)
            there = () if target is None else (target.source.related((*target.path, "id"), "it stands here"),)
            message = f'"{name}" is not further down: {way}'
            self.parent.add(placed.source, path, message, "GRF001", "a walk only goes forward", related=there)
            return number + 1
        return found

    def _way_back(self, found: int, number: int, own: str, name: str) -> str:
        if found == number:
            return f"{own} -> {own} is a cycle"
        between = [step for step, place in self.steps_at.items() if found < place < number]
        trail = [name, *between[:3], *(["…"] if len(between) > 3 else []), own, name]
        return " -> ".join(trail) + " is a cycle"

    def _number(self, placed: Placed, step: NumberStep) -> NumberSpec:
        spec = number_spec(step)
        if spec.low >= spec.high:
            self.parent.add(placed.source, (*placed.path, "number"), "the range is inside out", "SCH008")
        return spec

    def _instrument(self, placed: Placed, step: Measure) -> int:
        names = self.parent.instrument_names
        if step.measure not in names:
            message = f'there is no instrument "{step.measure}"'
            self.parent.unknown(placed.source, (*placed.path, "measure"), step.measure, names, message)
            return -1
        return names.index(step.measure)

    def _mildest(self, placed: Placed, step: AskingStep) -> str | tuple[str, ...] | None:
        path: Path_ = (*placed.path, "mildest")
        if isinstance(step, Question):
            answers = [*step.answers, NOT_KNOWN]
            if step.mildest is not None and step.mildest not in answers:
                message = f'"{step.mildest}" is not one of the answers'
                self.parent.unknown(placed.source, path, step.mildest, answers, message, "REF003")
            return step.mildest or ("no" if "no" in step.answers else None)
        if isinstance(step, Checklist):
            for item in step.mildest or ():
                if item not in step.checklist:
                    self.parent.unknown(placed.source, path, item, step.checklist, f'"{item}" is not an item', "REF003")
            return step.mildest or ()
        if isinstance(step, NumberStep):
            if step.mildest is not None and step.mildest != NOT_KNOWN:
                try:
                    read_number(step.mildest, number_spec(step))
                except AnswerError as error:
                    self.parent.add(placed.source, path, error.message, "REF003")
            return step.mildest
        if isinstance(step, Instruction):
            return "done"
        return NOT_KNOWN if isinstance(step, TextStep) else None

    def _decision(self, number: int, placed: Placed, step: Decision) -> Step:
        branches: list[Branch] = []
        last = len(step.decide) - 1
        for place, branch in enumerate(step.decide):
            path: Path_ = (*placed.path, "decide", place)
            if branch.otherwise is not None:
                if place != last or branch.when is not None:
                    self.parent.add(placed.source, path, '"otherwise" must be the last branch, alone', "REA006")
                branches.append(
                    Branch(None, self.action(number, placed, branch.otherwise, (*path, "otherwise")), "otherwise")
                )
                continue
            if branch.when is None:
                self.parent.add(placed.source, path, 'a branch needs "when" or "otherwise"', "SCH002")
                continue
            shape = ActionShape(
                floor=branch.floor, because=branch.because or branch.when, go=branch.go, also=branch.also
            )
            when = self.condition(branch.when, placed, (*path, "when"), number)
            branches.append(Branch(when, self.action(number, placed, shape, path), branch.when))
        if not branches or branches[-1].when is not None:
            hint = 'add "- {otherwise: …}" as the last branch'
            self.parent.add(
                placed.source, (*placed.path, "decide"), "a decision needs otherwise", "REA006", hint, key=True
            )
        at = placed.source.place(placed.path)
        name = step.id or f"decision_{at[0]}"
        modes = sum(1 << MODES.index(mode) for mode in placed.modes)
        return self.decision(
            name, tuple(branches), placed.source.label, at, modes, self._guard(number, placed), placed.module
        )

    def decision(
        self,
        name: str,
        branches: tuple[Branch, ...],
        file: str,
        at: tuple[int, int],
        modes: int = 3,
        guard: Condition | None = None,
        module: str = "",
    ) -> Step:
        """A decision step from its branches."""
        return Step(
            id=name,
            kind=int(Kind.DECISION),
            slot=-1,
            short=words(name),
            ask="",
            say_self="",
            say_other="",
            look="",
            why="",
            modes=modes,
            guard=guard,
            red_flag=False,
            interim=-1,
            options=(),
            actions=(),
            branches=branches,
            number=None,
            instrument=-1,
            prefix="",
            text_kind="",
            needed=False,
            hint="",
            mildest=None,
            module=module,
            file=file,
            line=at[0],
            column=at[1],
            sources=(),
        )
