"""A module to begin with: a fragment that pathways use."""

from __future__ import annotations

from triage_tui.author.new.habits import Habits
from triage_tui.author.new.pathway import Wanted
from triage_tui.content.plain_yaml import scalar


def module_text(wanted: Wanted, habits: Habits) -> str:
    """The module's file."""
    worry, interim = habits.free(f"{wanted.name}_worry"), habits.interim.id
    about = scalar(f"A draft of a fragment that pathways use: {wanted.title}.")
    return f"""\
# A module's steps stand where a pathway writes: - use: {wanted.name}
module: {wanted.name}  # the same as the file's name
version: 0.1.0
title: {scalar(wanted.title)}
about: {about}
sources:  # every step names where it comes from
  local: {wanted.own_source}
review: {wanted.review}

# A step keeps its id in every pathway, so what is known is never asked twice.
steps:
  - id: {worry}
    short: Worry
    ask: Is anyone there worried that they look very ill?
    say: Are you worried that they look very ill?
    look: Does anyone who knows them say that they look very ill?
    why: Those who know them often see it first.
    red_flag: true
    answers:
      yes: {{floor: {interim}, because: someone is worried}}
      no: next
      not known: {{floor: {interim}, because: could not ask if anyone is worried}}
    source: [local]

# What must hold for everybody, in every pathway that uses it: triage prove
claims:
  - {{if: {worry} is not no, at least: {interim}}}
"""
