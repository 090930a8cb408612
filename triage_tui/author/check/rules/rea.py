"""REA: decisions in which no branch applies. Found while compiling; what needs a proof is in modules of its own."""

from __future__ import annotations

from triage_tui.author.check.registry import known

known(
    "REA006",
    "no-otherwise",
    "error",
    "A decision, or a table of points, does not say what happens when none of its conditions holds. The last branch is "
    "`otherwise`, and only the last.",
    bad="steps:\n  - use: opening\n  - {decide: [{when: sex is female, go: hospital}, {when: sex is male, go: home}]}",
    good="steps:\n  - use: opening\n  - {decide: [{when: sex is female, go: hospital}, {otherwise: home}]}",
)
