"""SAF: safety that is plain in the text. Found while compiling; what needs a proof is in modules of its own."""

from __future__ import annotations

from triage_tui.author.check.registry import known

known(
    "SAF007",
    "silent-not-known",
    "error",
    "A red flag (or a question whose answers set a floor) does not say what *not known* does. Leaving it out "
    "would treat it like a reassuring answer. Usually it does what the worst answer does.",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: ambulance, no: home}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: ambulance, no: home, not known: ambulance}}
""",
)
known(
    "SAF012",
    "ages-not-kept-out",
    "error",
    "The pathway is for some ages only, but does not say where everybody else goes, or never asks the age.",
    bad="ages: 50 years and over",
    good="ages: 50 years and over\noutside_ages: home",
)
