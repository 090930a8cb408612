"""Sets of observations side by side: every value with its points, the total, its band, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from triage_tui.handover.answers import number_words
from triage_tui.handover.history import Given
from triage_tui.handover.model import ObservationRow, Observations
from triage_tui.handover.times import clock_words
from triage_tui.walk.plan import NOT_KNOWN, Field, Instrument, Kind
from triage_tui.walk.score import Score, score

_NAMES = ("First set", "Second set", "Third set")
Values = Mapping[str, str]


def observations(answers: tuple[Given, ...]) -> tuple[Observations, ...]:
    """Every instrument that was used, its sets in the order they were taken."""
    instruments: dict[str, Instrument] = {}
    sets: dict[str, list[tuple[str, Values]]] = {}
    for given in answers:
        if given.step.kind == Kind.MEASURE:
            instrument = given.plan.instruments[given.step.instrument]
            instruments[instrument.id] = instrument
            taken = sets.setdefault(instrument.id, [])
            name = _NAMES[len(taken)] if len(taken) < len(_NAMES) else f"Set {len(taken) + 1}"
            when = clock_words(given.at) if given.at else "taken earlier"
            taken.append((f"{name}, {when}", given.value if isinstance(given.value, Mapping) else {}))
    return tuple(_side_by_side(instruments[name], taken) for name, taken in sets.items())


def _side_by_side(instrument: Instrument, sets: list[tuple[str, Values]]) -> Observations:
    scores = [score(instrument, dict(values)) for _, values in sets]
    rows = [
        ObservationRow(
            field.label,
            tuple(
                _cell(field, values.get(field.id, ""), found.parts[place])
                for (_, values), found in zip(sets, scores, strict=True)
            ),
        )
        for place, field in enumerate(instrument.fields)
    ]
    if instrument.points:
        rows.append(ObservationRow(f"{instrument.title} total", tuple(_total(found) for found in scores)))
    if instrument.bands:
        rows.append(ObservationRow("Band", tuple(_band(found) for found in scores)))
    if instrument.points and len(sets) > 1:
        first = scores[0]
        rows.append(ObservationRow("Against the first", ("", *(_compared(first, later) for later in scores[1:]))))
    names = tuple(name for name, _ in sets)
    return Observations(instrument.title, names, tuple(rows), scores[-1].missing, instrument.credit)


def _cell(field: Field, text: str, points: tuple[int, int] | None) -> str:
    typed = text.strip()
    if typed in ("", NOT_KNOWN):
        said = f"{_labels(field).get(field.assumed, field.assumed)} (assumed)" if field.assumed else "not measured"
    elif field.number is not None:
        said = number_words(typed, field.number)
    else:
        said = _labels(field).get(typed, typed)
    return f"{said} [{_range(points)}]" if points is not None else said


def _labels(field: Field) -> dict[str, str]:
    return {choice.id: choice.label for choice in field.choices}


def _range(amount: tuple[int, int]) -> str:
    low, high = amount
    return str(low) if low == high else f"{low} to {high}"


def _total(found: Score) -> str:
    if found.total is None:
        return "none"
    return _range(found.total) if found.complete else f"{_range(found.total)}, INCOMPLETE: not a low score"


def _band(found: Score) -> str:
    if found.band is None:
        return "cannot be told: incomplete" if found.missing else "none"
    words = found.band.band.replace("_", " ")
    return f"{words}. {found.band.means}" if found.band.means else words


def _compared(first: Score, later: Score) -> str:
    if not (first.complete and later.complete) or first.total is None or later.total is None:
        return "cannot be compared: a set is incomplete"
    change = later.total[0] - first.total[0]
    return "no change" if not change else f"{'UP' if change > 0 else 'down'} {abs(change)}"
