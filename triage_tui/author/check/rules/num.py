"""NUM: bands and tables of points. Found while compiling an instrument."""

from __future__ import annotations

from triage_tui.author.check.registry import known

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
