"""GOV: who answers for a file, and for what is accepted in it. Acceptances are judged in `author/check/accepted.py`."""

from __future__ import annotations

from triage_tui.author.check.registry import known

_TWO = """steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: The arm is sore., worsening: [always]}
lint: {allow: [{rule: GRF004, """

known(
    "GOV007",
    "accepted-without-reason",
    "warning",
    "A finding is accepted without saying why, until when and by whom, or its time is over. It is shown until "
    "that is said.",
    bad=_TWO + "reason: wanted for the next version}]}",
    good=_TWO + "reason: wanted for the next version, until: 2027-01-31, by: arm lead}]}",
)
known(
    "GOV008",
    "safety-accepted",
    "error",
    "An error or a safety rule was to be accepted. It is mended instead; only warnings that are not about safety "
    "can be accepted.",
    bad="lint: {allow: [{rule: SAF007, reason: no time, until: 2027-01-31, by: arm lead}]}",
    good="title: Sore arm",
)
known(
    "GOV009",
    "accepted-for-nothing",
    "warning",
    "A finding is accepted that is not there, so the entry would hide the next one without anybody deciding.",
    bad="lint: {allow: [{rule: GRF004, reason: wanted, until: 2027-01-31, by: arm lead}]}",
    good="title: Sore arm",
)
