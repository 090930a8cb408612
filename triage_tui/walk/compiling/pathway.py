"""Compile a pathway and its modules into a Plan; collect every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from triage_tui.content.ages import OLDEST_DAYS, age_limits
from triage_tui.content.conditions import ConditionError
from triage_tui.content.pack_files import Loaded, PackFiles
from triage_tui.content.pathway_file import ClaimShape, PathwayFile
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem, Related
from triage_tui.walk import evaluate as code
from triage_tui.walk.compiling.flatten import Flat, Placed, flatten
from triage_tui.walk.compiling.graph import check_graph
from triage_tui.walk.compiling.resolve import Known, Resolver, condition_problem
from triage_tui.walk.compiling.shared import Shared, needs_of
from triage_tui.walk.compiling.step import StepCompiler, fact_of
from triage_tui.walk.plan import (
    MODES,
    Action,
    Branch,
    Condition,
    Fact,
    NumberSpec,
    Outcome,
    Plan,
    Review,
    Step,
)

AGE = NumberSpec("age", 0, OLDEST_DAYS - 1, 0)


def compile_pathway(files: PackFiles, shared: Shared, name: str) -> tuple[Plan | None, list[Problem]]:
    """The plan of one pathway, or None when a problem is an error; and the problems."""
    return _Compiler(files, shared, files.pathways[name]).compile()


class _Compiler:
    def __init__(self, files: PackFiles, shared: Shared, loaded: Loaded[PathwayFile]) -> None:
        self.shared = shared
        self.loaded = loaded
        self.source = loaded.source
        self.model = loaded.model
        self.flat: Flat = flatten(loaded, files.modules)
        self.problems = list(self.flat.problems)
        self.instrument_names = list(shared.instruments)
        self.disposition_index = {item.id: number for number, item in enumerate(shared.dispositions)}
        self.outcome_ids = list(self.flat.outcomes)

    def add(
        self,
        source: Source,
        path: Path_,
        message: str,
        problem_code: str,
        hint: str = "",
        *,
        key: bool = False,
        instead: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        found = source.problem(path, message, problem_code, key=key, hint=hint, instead=instead, related=related)
        self.problems.append(found)

    def unknown(
        self, source: Source, path: Path_, name: str, known: Iterable[str], message: str, problem_code: str = "REF004"
    ) -> None:
        """A name that stands for nothing."""
        self.problems.append(source.unknown(path, name, known, message, problem_code))

    def compile(self) -> tuple[Plan | None, list[Problem]]:
        ages = self._ages()
        steps_at = self._number_steps()
        facts, known = self._facts()
        resolver = Resolver(known, self._derived(known))
        compiler = StepCompiler(self, resolver, steps_at)
        steps = tuple(compiler.compile(number, placed) for number, placed in enumerate(self.flat.steps))
        outcomes = tuple(self._outcome(name) for name in self.outcome_ids)
        interim = self.disposition(self.model.interim, self.source, ("interim",))
        outside = self._outside(ages, steps, known, compiler)
        plan = Plan(
            self.model.pathway,
            self.model.version,
            self.model.title,
            self.model.about,
            sum(1 << MODES.index(mode) for mode in self.model.modes),
            self.model.ages or "any",
            interim,
            Review(self.model.review.state, self.model.review.owner, self.model.review.due.isoformat()),
            self._sources(),
            outside or steps,
            facts,
            outcomes,
            tuple(self.shared.instruments.values()),
            self.shared.dispositions,
            self.shared.adjuncts,
            self.shared.clinicians,
            self.outcome_ids.index(self.model.outside_ages) if self.model.outside_ages in self.outcome_ids else -1,
        )
        self._check_claims(resolver)
        if not any(problem.severity == "error" for problem in self.problems):
            self.problems.extend(check_graph(plan, self._names()))
        broken = any(problem.severity == "error" for problem in self.problems)
        broken = broken or not self.flat.measured.isdisjoint(self.shared.broken_instruments)  # told where those are
        return None if broken else plan, self.problems

    def _names(self) -> dict[str, str]:
        """The name of every file for messages, by its name inside the pack."""
        return {source.label: source.name for source in (self.source, *(placed.source for placed in self.flat.steps))}

    def _sources(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.model.sources.items())

    def _ages(self) -> tuple[int, int] | None:
        if self.model.ages is None:
            return None
        try:
            limits = age_limits(self.model.ages)
        except ValueError as error:
            self.add(self.source, ("ages",), str(error), "SCH003")
            return None
        if limits == age_limits("any"):
            return None
        if self.model.outside_ages is None:
            message = 'ages are limited, but "outside_ages" does not say where others go'
            self.add(self.source, ("ages",), message, "SAF012", "add outside_ages: and an outcome for them")
            return None
        if self.model.outside_ages not in self.outcome_ids:
            name = self.model.outside_ages
            self.unknown(self.source, ("outside_ages",), name, self.outcome_ids, f'there is no outcome "{name}"')
            return None
        return limits

    def _number_steps(self) -> dict[str, int]:
        """Step numbers by id; a pathway limited by age gets one decision after the opening."""
        first_own = self.flat.opening_end
        self.shift = 1 if self._ages_quiet() else 0
        found: dict[str, int] = {}
        for number, placed in enumerate(self.flat.steps):
            name = getattr(placed.step, "id", None)
            if name is None:
                continue
            if name in found or name in self.outcome_ids:
                first = self._first(name)
                message = f'id "{name}" is already used at {first.file}:{first.at_line}'
                self.add(placed.source, (*placed.path, "id"), message, "SCH004", related=(first,))
            found.setdefault(name, number + (self.shift if number >= first_own else 0))
        return found

    def _ages_quiet(self) -> bool:
        kept = len(self.problems)
        limited = self._ages() is not None
        del self.problems[kept:]
        return limited

    def placed_step(self, name: str) -> Placed | None:
        """The first step with this id, where it stands."""
        return next((placed for placed in self.flat.steps if getattr(placed.step, "id", None) == name), None)

    def _first(self, name: str) -> Related:
        placed = None if name in self.outcome_ids else self.placed_step(name)
        if placed is not None:
            return placed.source.related((*placed.path, "id"), "first here")
        outcome = self.flat.outcomes[name]
        return outcome.source.related(outcome.path, "first here", key=True)

    def number_at(self, place: int) -> int:
        """The step number of the step at a place in the flattened list."""
        return place + (self.shift if place >= self.flat.opening_end else 0)

    def _facts(self) -> tuple[tuple[Fact, ...], dict[str, Known]]:
        facts = [Fact("mode", "choice", MODES, 0, "", ()), Fact("role", "choice", self.shared.roles, 0, "", ())]
        numbers: list[NumberSpec | None] = [None, None]
        slots = {fact.name: slot for slot, fact in enumerate(facts)}
        for place, placed in enumerate(self.flat.steps):
            for fact, number in fact_of(placed.step, self.number_at(place), self.shared.instruments):
                slot = slots.setdefault(fact.name, len(facts))
                if slot == len(facts):
                    facts.append(fact)
                    numbers.append(number)
                elif facts[slot].values != fact.values or facts[slot].kind != fact.kind:
                    self.add(placed.source, placed.path, f'fact "{fact.name}" already means something else', "SCH004")
                else:
                    facts[slot] = replace(facts[slot], steps=(*facts[slot].steps, *fact.steps))
        known = {
            fact.name: Known(slot, fact.kind, fact.values, numbers[slot], fact.first_step)
            for slot, fact in enumerate(facts)
        }
        return tuple(facts), known

    def _derived(self, known: Mapping[str, Known]) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for name, text, source, path in self.flat.derived:
            if name in known:
                self.add(source, path, f'"{name}" is already a fact', "SCH004", key=True)
            try:
                found[name] = Resolver(known, found).sum(text)
            except ConditionError as error:
                self.problems.append(condition_problem(source, path, error))
        return found

    def disposition(self, name: str, source: Source, path: Path_) -> int:
        """The number of a disposition, or -1 with a problem."""
        if name not in self.disposition_index:
            self.unknown(source, path, name, self.disposition_index, f'there is no disposition "{name}"')
            return -1
        return self.disposition_index[name]

    def adjunct_bits(self, names: tuple[str, ...], source: Source, path: Path_) -> int:
        """The bits of adjuncts, with a problem for each that does not exist."""
        known = [adjunct.id for adjunct in self.shared.adjuncts]
        bits = 0
        for name in names:
            if name in known:
                bits |= 1 << known.index(name)
            else:
                self.unknown(source, path, name, known, f'there is no adjunct "{name}"')
        return bits

    def _outcome(self, name: str) -> Outcome:
        placed = self.flat.outcomes[name]
        shape, source, path = placed.outcome, placed.source, placed.path
        known_lists = (
            ("advice", shape.advice, self.shared.advice),
            ("worsening", shape.worsening, self.shared.worsening),
        )
        for key, names, known in known_lists:
            for number, item in enumerate(names):
                if item not in known:
                    self.unknown(source, (*path, key, number), item, known, f'advice.yaml has no {key} "{item}"')
        if shape.continue_in and shape.continue_in not in self.shared.pathways:
            message = f'there is no pathway "{shape.continue_in}"'
            self.unknown(source, (*path, "continue_in"), shape.continue_in, self.shared.pathways, message)
        self.check_services(shape.needs.service if shape.needs else (), source, (*path, "needs", "service"))
        self.check_services((shape.call_first,) if shape.call_first else (), source, (*path, "call_first"))
        return Outcome(
            name,
            shape.title,
            max(self.disposition(shape.disposition, source, (*path, "disposition")), 0),
            shape.because,
            shape.care or "",
            needs_of(shape.needs),
            shape.call_first or "",
            shape.continue_in or "",
            self.adjunct_bits(shape.also, source, (*path, "also")),
            (shape.say or "", shape.say_on_scene or shape.say or ""),
            shape.advice,
            shape.worsening,
            source.label,
            *source.place(path, key=True),
        )

    def check_services(self, names: tuple[str, ...], source: Source, path: Path_) -> None:
        """A problem for each service type the directory does not have."""
        for name in names:
            if self.shared.service_types and name not in self.shared.service_types:
                message = f'directory.yaml has no service type "{name}"'
                self.unknown(source, path, name, self.shared.service_types, message)

    def _outside(
        self, ages: tuple[int, int] | None, steps: tuple[Step, ...], known: Mapping[str, Known], compiler: StepCompiler
    ) -> tuple[Step, ...]:
        """The steps with the decision that sends other ages elsewhere, put after the opening."""
        if ages is None:
            return ()
        age = known.get("age")
        if age is None:
            self.add(
                self.source,
                ("ages",),
                'ages are limited, but no step "age" asks it',
                "SAF012",
                "use the opening module",
            )
            return ()
        low, high = ages
        tests: list[Condition] = []
        if low > 0:
            tests.append((code.COMPARE_CONSTANT, age.slot, code.AT_LEAST, low))
        if high < OLDEST_DAYS:
            tests.append((code.COMPARE_CONSTANT, age.slot, code.AT_MOST, high))
        inside: Condition = (code.ALL, tuple(tests))
        place = self.flat.opening_end
        target = self.outcome_ids.index(str(self.model.outside_ages))
        away = Branch(
            (code.NOT, (code.ANY, (inside, (code.IS_NOT_KNOWN, age.slot, None)))),
            Action(~target, -1, "", 0),
            "outside the ages of this pathway",
        )
        stay = Branch(None, Action(place + 1, -1, "", 0), "otherwise")
        at = self.source.place(("ages",))
        gate = compiler.decision("ages_of_this_pathway", (away, stay), self.source.label, at)
        return (*steps[:place], gate, *steps[place:])

    def _check_claims(self, resolver: Resolver) -> None:
        for claim, source, path in self.flat.claims:
            self._check_claim(resolver, claim, source, path)
        for text, source, path in self.flat.impossible:
            self._check_condition(resolver, text, source, path)
        for score, text in self.model.scores_for.items():
            self._check_condition(resolver, text, self.source, ("scores_for", score))
            if score not in self.instrument_names:
                message = f'there is no instrument "{score}"'
                self.unknown(self.source, ("scores_for", score), score, self.instrument_names, message)
        for number, text in enumerate(self.model.not_for):
            self._check_condition(resolver, text, self.source, ("not_for", number))
        steps = [name for placed in self.flat.steps if (name := getattr(placed.step, "id", None))]
        for name in self.model.asked_first:
            if name not in steps:
                self.unknown(self.source, ("asked_first", name), name, steps, f'there is no step "{name}"')

    def _check_claim(self, resolver: Resolver, claim: ClaimShape, source: Source, path: Path_) -> None:
        if claim.if_ is not None:
            self._check_condition(resolver, claim.if_, source, (*path, "if"))
        if claim.at_least is None and claim.ends_in is None and claim.also is None:
            hint = 'write "at least", "ends in" or "also"'
            self.add(source, path, "a claim must say what holds", "SCH002", hint)
        if claim.at_least is not None:
            self.disposition(claim.at_least, source, (*path, "at least"))
        for name in claim.ends_in or ():
            if name not in self.outcome_ids:
                self.unknown(source, (*path, "ends in"), name, self.outcome_ids, f'there is no outcome "{name}"')
        self.adjunct_bits((claim.also,) if claim.also else (), source, (*path, "also"))

    def _check_condition(self, resolver: Resolver, text: str, source: Source, path: Path_) -> None:
        try:
            resolver.condition(text)
        except ConditionError as error:
            self.problems.append(condition_problem(source, path, error))
