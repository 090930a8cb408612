"""NUM: bands and tables of points. Found while compiling an instrument."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, floor

from triage_tui.author.check.context import Context, scalars
from triage_tui.author.check.reference_scores import REFERENCES
from triage_tui.author.check.registry import known, rule
from triage_tui.content.pathway_file import Decision, NumberStep
from triage_tui.content.source import Map, Path_, Seq, Source
from triage_tui.problems import Problem
from triage_tui.walk import evaluate as code
from triage_tui.walk.plan import Condition

_FILE = "# instruments/example.yaml\n"

known(
    "NUM002",
    "bands-overlap",
    "error",
    "Bands go from low to high, each up to and including `to`. One that ends at or below the one before can never "
    "be used.",
    bad=_FILE + "points: {pulse: [{to: 90, points: 0}, {to: 40, points: 3}, {points: 2}]}",
    good=_FILE + "points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}, {points: 2}]}",
)
known(
    "NUM003",
    "bands-do-not-cover",
    "error",
    "A value that can be given falls in no band, or a choice has no points.",
    bad=_FILE + "points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}]}",
    good=_FILE + "points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}, {points: 2}]}",
)
known(
    "NUM010",
    "field-without-points",
    "error",
    "An instrument that gives points measures a field that brings none and that no rule of points reads.",
    bad=_FILE
    + """fields:
  pulse: {label: Pulse, unit: per minute, number: {from: 20, to: 250}, usual: 80}
  breaths: {label: Breaths, unit: per minute, number: {from: 0, to: 80}, usual: 16}
""",
    good=_FILE
    + """fields:
  pulse: {label: Pulse, unit: per minute, number: {from: 20, to: 250}, usual: 80}
  breaths: {label: Breaths, unit: per minute, number: {from: 0, to: 80}, usual: 16}
points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}, {points: 2}], breaths: [{to: 24, points: 0}, {points: 3}]}
""",
)
known(
    "NUM006",
    "row-missing",
    "error",
    "A table of points says nothing about one of the choices, so that it would silently bring none. The row to add is "
    "proposed.",
    bad=_FILE
    + """fields:
  pulse: {label: Pulse, choices: {slow: Slow, usual: As usual, fast: Fast}, usual: usual}
points: {pulse: {slow: 3, usual: 0}}
""",
    good=_FILE
    + """fields:
  pulse: {label: Pulse, choices: {slow: Slow, usual: As usual, fast: Fast}, usual: usual}
points: {pulse: {slow: 3, usual: 0, fast: 2}}
""",
)

_DOWN = """steps:
  - use: opening
  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: hospital, then: next}
  - decide:
"""


@rule(
    "NUM001",
    "gap-at-the-edge",
    "error",
    bad=_DOWN
    + """    - {when: down < 60, go: home}
    - {when: down > 60, go: hospital}
    - {otherwise: clinician}
""",
    good=_DOWN
    + """    - {when: down <= 60, go: home}
    - {otherwise: hospital}
""",
)
def _gap(context: Context) -> Iterator[Problem]:
    """Two branches meet at a number that neither of them takes: with `< 60` and `> 60`, exactly 60 goes to `otherwise`.
    One of the two should include it.
    """
    for plan in context.plans():
        for number, step in enumerate(plan.steps):
            ranges = sorted(
                found for place, branch in enumerate(step.branches) if (found := range_of(branch.when, place))
            )
            for (slot, _, high, first), (other, low, _, second) in pairwise(ranges):
                if slot == other and low - high == 2 and first != second:
                    fact = plan.facts[slot]
                    value = f"{(high + 1) / 10**fact.decimals:g} {fact.unit}".strip()
                    if fact.unit == "age":
                        value = f"{(high + 1) / 365.25:.4g} years"
                    message = f"{fact.name} of exactly {value} is in neither branch and goes to otherwise"
                    there = context.related_action(plan, number, min(first, second), "the other side of the gap")
                    yield context.at_action(
                        plan, number, max(first, second), message, "NUM001", hint="let one include it", related=(there,)
                    )


def range_of(when: Condition | None, place: int) -> tuple[int, float, float, int] | None:
    """The slot and the lowest and highest value of a condition that bounds one number, and the branch it stands in."""
    if when is not None and when[0] == code.SURELY:
        when = when[1]
    if when is None or when[0] not in (code.COMPARE_CONSTANT, code.ALL):
        return None
    parts = [when] if when[0] == code.COMPARE_CONSTANT else when[1]
    if any(part[0] != code.COMPARE_CONSTANT or part[1] != parts[0][1] for part in parts):
        return None
    low, high = float("-inf"), float("inf")
    for _, _, compare, amount in parts:
        if compare in (code.LESS, code.AT_MOST):
            high = min(high, amount if compare == code.AT_MOST else ceil(amount) - 1)
        elif compare in (code.MORE, code.AT_LEAST):
            low = max(low, amount if compare == code.AT_LEAST else floor(amount) + 1)
        else:
            low, high = max(low, amount), min(high, amount)
    return parts[0][1], low, high, place


@rule(
    "NUM004",
    "boundary-differs",
    "error",
    bad=_DOWN
    + """    - {when: down > 60, go: hospital, because: 60 minutes or more on the floor}
    - {otherwise: home}
""",
    good=_DOWN
    + """    - {when: down >= 60, go: hospital, because: 60 minutes or more on the floor}
    - {otherwise: home}
""",
)
def _boundary(context: Context) -> Iterator[Problem]:
    """A threshold takes its own number in when the words beside it (or the published scale) leave it out, or the other
    way round: `> 60` beside "60 minutes or more", `news2 > 5` where the published trigger is 5 or more. Or both name
    one number in two units: `age < 3 years` beside "under 3 months".
    """
    units = {
        step.id: step.number.unit.removesuffix("s")
        for loaded in context.files.with_steps
        for step in loaded.model.steps
        if isinstance(step, NumberStep) and step.number.unit
    }
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if isinstance(step, Decision):
                for place, branch in enumerate(step.decide):
                    path = ("steps", number, "decide", place)
                    yield from _said_otherwise(loaded.source, path, branch.when or "", branch.because or "", units)
        yield from _published_otherwise(context, loaded.source)


_UNIT = r"(?: (minutes?|hours?|days?|weeks?|months?|years?))?"
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_NUMBER = r"(\d+(?:\.\d+)?)"
_COMPARISON = re.compile(rf"\b(\w+) (>=|<=|>|<|==) {_NUMBER}\b{_UNIT}")
_WORDS = (
    (re.compile(rf"\b{_NUMBER}{_UNIT} (?:or|and) (?:more|over|above|older|higher|longer)\b"), ">="),
    (re.compile(rf"\b{_NUMBER}{_UNIT} (?:or|and) (?:less|fewer|under|below|younger|lower)\b"), "<="),
    (re.compile(rf"\b(?:more than|over|above|longer than) {_NUMBER}{_UNIT}\b"), ">"),
    (re.compile(rf"\b(?:less than|fewer than|under|below) {_NUMBER}{_UNIT}\b"), "<"),
)


def _said_otherwise(
    source: Source, path: Path_, when: str, because: str, units: Mapping[str, str]
) -> Iterator[Problem]:
    """The first number that the condition and the reason beside it do not take in alike."""
    there = source.related((*path, "because"), "the reason")
    found = list(_COMPARISON.finditer(when))
    amounts = {(float(one[3]), _unit_of(one, units)) for one in found}
    for match in found:
        unit = _unit_of(match, units)
        for words, sign in _WORDS:
            said = next((one for one in words.finditer(because) if float(one[1]) == float(match[3])), None)
            if said is None:
                continue
            other = (said[2] or unit).removesuffix("s")
            if unit in _UNITS and other != unit:
                if sign == match[2] and (float(said[1]), other) not in amounts:
                    message = f'the condition says {match[3]} {unit}s, the reason beside it "{said[0]}"'
                    hint = f'write "{match[1]} {sign} {match[3]} {said[2]}", or correct the words'
                    yield source.problem(
                        (*path, "when"), message, "NUM004", hint=hint, offset=match.start(), related=(there,)
                    )
                    return
            elif sign != match[2]:
                message = f'the condition says "{match[0]}", the reason beside it "{said[0]}"'
                hint = f'write "{match[1]} {sign} {match[3]}", or correct the words'
                yield source.problem(
                    (*path, "when"), message, "NUM004", hint=hint, offset=match.start(2), related=(there,)
                )
                return


def _unit_of(match: re.Match[str], units: Mapping[str, str]) -> str:
    """The unit of a comparison: written beside its number, or that of the question it reads; in the singular."""
    return (match[4] or units.get(match[1], "")).removesuffix("s")


def _published_otherwise(context: Context, source: Source) -> Iterator[Problem]:
    """Comparisons of a published score that take in, or leave out, its own trigger."""
    totals = {
        loaded.model.total: REFERENCES[name]
        for name, loaded in context.files.instruments.items()
        if name in REFERENCES and loaded.model.total
    }
    for path, text in scalars(source.root):
        if path[-1] not in ("when", "if"):
            continue
        for match in _COMPARISON.finditer(text):
            reference = next((one for total, one in totals.items() if match[1] in (total, f"repeat_{total}")), None)
            if reference is None or "." in match[3]:
                continue
            amount = int(match[3])
            rising = amount in reference.at_least and match[2] in (">", "<=")
            falling = amount in reference.at_most and match[2] in ("<", ">=")
            if rising or falling:
                words = f"{amount} or {'more' if rising else 'less'}"
                message = f'"{match[0]}" does not fit the published trigger of {reference.title}, {words}'
                right = {">": ">=", "<=": "<", "<": "<=", ">=": ">"}[match[2]]
                hint = f'write "{match[1]} {right} {amount}" ({reference.source})'
                yield source.problem(path, message, "NUM004", hint=hint, offset=match.start(2))


@rule(
    "NUM005",
    "whole-edge-of-decimals",
    "warning",
    bad=_FILE
    + """fields:
  heat: {label: Temperature, unit: "°C", number: {from: 20, to: 45, decimals: 1}, usual: 36.8}
points: {heat: [{to: 38, points: 0}, {points: 2}]}
""",
    good=_FILE
    + """fields:
  heat: {label: Temperature, unit: "°C", number: {from: 20, to: 45, decimals: 1}, usual: 36.8}
points: {heat: [{to: 38.0, points: 0}, {points: 2}]}
""",
)
def _whole_edges(context: Context) -> Iterator[Problem]:
    """A field takes decimals, but the edge of a band is a whole number, so it is not plain whether 38.4 was meant
    to be in the band up to 38. Write the edge with its decimals.
    """
    for loaded in context.instruments():
        for name in loaded.model.points:
            field = loaded.model.fields.get(name)
            if field is None or field.number is None or not field.number.decimals:
                continue
            for path, text in scalars(loaded.source.value(("points", name)), ("points", name)):
                if path[-1] == "to" and "." not in text:
                    message = f'"{name}" takes decimals; is {text}.4 in this band or in the next?'
                    hint = f'write "{text}.0" if the band ends there'
                    yield loaded.source.problem(path, message, "NUM005", hint=hint)


@rule(
    "NUM007",
    "conflicting-rows",
    "error",
    bad=_DOWN
    + """    - {when: down >= 60, go: home}
    - {when: down >= 60, go: hospital}
    - {otherwise: home}
""",
    good=_DOWN
    + """    - {when: down >= 60, go: hospital}
    - {otherwise: home}
""",
)
def _conflicting(context: Context) -> Iterator[Problem]:
    """Two branches of a decision have the same condition and do different things. The second is never taken; perhaps it
    was the one that was meant.
    """
    yield from _same_conditions(context, conflicting=True)


@rule(
    "NUM008",
    "redundant-rows",
    "warning",
    bad=_FILE + "points: {pulse: [{to: 40, points: 3}, {to: 60, points: 0}, {to: 90, points: 0}, {points: 2}]}",
    good=_FILE + "points: {pulse: [{to: 40, points: 3}, {to: 90, points: 0}, {points: 2}]}",
)
def _redundant(context: Context) -> Iterator[Problem]:
    """Two rows say the same: neighbouring bands with equal points, or a branch that stands twice. One row is
    enough, and the next change cannot miss the other.
    """
    yield from _same_conditions(context, conflicting=False)
    for loaded in context.instruments():
        for path, bands in _lists_of_bands(loaded.source.value(("points",)), ("points",)):
            for place, (before, after) in enumerate(pairwise(bands)):
                if before.get("points") == after.get("points"):
                    message = f"this band brings {after.get('points')} points, as the one before"
                    yield loaded.source.problem((*path, place + 1), message, "NUM008", hint="make one band of the two")


def _lists_of_bands(node: object, path: Path_) -> Iterator[tuple[Path_, list[Map]]]:
    if isinstance(node, Seq) and all(isinstance(item, Map) and "points" in item for item in node):
        yield path, list(node)
    elif isinstance(node, Map):
        for key, value in node.items():
            yield from _lists_of_bands(value, (*path, key))
    elif isinstance(node, Seq):
        for number, value in enumerate(node):
            yield from _lists_of_bands(value, (*path, number))


def _same_conditions(context: Context, *, conflicting: bool) -> Iterator[Problem]:
    for loaded in context.step_files():
        for number, step in enumerate(loaded.model.steps):
            if not isinstance(step, Decision):
                continue
            first: dict[str, int] = {}
            for place, branch in enumerate(step.decide):
                if branch.when is None:
                    continue
                before = first.setdefault(" ".join(branch.when.split()), place)
                if before == place:
                    continue
                other = step.decide[before]
                differs = (branch.go, branch.floor, branch.also) != (other.go, other.floor, other.also)
                if differs == conflicting:
                    path: Path_ = ("steps", number, "decide")
                    there = loaded.source.related((*path, before, "when"), "the same condition")
                    message = "this condition stands above already, and does something else there"
                    if not conflicting:
                        message = "this branch stands above already"
                    code_of = "NUM007" if conflicting else "NUM008"
                    where = (*path, place, "when")
                    yield loaded.source.problem(where, message, code_of, hint="keep the one meant", related=(there,))


@rule(
    "NUM009",
    "bands-not-told-apart",
    "warning",
    bad=_FILE + "bands: [{to: 1, band: low}, {to: 2, band: low}, {band: high}]",
    good=_FILE + "bands: [{to: 1, band: low}, {band: high}]",
)
def _not_told_apart(context: Context) -> Iterator[Problem]:
    """Two neighbouring bands of a total have one name, so nothing tells them apart on the screen or in the summary."""
    for loaded in context.instruments():
        for place, (before, after) in enumerate(pairwise(loaded.model.bands)):
            if before.band == after.band and before.means == after.means:
                path: Path_ = ("bands", place + 1)
                message = f'the band before is called "{after.band}" too'
                yield loaded.source.problem(path, message, "NUM009", hint="make one of them, or name them apart")
