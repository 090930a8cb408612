"""Sets of observations that add up to what a condition may turn on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from triage_tui.proof.patient import number_text
from triage_tui.walk.evaluate import slots_of
from triage_tui.walk.plan import Instrument
from triage_tui.walk.score import edges_of_bands, score

MOST = 9
"""Totals up to this are tried; conditions turn on lower ones."""


def sets_of(instrument: Instrument, changing: set[int]) -> Iterator[dict[str, str]]:
    """Every value of some fields, with the others at each low total, of parts as large or as small as can be.

    Fields that the points of a changing one depend on have every choice in turn.
    """
    usual = {item.id: item.usual for item in instrument.fields}
    worth = {place: _values(instrument, place) for place in range(len(instrument.fields))}
    for place in sorted(changing):
        others = [other for other in worth if other != place]
        name = instrument.fields[place].id
        for setting in _settings(instrument, place):
            for text in [text for _, text in worth[place]]:
                for part in (3, 2, 1):
                    for total in range(MOST):
                        yield {**usual, **_adding(instrument, worth, others, total, part), **setting, name: text}


def _settings(instrument: Instrument, place: int) -> Iterator[dict[str, str]]:
    """Every choice in the fields that the points of one depend on."""
    conditions = [when for table in instrument.points if table.field == place for when, _ in table.rules]
    read = set[int]().union(*(slots_of(when) for when in conditions if when is not None)) - {place}
    fields = [instrument.fields[other] for other in sorted(read)]
    for choices in product(*([choice.id for choice in item.choices] or [item.usual] for item in fields)):
        yield dict(zip((item.id for item in fields), choices, strict=True))


def _adding(
    instrument: Instrument, worth: dict[int, list[tuple[int, str]]], places: list[int], total: int, most: int
) -> dict[str, str]:
    """Values of some fields that add up to a total, each with no more than so many points."""
    found: dict[str, str] = {}
    for place in places:
        fitting = [(points, text) for points, text in worth[place] if 0 < points <= min(total, most)]
        if fitting:
            points, text = max(fitting)
            found[instrument.fields[place].id] = text
            total -= points
    return found


def _values(instrument: Instrument, place: int) -> list[tuple[int, str]]:
    """The values of a field on both sides of every cut, each with its points when the others are usual."""
    item = instrument.fields[place]
    texts = [choice.id for choice in item.choices]
    if item.number is not None:
        texts = [number_text(item.number, value) for value in sorted(edges_of_bands(instrument, place))]
    usual = {one.id: one.usual for one in instrument.fields}
    found = []
    for text in texts:
        part = score(instrument, {**usual, item.id: text}).parts[place]
        found.append((part[0] if part is not None else 0, text))
    return found
