"""Published scores as they were published, to compare an instrument with. Facts only; no chart is reproduced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Bands: TypeAlias = tuple[tuple[float | None, int], ...]
"""Points up to and including a value, from low to high; the last has no end."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: the names it may have, and its points by band, or by answer in the order of the points.

    `when` has bands that hold while other fields have given answers; the first that fits counts.
    """

    names: tuple[str, ...]
    bands: Bands = ()
    when: tuple[tuple[dict[str, str], Bands], ...] = ()
    answers: dict[str, int] = field(default_factory=dict)
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A published score: who published it, its parts, and the totals at which something is to be done.

    `at_least` are triggers of a score that rises with danger; `at_most` of one that falls.
    """

    title: str
    source: str
    parts: tuple[Part, ...]
    at_least: tuple[int, ...] = ()
    at_most: tuple[int, ...] = ()


_SCALE_1: Bands = ((91, 3), (93, 2), (95, 1), (None, 0))
_SCALE_2_AIR: Bands = ((83, 3), (85, 2), (87, 1), (None, 0))
_SCALE_2_OXYGEN: Bands = ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), (None, 3))

NEWS2 = Reference(
    "NEWS2",
    "Royal College of Physicians, 2017",
    (
        Part(("respirations", "breaths", "rr"), ((8, 3), (11, 1), (20, 0), (24, 2), (None, 3))),
        Part(
            ("spo2", "saturation", "oxygen_saturation"),
            _SCALE_1,
            (
                ({"spo2_scale": "scale_2", "oxygen": "oxygen"}, _SCALE_2_OXYGEN),
                ({"spo2_scale": "scale_2", "oxygen": "air"}, _SCALE_2_AIR),
            ),
        ),
        Part(("oxygen", "air_or_oxygen"), answers={"air": 0, "oxygen": 2}, points=(0, 2)),
        Part(("systolic", "sbp"), ((90, 3), (100, 2), (110, 1), (219, 0), (None, 3))),
        Part(("pulse", "heart_rate"), ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (None, 3))),
        Part(
            ("consciousness", "acvpu"),
            answers={"alert": 0, "new_confusion": 3, "confusion": 3, "voice": 3, "pain": 3, "unresponsive": 3},
            points=(0, 3, 3, 3, 3),
        ),
        Part(("temperature", "temp"), ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (None, 2))),
    ),
    at_least=(5, 7),
)
GCS = Reference(
    "Glasgow Coma Scale",
    "Teasdale and Jennett, 1974",
    (
        Part(("eyes", "child_eyes"), points=(4, 3, 2, 1)),
        Part(("verbal", "child_verbal"), points=(5, 4, 3, 2, 1)),
        Part(("motor", "child_motor"), points=(6, 5, 4, 3, 2, 1)),
    ),
    at_most=(8, 12, 14),
)
CRB65 = Reference(
    "CRB-65",
    "NICE CG191 and Lim, 2003",
    (
        Part(("confused", "confusion"), answers={"yes": 1, "no": 0}, points=(1, 0)),
        Part(("breaths", "respirations"), ((29, 0), (None, 1))),
        Part(("low_pressure", "blood_pressure"), answers={"yes": 1, "no": 0, "low": 1}, points=(1, 0)),
        Part(("over_65", "age_65"), answers={"yes": 1, "no": 0}, points=(1, 0)),
    ),
    at_least=(1, 3),
)
REFERENCES = {"news2": NEWS2, "gcs": GCS, "gcs_child": GCS, "crb65": CRB65}
"""By the id of the instrument."""
