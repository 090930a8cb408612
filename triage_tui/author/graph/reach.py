"""Which dispositions a walk can still end in, from every step and from every answer.

Nothing possible is left out. What is ruled out: what no patient can do (`proof.possible`), and for an answer what it
decides further down. A floor that was set before a step is not counted: it can only make the end more urgent.
"""

from __future__ import annotations

from triage_tui.proof.levels import MODE, Levels
from triage_tui.proof.possible import Possible, Values
from triage_tui.walk.evaluate import POSSIBLE, slots_of, slots_read
from triage_tui.walk.plan import MODES, Kind, Plan, Step


class Reach:
    """The dispositions ahead, as bits."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.levels = Levels([plan])
        self.possible = Possible(plan, self.levels, lambda _: True)
        self._milder = [sum(1 << other for other, rank in enumerate(plan.ranks) if rank > own) for own in plan.ranks]
        self._leads: list[list[tuple[int, int]]] = [[] for _ in plan.steps]
        for number, go, floor in self.possible.after:
            self._leads[number].append((go, floor))
        self._readers = _readers(plan)
        self.from_step = [0] * (len(plan.steps) + 1)
        for number in range(len(plan.steps) - 1, -1, -1):
            bits = self.from_step[number + 1] if number in self.possible.passed else 0
            for go, floor in self._leads[number]:
                bits |= self.raised(self._ahead(go, {}), floor)
            self.from_step[number] = bits

    def raised(self, bits: int, floor: int) -> int:
        """Dispositions with those milder than a floor become the floor's."""
        milder = bits & self._milder[floor] if floor >= 0 else 0
        return bits & ~milder | 1 << floor if milder else bits

    def way(self, number: int, code: int) -> int:
        """Every disposition a walk can end in that gives this answer (of a checklist: this item alone), or takes this
        branch."""
        step = self.plan.steps[number]
        action = step.branches[code].action if step.kind == Kind.DECISION else step.actions[code]
        values = self._assumed(number, step, code)
        if values is None:
            return 0
        return self.raised(self._under(action.go, values, self._touched(number, step, code)), action.floor)

    def _assumed(self, number: int, step: Step, code: int) -> Values | None:
        """What is known when a step is asked and answered so, and nothing else; None where that cannot be."""
        values: Values | None = list(self.possible.everything)
        assert values is not None
        if self.possible.at[number] is None:
            return None
        for place, mark in enumerate(self.levels.all[MODE].marks):
            if not step.modes >> MODES.index(mark.name) & 1:
                values[MODE] &= ~(1 << place)
        if step.guard is not None:
            values = self.possible.assume(step.guard, POSSIBLE, True, values, number)
        if step.kind == Kind.DECISION:
            for place, branch in enumerate(step.branches[: code + 1]):
                if values is not None and branch.when is not None:
                    values = self.possible.assume(branch.when, POSSIBLE, place == code, values, number)
        elif values is not None:
            values = list(values)
            self._answered(values, step, code)
        return values

    def _answered(self, values: Values, step: Step, code: int) -> None:
        group = self.levels.group(step)
        if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
            name = step.options[code - 1].id if code else "not known"
            names = [mark.name for mark in self.levels.all[group.head].marks]
            if name in names:
                values[group.head] = 1 << names.index(name)
        elif step.kind == Kind.CHECKLIST:
            values[group.head] = 4 if code else 2
            for place, option in enumerate(step.options):
                values[group.parts[option.id]] = 2 if place + 2 == code else 1
        elif step.kind != Kind.TEXT:
            values[group.head] = self.possible.everything[group.head] & ~3 if code else 2
            if group.told is not None:
                values[group.told.head] = values[group.head]

    def _touched(self, number: int, step: Step, code: int) -> set[int]:
        """The facts of which an answer or a branch says something."""
        found = {slot for slot, fact in enumerate(self.plan.facts) if number in fact.steps}
        if step.modes & self.plan.modes != self.plan.modes:
            found.add(MODE)
        conditions = [step.guard, *(branch.when for branch in step.branches[: code + 1])]
        return found.union(*(slots_of(condition) for condition in conditions if condition is not None))

    def _under(self, go: int, values: Values, touched: set[int]) -> int:
        """The dispositions ahead of a place, for those of whom something is known."""
        affected = {number for slot in touched for number in self._readers.get(slot, ()) if number >= go >= 0}
        found: dict[int, int] = {}
        for number in range(max(affected, default=go - 1), go - 1, -1) if go >= 0 else ():
            asked, passed, leads = True, number in self.possible.passed, self._leads[number]
            if number in affected:
                asked, passed = self._asked(number, values, passed)
                if self.plan.steps[number].kind == Kind.DECISION:
                    leads = self._branches(number, values)
            bits = found.get(number + 1, self.from_step[number + 1]) if passed else 0
            for target, floor in leads if asked else ():
                bits |= self.raised(self._ahead(target, found), floor)
            found[number] = bits
        return self._ahead(go, found)

    def _ahead(self, go: int, found: dict[int, int]) -> int:
        return 1 << self.plan.outcomes[~go].disposition if go < 0 else found.get(go, self.from_step[go])

    def _asked(self, number: int, values: Values, passed: bool) -> tuple[bool, bool]:
        """Whether a step may be asked, and whether it may be passed over."""
        step = self.plan.steps[number]
        modes = [
            bool(step.modes >> MODES.index(mark.name) & 1)
            for place, mark in enumerate(self.levels.all[MODE].marks)
            if values[MODE] >> place & 1
        ]
        if step.guard is None or not any(modes):
            return any(modes), not all(modes)
        may, may_not = (self.possible.assume(step.guard, POSSIBLE, wanted, values, number) for wanted in (True, False))
        return may is not None, passed and (may_not is not None or not all(modes))

    def _branches(self, number: int, values: Values) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        left: Values | None = values
        for branch in self.plan.steps[number].branches:
            if left is None:
                break
            own = (branch.action.go, branch.action.floor)
            if branch.when is None:
                found.append(own)
                break
            if self.possible.assume(branch.when, POSSIBLE, True, left, number) is not None:
                found.append(own)
            left = self.possible.assume(branch.when, POSSIBLE, False, left, number)
        return [lead for lead in found if lead in self._leads[number]]


def _readers(plan: Plan) -> dict[int, list[int]]:
    """For every fact, the steps that look at it."""
    found: dict[int, list[int]] = {}
    for number, step in enumerate(plan.steps):
        slots = slots_read(step)
        if step.modes & plan.modes != plan.modes:
            slots.add(MODE)
        for slot in slots:
            found.setdefault(slot, []).append(number)
    return found
