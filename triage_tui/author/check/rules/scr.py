"""SCR: scores. What needs a proof is in a module of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage_tui.author.check.context import Context
from triage_tui.author.check.reference_scores import REFERENCES, Bands, Part, Reference
from triage_tui.author.check.registry import rule
from triage_tui.content.pack_files import Loaded
from triage_tui.content.shared_files import InstrumentFile
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem
from triage_tui.walk.compiling.instrument import compile_instrument
from triage_tui.walk.plan import Field, Instrument
from triage_tui.walk.score import score

_FIELDS = """# instruments/crb65.yaml
instrument: crb65
version: 0.1.0
title: CRB-65
sources: {local: "own, [design]"}
review: {state: draft, owner: tests, due: 2027-06-30}
fields:
  confused: {label: New confusion, choices: {yes: "Yes", no: "No"}, usual: no}
  breaths: {label: Breaths, unit: per minute, number: {from: 0, to: 80}, usual: 16}
  low_pressure: {label: "Systolic under 90, or diastolic 60 or less", choices: {yes: "Yes", no: "No"}, usual: no}
  over_65: {label: 65 or older, choices: {yes: "Yes", no: "No"}, usual: no}
"""
_POINTS = """points:
  confused: {yes: 1, no: 0}
  breaths: [{to: 29, points: 0}, {points: 1}]
  low_pressure: {yes: 1, no: 0}
  over_65: {yes: 1, no: 0}
total: crb65
bands: [{to: 0, band: low}, {to: 2, band: middle}, {band: high}]
"""


@rule(
    "SCR001",
    "differs-from-published",
    "error",
    bad=_FIELDS + _POINTS.replace("to: 29", "to: 30"),
    good=_FIELDS + _POINTS,
    safety=True,
)
def _differs(context: Context) -> Iterator[Problem]:
    """An instrument with the name of a published score (news2, gcs, gcs_child, crb65) gives other points than the score
    does, or leaves a part out. Every value of every part is compared. A score that was changed needs a name of its own.
    """
    for loaded in context.instruments():
        reference = REFERENCES.get(loaded.model.instrument)
        if reference is not None:
            instrument, problems = compile_instrument(loaded)
            if not problems:
                yield from _compare(loaded, instrument, reference)


def _compare(loaded: Loaded[InstrumentFile], instrument: Instrument, reference: Reference) -> Iterator[Problem]:
    fields = {field.id: field for field in instrument.fields}
    scored = {instrument.fields[table.field].id for table in instrument.points}
    hint = f"see {reference.source}; a score that was changed needs another id"
    for part in reference.parts:
        name = next((name for name in part.names if name in fields and name in scored), None)
        if name is None:
            message = f'{reference.title} counts "{part.names[0]}"; this instrument does not'
            yield loaded.source.problem(("points",), message, "SCR001", key=True, hint=hint)
        elif fields[name].number is not None:
            yield from _compare_number(loaded.source, instrument, fields[name], part, reference, hint)
        else:
            yield from _compare_choices(loaded.source, instrument, fields[name], part, reference, hint)


def _compare_number(
    source: Source, instrument: Instrument, field: Field, part: Part, reference: Reference, hint: str
) -> Iterator[Problem]:
    """The first value whose points differ, for each set of other answers that the score looks at."""
    spec = field.number
    assert spec is not None
    known = {one.id: {choice.id for choice in one.choices} for one in instrument.fields}
    sets = [({}, part.bands), *((given, bands) for given, bands in part.when)]
    for given, bands in sets:
        if any(answer not in known.get(name, set()) for name, answer in given.items()):
            continue
        for scaled in range(spec.low, spec.high + 1):
            value = f"{scaled / 10**spec.decimals:.{spec.decimals}f}"
            found = _points(instrument, field, {**given, field.id: value})
            wanted = _published(bands, float(value))
            if found != wanted:
                where = " and ".join(f"{name} {answer}" for name, answer in given.items())
                words = f"{value} {field.unit}".strip() + (f" with {where}" if where else "")
                message = f"{field.label}: {words} brings {found} points; {reference.title} gives {wanted}"
                yield source.problem(_band_at(source, field.id, float(value)), message, "SCR001", hint=hint)
                break


def _compare_choices(
    source: Source, instrument: Instrument, field: Field, part: Part, reference: Reference, hint: str
) -> Iterator[Problem]:
    """Answers by their names where the score names them, otherwise by their order."""
    ids = [choice.id for choice in field.choices]
    wanted: Mapping[str, int] = {name: part.answers[name] for name in ids if name in part.answers}
    if len(wanted) < len(ids):
        wanted = dict(zip(ids, part.points, strict=False)) if len(ids) == len(part.points) else {}
    if not wanted:
        message = f"{field.label} has {len(ids)} answers; {reference.title} has {len(part.points)}"
        yield source.problem(("fields", field.id, "choices"), message, "SCR001", key=True, hint=hint)
    for name, points in wanted.items():
        found = _points(instrument, field, {field.id: name})
        if found != points:
            message = f'{field.label}: "{name}" brings {found} points; {reference.title} gives {points}'
            yield source.problem(("points", field.id, name), message, "SCR001", hint=hint)


def _points(instrument: Instrument, field: Field, given: Mapping[str, str]) -> int:
    """The points of one field, the others as usual."""
    usual = {one.id: one.usual for one in instrument.fields}
    parts = score(instrument, {**usual, **given}).parts
    part = parts[next(place for place, one in enumerate(instrument.fields) if one.id == field.id)]
    return part[0] if part is not None else 0


def _published(bands: Bands, value: float) -> int:
    return next(points for to, points in bands if to is None or value <= to)


def _band_at(source: Source, name: str, value: float) -> Path_:
    """The band that takes a value in, where the points are a plain list of bands."""
    bands = source.value(("points", name))
    for place, band in enumerate(bands if isinstance(bands, list) else ()):
        if isinstance(band, dict) and "points" in band and ("to" not in band or value <= float(band["to"])):
            return "points", name, place
    return "points", name
