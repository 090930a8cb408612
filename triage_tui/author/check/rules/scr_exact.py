"""SCR: how pathways read scores."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.author.check.rules.num import range_of
from triage_tui.author.check.rules.rea_exact import facts_never_asked
from triage_tui.problems import Problem
from triage_tui.walk import evaluate as code
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import Condition, Instrument, Kind, Plan

_READ = """steps:
  - use: opening
  - {id: readings, ask: Take the pulse., measure: example, source: local, not known: clinician}
"""
_SCORE = """# instruments/example.yaml
points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}, {points: 2}]}
highest: example_highest
"""


def totals_of(plan: Plan) -> dict[int, tuple[Instrument, str]]:
    """The facts that are totals or highest parts of scores: their instrument, and which of the two."""
    found: dict[int, tuple[Instrument, str]] = {}
    for step in plan.steps:
        if step.kind == Kind.MEASURE and step.instrument >= 0:
            instrument = plan.instruments[step.instrument]
            for kind, name in (("total", instrument.total), ("highest", instrument.highest)):
                if name and instrument.points:
                    found[plan.fact_index[step.prefix + name]] = instrument, kind
    return found


@rule(
    "SCR002",
    "score-not-taken",
    "error",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: sort, no: readings, not known: sort}}
  - {id: readings, ask: Take the pulse., measure: example, source: local, not known: clinician, then: home}
  - id: sort
    decide:
      - {when: example_score >= 2, go: hospital}
      - {otherwise: home}
""",
    good=_READ
    + """  - id: sort
    decide:
      - {when: example_score >= 2, go: hospital}
      - {otherwise: home}
""",
    proves=True,
)
def _not_taken(context: Context) -> Iterator[Problem]:
    """A condition reads the total of a score on ways on which its observations were never taken. It can never hold
    there, and the patient passes as if the score were low.
    """
    for source, where, name, _ in facts_never_asked(context, totals=True):
        message = f'the observations for "{name}" are not taken on any way that leads here'
        yield source.problem(where, message, "SCR002", hint="take them before, or decide without them")


@rule(
    "SCR003",
    "threshold-out-of-reach",
    "error",
    bad=_READ
    + """  - decide:
      - {when: example_score >= 5, go: hospital}
      - {otherwise: home}
""",
    good=_READ
    + """  - decide:
      - {when: example_score >= 3, go: hospital}
      - {otherwise: home}
""",
)
def _out_of_reach(context: Context) -> Iterator[Problem]:
    """A threshold lies above the highest total that the score can give, or at or below the lowest, so that the
    comparison never changes.
    """
    for plan in context.plans():
        totals = totals_of(plan)
        for number, step in enumerate(plan.steps):
            for place, branch in enumerate(step.branches):
                for _, slot, compare, amount in comparisons(branch.when):
                    if slot in totals:
                        low, high = _reach(*totals[slot])
                        never = amount > high if compare in (code.AT_LEAST, code.LESS) else amount >= high
                        always = amount <= low if compare in (code.AT_LEAST, code.LESS) else amount < low
                        if never or always:
                            name = plan.facts[slot].name
                            message = f"{name} is {low} to {high}; comparing it with {amount:g} decides nothing"
                            hint = "correct the threshold"
                            yield context.at_action(plan, number, place, message, "SCR003", hint=hint)


def comparisons(condition: Condition | None, sure: bool = False) -> Iterator[tuple[bool, int, int, float]]:
    """Every comparison with a constant: whether it must be certain, the fact, the sign, the amount."""
    if condition is None:
        return
    if condition[0] in (code.ALL, code.ANY):
        for part in condition[1]:
            yield from comparisons(part, sure)
    elif condition[0] in (code.NOT, code.SURELY):
        yield from comparisons(condition[1], sure or condition[0] == code.SURELY)
    elif condition[0] == code.COMPARE_CONSTANT and condition[2] not in (code.EQUAL, code.UNEQUAL):
        yield sure, condition[1], condition[2], condition[3]


def _reach(instrument: Instrument, kind: str) -> tuple[int, int]:
    """The lowest and the highest total (or highest part) that an instrument can give."""
    parts = []
    for table in instrument.points:
        points = list(table.choices) or [amount for _, bands in table.rules for _, amount in bands]
        parts.append((min(points), max(points)))
    if kind == "highest":
        return max(low for low, _ in parts), max(high for _, high in parts)
    return sum(low for low, _ in parts), sum(high for _, high in parts)


@rule(
    "SCR004",
    "single-extreme-unread",
    "warning",
    bad=_READ
    + """  - decide:
      - {when: example_score >= 3, go: hospital}
      - {otherwise: home}
"""
    + _SCORE,
    good=_READ
    + """  - decide:
      - {when: example_highest >= 3, go: hospital}
      - {when: example_score >= 2, go: hospital}
      - {otherwise: home}
"""
    + _SCORE,
)
def _extreme_unread(context: Context) -> Iterator[Problem]:
    """A pathway decides by the total of a score that has a `highest` part, but never looks at the highest: one very
    abnormal sign alone keeps the total low.
    """
    for plan in context.plans():
        read = {slot for step in plan.steps for branch in step.branches for _, slot, _, _ in comparisons(branch.when)}
        totals = totals_of(plan)
        for slot, (instrument, kind) in totals.items():
            highest = [other for other, found in totals.items() if found == (instrument, "highest")]
            if kind == "total" and slot in read and highest and read.isdisjoint(highest):
                number, place = _first_reading(plan, slot)
                name = plan.facts[highest[0]].name
                message = f'decides by "{plan.facts[slot].name}", but nothing reads "{name}"'
                hint = f'add a branch such as "surely {name} >= 3"'
                yield context.at_action(plan, number, place, message, "SCR004", hint=hint)


def _first_reading(plan: Plan, slot: int) -> tuple[int, int]:
    """The first decision and branch that compares a fact with a number."""
    return next(
        (number, place)
        for number, step in enumerate(plan.steps)
        for place, branch in enumerate(step.branches)
        if any(slot == other for _, other, _, _ in comparisons(branch.when))
    )


@rule(
    "SCR005",
    "missing-counts-as-none",
    "error",
    bad=_READ.replace(", not known: clinician", ", not known: next")
    + """  - decide:
      - {when: surely example_score >= 2, go: hospital}
      - {otherwise: home}
""",
    good=_READ.replace(", not known: clinician", ", not known: next")
    + """  - decide:
      - {when: surely example_score >= 2, go: hospital}
      - {when: example_score is not known, go: clinician}
      - {otherwise: home}
""",
)
def _missing_counts(context: Context) -> Iterator[Problem]:
    """Every comparison with a total asks for certainty (`surely`), and nothing says what an incomplete set does.
    What was not measured then counts as if it had brought no points.
    """
    for plan in context.plans():
        conditions = [branch.when for step in plan.steps for branch in step.branches if branch.when is not None]
        conditions += [step.guard for step in plan.steps if step.guard is not None]
        found = [one for condition in conditions for one in comparisons(condition)]
        sure = {slot for certain, slot, _, _ in found if certain}
        told = {slot for certain, slot, _, _ in found if not certain} | {
            slot for condition in conditions for slot in _asked_whether_known(condition)
        }
        totals = totals_of(plan)
        for slot in sorted(sure - told):
            if slot in totals and totals[slot][1] == "total":
                number, place = _first_reading(plan, slot)
                name = plan.facts[slot].name
                message = f'nothing says what happens when "{name}" is not known'
                hint = f'add a branch "{name} is not known" below the certain ones'
                yield context.at_action(plan, number, place, message, "SCR005", hint=hint)


def _asked_whether_known(condition: Condition) -> set[int]:
    """The facts of which a condition asks whether they are known."""
    if condition[0] in (code.ALL, code.ANY):
        return {slot for part in condition[1] for slot in _asked_whether_known(part)}
    if condition[0] in (code.NOT, code.SURELY):
        return _asked_whether_known(condition[1])
    return slots_of(condition) if condition[0] in (code.IS_KNOWN, code.IS_NOT_KNOWN) else set()


@rule(
    "SCR006",
    "totals-not-covered",
    "error",
    bad=_READ
    + """  - decide:
      - {when: example_score >= 3, go: hospital}
      - {when: example_score < 1, go: home}
      - {otherwise: home}
""",
    good=_READ
    + """  - decide:
      - {when: example_score >= 3, go: hospital}
      - {when: example_score >= 1, go: clinician}
      - {otherwise: home}
""",
)
def _not_covered(context: Context) -> Iterator[Problem]:
    """The branches of a decision take the high totals of a score and the low ones, and leave some in between to
    `otherwise`. Say with a branch of their own what those do.
    """
    for plan in context.plans():
        totals = totals_of(plan)
        for number, step in enumerate(plan.steps):
            found = (range_of(branch.when, place) for place, branch in enumerate(step.branches))
            ranges = sorted(one for one in found if one is not None and one[0] in totals)
            for (slot, _, high, first), (other, low, _, second) in pairwise(ranges):
                if slot == other and low - high > 1 and first != second:
                    span = f"{high + 1:g}" if low - high == 2 else f"{high + 1:g} to {low - 1:g}"
                    message = f"a total of {span} is in neither branch and goes to otherwise"
                    there = context.related_action(plan, number, min(first, second), "the other branch")
                    hint = "give those totals a branch"
                    place = max(first, second)
                    yield context.at_action(plan, number, place, message, "SCR006", hint=hint, related=(there,))
