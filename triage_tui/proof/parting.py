"""Which patients two versions of a pathway send elsewhere: an exact function, worked out only where the walks part.

Both walks are followed together, backward from their ends, for as long as they stand at the same step. Where a step
does something else in the other version, the two whole ends from there on are compared, for those patients alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from triage_tui.proof.behaviour import Behaviour, TooHard, scored
from triage_tui.proof.below import Written
from triage_tui.proof.boxes import boxes
from triage_tui.proof.diagram import BudgetError, Diagram, Ref, deep, levels_of
from triage_tui.proof.effect import Effect
from triage_tui.proof.payload import Payload
from triage_tui.proof.question import Course, Question
from triage_tui.proof.side import Side
from triage_tui.proof.totals import totals_together
from triage_tui.walk.plan import Kind


class Undecided(NamedTuple):
    """It needed more than the budget: at which step, and the facts that make it hard."""

    step: str
    facts: tuple[str, ...]


Value: TypeAlias = "str | tuple[str, str] | Undecided | None"
"""What is said of a patient: the question's own word, Undecided, or None where nothing differs."""

UNCHANGED = None

BOXES = 12
"""Into so many parts a region is taken apart: of each more is known, so that less is to be worked out."""

Pair = tuple[int, int]
"""A place of the old walk and one of the new: steps, or ~outcomes."""


class Stand(NamedTuple):
    """Where a walk stands after a step; None where nothing that comes matters, with the value it has then."""

    place: int | None
    value: Hashable = None


def _stand(payload: Payload, effect: Effect | None) -> Stand:
    if effect is None:
        return Stand(None, payload.no_such_answer)
    return Stand(effect.go) if payload.goes_on(effect) else Stand(None, payload.settled)


class Parting:
    """One question about two versions, as a function of the patient.

    `room`: nodes for following both walks, and for every end that is compared whole; `most`: for all of them;
    `required`: by level, the only answers that are of interest (bits): of other patients anything may be said.
    """

    def __init__(
        self,
        old: Written,
        new: Written,
        question: Question,
        room: int,
        most: int,
        required: Mapping[int, int] | None = None,
    ) -> None:
        self.question = question
        self.room, self.most = room, most
        self.old, self.new = (
            Side(written, payload, required or {}) for written, payload in ((old, question.old), (new, question.new))
        )
        self.diagram = new.walks.diagram
        self.levels = new.walks.levels
        self.unchanged = self.diagram.terminal(UNCHANGED)
        self._name_of_maps = object()  # not self: a diagram that is left behind is to be gone at once
        self._at: dict[Pair, Ref] = {}
        self._whole: dict[tuple[bool, int], Ref] = {}

    def root(self) -> Ref:
        """The changes for every patient."""
        self.make_room()
        with deep():
            found = self.at((0, 0))
            nothing = {place: 0 for place, level in enumerate(self.levels.all) if level.step == "" and place > 1}
            return self.diagram.fix(found, nothing)

    def make_room(self) -> None:
        """What was too hard so far leaves room for the rest."""
        self.diagram.budget = min(self.most, len(self.diagram.level) + self.room)

    def at(self, pair: Pair) -> Ref:
        """The changes for patients whose two walks stand at a pair of places."""
        if self.old.below[pair[0]] == self.new.below[pair[1]]:
            return self.unchanged
        found = self._at.get(pair)
        if found is None:
            try:
                found = self._narrow(pair, self._work_out(pair))
            except BudgetError:
                found = self.diagram.terminal(Undecided(self._name(pair), ()))
            self._at[pair] = found
        return found

    def _name(self, pair: Pair) -> str:
        return self.new.plan.steps[pair[1]].id if pair[1] >= 0 else self.old.plan.steps[pair[0]].id

    def _work_out(self, pair: Pair) -> Ref:
        before, after = pair
        if before < 0 or after < 0:
            return self._apart(pair, self.diagram.yes)
        if self.old.possible_at(before) is None or self.new.possible_at(after) is None:
            return self.unchanged
        one, other = self.old.plan.steps[before], self.new.plan.steps[after]
        if (one.id, one.kind) == (other.id, other.kind):
            return self._together(pair)
        if not self.old.has_step(other):
            return self._alone(self.new, pair)
        if not self.new.has_step(one):
            return self._alone(self.old, pair)
        if other.kind == Kind.DECISION:
            return self._alone(self.new, pair)
        if one.kind == Kind.DECISION:
            return self._alone(self.old, pair)
        return self._apart(pair, self.diagram.yes)

    def meet(self, pair: Pair) -> bool:
        """Whether both walks can be followed together from a pair of places."""
        before, after = pair
        if before < 0 or after < 0:
            return before < 0 and after < 0
        one, other = self.old.plan.steps[before], self.new.plan.steps[after]
        same = (one.id, one.kind) == (other.id, other.kind)
        return same or not self.old.has_step(other) or not self.new.has_step(one)

    def _together(self, pair: Pair) -> Ref:
        """Both walks at one step that both versions have."""
        before, after = pair
        alike = self.old.form(before) == self.new.form(after)
        if alike and all(self.meet(way) and self.at(way) == self.unchanged for way in self.ways(pair)):
            return self.unchanged
        diagram, step = self.diagram, self.new.plan.steps[after]
        one = self.old.walks.effects(before, self.old.payload.also)
        other = self.new.walks.effects(after, self.new.payload.also)
        joint = diagram.combine(one, other, lambda left, right: (left, right))
        head = -1 if step.kind == Kind.DECISION else self.levels.group(step).head
        asked_before, asked_after = self.old.walks.asked_when(before), self.new.walks.asked_when(after)
        both = diagram.both(asked_before, asked_after)
        asked = self._after_step(pair, joint, lambda ends: ends, head, both)
        if step.kind == Kind.MEASURE:
            asked = scored(self.old.walks, self.old.plan.steps[before], scored(self.new.walks, step, asked))
        if both == diagram.yes:
            return asked
        asked = diagram.either(both, asked, self._passed((before + 1, after + 1), head))
        only_one = diagram.both(diagram.any_of(asked_before, asked_after), diagram.opposite(both))
        return self._with_region(pair, only_one, asked)

    def _after_step(
        self, pair: Pair, effects: Ref, ends: Callable[[Any], tuple[Effect | None, Effect | None]], head: int, who: Ref
    ) -> Ref:
        """The changes after a step, by its effects in both versions; `who` is asked it."""
        diagram = self.diagram
        follow: dict[Ref, Ref] = {}
        parted: dict[tuple[Stand, Stand], list[Ref]] = {}
        for end in diagram.ends(effects):
            old, new = ends(diagram.value(end))
            if self._parts(old, new):
                stands = _stand(self.old.payload, old), _stand(self.new.payload, new)
                parted.setdefault(stands, []).append(end)
            else:
                follow[end] = self._follow(pair, old, new)
        for stands, those in parted.items():
            values = {diagram.value(end) for end in those}
            region = diagram.map(effects, (self._name_of_maps, pair, stands), values.__contains__)
            found = self._with_region(pair, diagram.both(who, region), self.unchanged, stands)
            follow.update(dict.fromkeys(those, found))
        return diagram.select(effects, follow, answers_at=head)

    def _with_region(self, pair: Pair, region: Ref, otherwise: Ref, stands: tuple[Stand, Stand] | None = None) -> Ref:
        """The changes, where for the patients of a region the two whole ends are compared."""
        region = self._narrow(pair, region)
        for levels, can_be in self._totals_together:
            if region >= 0 and self.diagram.support[region] & levels == levels:
                region = self._narrow(pair, self.diagram.both(region, can_be))
        if region == self.diagram.no:
            return otherwise
        for box in boxes(self.diagram, region, BOXES):
            otherwise = self.diagram.either(box, self._apart(pair, box, stands), otherwise)
        return otherwise

    @cached_property
    def _totals_together(self) -> list[tuple[int, Ref]]:
        """What totals that both versions score otherwise can be together; what no patient has need not be compared."""
        return list(totals_together(self.old.walks, self.new.walks))

    def ways(self, pair: Pair) -> Iterator[Pair]:
        """Every pair of places that a step leads to when it does the same in both versions."""
        before, after = pair
        one, other = self.old.plan.steps[before], self.new.plan.steps[after]
        if self.new.plan.may_be_passed(other):
            yield before + 1, after + 1
        if one.kind in (Kind.CHOICE, Kind.INSTRUCTION):
            places = self.old.plan.codes[before]
            for name, code in self.new.plan.codes[after].items():
                yield one.actions[places[name]].go, other.actions[code].go
            return
        yield from ((left.go, right.go) for left, right in zip(one.ways, other.ways, strict=True))

    def _alone(self, side: Side, pair: Pair) -> Ref:
        """One walk goes on while the other waits: a step that the other version does not have, or a decision."""
        diagram, new = self.diagram, side is self.new
        number = pair[1] if new else pair[0]
        step = side.plan.steps[number]
        told = None if step.kind == Kind.DECISION else self.levels.group(step).told
        if told is not None and (self.old if new else self.new).reads >> told.head & 1:
            return self._apart(pair, diagram.yes)  # both versions read the set, and only one walk takes it here

        def other(target: int) -> Pair:
            return (pair[0], target) if new else (target, pair[1])

        effects = side.walks.effects(number, side.payload.also)
        head = -1 if step.kind == Kind.DECISION else self.levels.group(step).head
        waiting = Effect(0, -1, 0)

        def ends(effect: Effect | None) -> tuple[Effect | None, Effect | None]:
            if effect is None:
                return None, None
            here = waiting._replace(go=pair[0] if new else pair[1])
            return (here, effect) if new else (effect, here)

        condition = side.walks.asked_when(number)
        asked = self._after_step(pair, effects, ends, head, condition)
        if step.kind == Kind.MEASURE:
            asked = scored(side.walks, step, asked)
        if condition != diagram.yes:
            asked = diagram.either(condition, asked, self._passed(other(number + 1), head))
        return asked

    def _passed(self, pair: Pair, head: int) -> Ref:
        """The changes when a step was passed over."""
        found = self.at(pair) if self.meet(pair) else self._apart(pair, self.diagram.yes)
        return self.diagram.fix(found, {head: 0}) if head >= 0 else found

    def _parts(self, old: Effect | None, new: Effect | None) -> bool:
        """Whether the walks cannot be followed together after two effects, and it matters."""
        course = self.question.after(old, new)
        if course is not Course.TOGETHER or old is None or new is None:
            return course is Course.APART
        return not self.meet((old.go, new.go))

    def _follow(self, pair: Pair, old: Effect | None, new: Effect | None) -> Ref:
        """What is said after two effects that keep the walks together; what was jumped over was never asked."""
        course = self.question.after(old, new)
        if course is not Course.TOGETHER or old is None or new is None or self._parts(old, new):
            return self.unchanged
        found = self.at((old.go, new.go))
        if found < 0:
            return found
        jumped = {*self.old.asked_between(pair[0], old.go), *self.new.asked_between(pair[1], new.go)}
        return self.diagram.fix(
            found, {head: 0 for head in jumped if self.old.is_past(head, old.go) and self.new.is_past(head, new.go)}
        )

    def _narrow(self, pair: Pair, ref: Ref) -> Ref:
        """A function made simpler by what is possible at a pair of places."""
        if ref < 0 or pair[0] < 0 or pair[1] < 0:
            return ref
        old, new = self.old.possible_at(pair[0]), self.new.possible_at(pair[1])
        if old is None or new is None:
            return self.unchanged
        past = self.old.walks.told[pair[0]] & self.new.walks.told[pair[1]]  # what one is still to ask is left open
        within = [side.reads & past for side in (self.old, self.new)]
        allowed: dict[int, int] = {}
        for values, levels in zip((old, new), within, strict=True):
            for level in levels_of(levels & self.diagram.support[ref]):
                allowed[level] = allowed.get(level, -1) & values[level]
        if not all(allowed.values()):
            return self.unchanged if ref != self.diagram.no else ref
        return self.diagram.narrow(ref, allowed, within[0] | within[1])

    def _apart(self, pair: Pair, region: Ref, stands: tuple[Stand, Stand] | None = None) -> Ref:
        """The two whole ends compared, for the patients of a region; `stands`: where the walks went from the pair."""
        self.make_room()
        stands = stands or (Stand(pair[0]), Stand(pair[1]))
        try:
            places = stands[0].place, stands[1].place
            sides = [(self.old, pair[0], stands[0]), (self.new, pair[1], stands[1])]
            for side, before, stand in sides:
                if stand.place is None or stand.place < 0:
                    end = self._end_after(side, before, stand, region)
                    if self._settles(end, new=side is self.new):
                        return self.unchanged
            old, new = (self._end_after(*side, region) for side in sides)
            if places[0] is not None and places[1] is not None:
                old = self._never_asked(self.old, (places[0], places[1]), old)
                new = self._never_asked(self.new, (places[0], places[1]), new)
            return self.diagram.combine(old, new, self.question.join)
        except TooHard as hard:
            return self.diagram.terminal(Undecided(hard.step, hard.facts))
        except BudgetError:
            return self.diagram.terminal(Undecided(self._name(pair), ()))
        finally:
            self.make_room()

    def _settles(self, end: Ref, *, new: bool) -> bool:
        """Whether nothing is said of a yes or no, whatever the other version ends with: that need not be worked out."""
        if end not in (self.diagram.yes, self.diagram.no):
            return False
        own, join = self.diagram.value(end), self.question.join
        return all((join(other, own) if new else join(own, other)) is None for other in (True, False))

    def _never_asked(self, side: Side, pair: Pair, ref: Ref) -> Ref:
        """A whole end where this walk has gone past what the other is still to ask: this one was never asked it."""
        other, place, there = (self.old, pair[1], pair[0]) if side is self.new else (self.new, pair[0], pair[1])
        heads = {
            level: 0
            for level, owner in enumerate(side.walks.owners)
            if 0 <= owner < place and not other.is_past(level, there) and self.levels.all[level].part == ""
        }
        return self.diagram.fix(ref, heads)

    def _end_after(self, side: Side, before: int, stand: Stand, region: Ref) -> Ref:
        """How one walk goes on where it stands, for the patients of a region of the place before."""
        if stand.place is None:
            return self.diagram.terminal(stand.value)
        if stand.place < 0:
            return side.payload.end_of(~stand.place, side.walks.reader)
        if region == self.diagram.yes and stand.place == before:
            if (side is self.new, before) not in self._whole:
                self._whole[side is self.new, before] = self._whole_end(side, before, stand.place, region)
            return self._whole[side is self.new, before]
        return self._whole_end(side, before, stand.place, region)

    def _whole_end(self, side: Side, before: int, number: int, region: Ref) -> Ref:
        known = side.possible_at(number)
        if known is None:
            return self.diagram.terminal(side.payload.ran_out)
        values, required = list(known), {}
        jumped = list(side.asked_between(before, number))
        for head in jumped:
            values[head] &= 1
        for level, bits in values_with(self.diagram, region).items():
            owner = side.walks.owners[level]
            if not side.has[level]:
                continue
            if owner < before or owner == before < number:
                values[level] &= bits
            elif owner == before:
                required[level] = bits
        if not all(values):
            return self.diagram.terminal(side.payload.ran_out)
        found = Behaviour(side.walks, side.payload, required, (number, values)).compile(first=number).at[number]
        return self.diagram.fix(found, dict.fromkeys(jumped, 0))


def values_with(diagram: Diagram, ref: Ref) -> dict[int, int]:
    """For every level that a condition reads, the values with which it can hold, as bits."""
    return _values_with(diagram, ref, {})


def _values_with(diagram: Diagram, ref: Ref, memo: dict[Ref, dict[int, int]]) -> dict[int, int]:
    if ref < 0:
        return {}
    found = memo.get(ref)
    if found is None:
        at = diagram.level[ref]
        found = {level: 0 for level in range(at, len(diagram.domains)) if diagram.reads(ref, level)}
        for value, child in enumerate(diagram.children[ref]):
            if child == diagram.no:
                continue
            found[at] |= 1 << value
            below = _values_with(diagram, child, memo)
            for level in found:
                if level != at:
                    found[level] |= below.get(level, (1 << diagram.domains[level]) - 1)
        memo[ref] = found
    return found
