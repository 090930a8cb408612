"""GRF: the shape of the arrows between steps. Found while compiling."""

from __future__ import annotations

from triage_tui.author.check.registry import known

_OPENING = "steps:\n  - use: opening\n"
_END = "  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}\n"

known(
    "GRF001",
    "cycle",
    "error",
    "An answer leads back to a step at or above its own. A walk only goes forward, so that it always ends; asking "
    "again is a step of its own further down.",
    bad=_OPENING
    + "  - {id: first, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: second, ask: Is it worse?, answers: {yes: first, no: home, not known: home}}",
    good=_OPENING
    + "  - {id: first, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: second, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
)
known(
    "GRF002",
    "never-led-to",
    "error",
    "No arrow leads to the step: it can never be asked. An answer above it goes elsewhere, or it was meant to be "
    "deleted.",
    bad=_OPENING + _END + "  - {id: worse, ask: Is it worse?, answers: {yes: home, no: home, not known: home}}",
    good=_OPENING
    + "  - {id: pain, ask: Is it sore?, answers: {yes: next, no: home, not known: next}}\n"
    + "  - {id: worse, ask: Is it worse?, answers: {yes: hospital, no: home, not known: hospital}}",
)
known(
    "GRF003",
    "no-end",
    "error",
    "A walk can pass the last step without reaching an outcome, and the caller is left without advice.",
    bad=_OPENING + "  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: next, not known: hospital}}",
    good=_OPENING + _END,
)
known(
    "GRF004",
    "outcome-never-led-to",
    "warning",
    "No arrow leads to the outcome. It is left over, or an answer that should lead to it leads elsewhere.",
    bad=_OPENING
    + """  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
""",
    good=_OPENING
    + _END
    + """outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
""",
)
