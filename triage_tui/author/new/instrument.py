"""An instrument to begin with: fields, points and bands as tables."""

from __future__ import annotations

from triage_tui.author.new.pathway import Wanted
from triage_tui.content.plain_yaml import scalar


def instrument_text(wanted: Wanted) -> str:
    """The instrument's file."""
    name = wanted.name
    ages = f"ages: {scalar(wanted.ages)}\n" if wanted.ages else ""
    return f"""\
# A published score as tables. A step asks for it with: measure: {name}
instrument: {name}  # the same as the file's name
version: 0.1.0
title: {scalar(wanted.title)}
about: {scalar(f"A draft of a score: {wanted.title}.")}
{ages}sources:  # where the score is published
  local: {wanted.own_source}
review: {wanted.review}

# What is measured. Each field is a fact; any may be not measured. `usual` needs no action: scenarios use it.
fields:
  {name}_count: {{label: Count, unit: per minute, number: {{from: 0, to: 80}}, usual: 16}}
  {name}_looks: {{label: Looks, choices: {{well: Well, ill: Ill}}, usual: well}}

# Points: for a number, bands up to and including `to`, the last without; for a choice, by its id.
points:
  {name}_count: [{{to: 20, points: 0}}, {{to: 24, points: 1}}, {{points: 2}}]
  {name}_looks: {{well: 0, ill: 2}}
total: {name}_total

# Names for ranges of the total. A total with something not measured is a range, never a low number.
bands:
  - {{to: 1, band: low, means: Few signs.}}
  - {{band: high, means: Many signs.}}
"""
