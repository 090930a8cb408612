"""REF: names that must exist, and what conditions may say of them. Found while compiling."""

from __future__ import annotations

from triage_tui.author.check.registry import known

_BONE = "steps:\n  - use: opening\n  - id: bone\n    ask: Can you see bone?\n"
_GOOD = _BONE + "    answers: {yes: next, no: next, not known: next}\n"

known(
    "REF001",
    "no-such-target",
    "error",
    "An answer leads to a step or an outcome that does not exist.",
    bad=_BONE + "    answers: {yes: ambulance, no: hom, not known: ambulance}\n# modules/example.yaml\nabout: Hello.\n",
    good=_BONE + "    answers: {yes: ambulance, no: home, not known: ambulance}\n",
)
known(
    "REF002",
    "no-such-fact",
    "error",
    "A condition reads a fact that nothing tells. Facts are the ids of steps, the fields and totals of "
    "instruments, the names under derive, and mode, role, age, sex and pregnant.",
    bad=_GOOD + "  - {decide: [{when: bonne is yes, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)
known(
    "REF003",
    "no-such-answer",
    "error",
    "A condition compares a fact with something it can never be: an answer the question does not have, an item of a "
    "question that is no checklist, a number for a word.",
    bad=_GOOD + "  - {decide: [{when: bone is maybe, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + '  - {decide: [{when: "bone in [yes, not known]", go: ambulance}, {otherwise: home}]}',
)
known(
    "REF004",
    "no-such-name",
    "error",
    "A disposition, outcome, adjunct, advice, instrument, module, pathway, service, type, area, role or rule is "
    "named that is defined nowhere.",
    bad="interim: clinician_nwo",
    good="interim: clinician_now",
)
known(
    "REF007",
    "wrong-unit",
    "error",
    "A number is compared with an amount in a unit that does not fit it, or an age with an amount that has no "
    "unit: 3 may be meant as years or as months.",
    bad="steps:\n  - use: opening\n  - {decide: [{when: age < 3, go: hospital}, {otherwise: home}]}",
    good="steps:\n  - use: opening\n  - {decide: [{when: age < 3 months, go: hospital}, {otherwise: home}]}",
)
known(
    "REF008",
    "condition-unreadable",
    "error",
    "The condition is not in the language: see the table of conditions in docs/pathway-language.md.",
    bad=_GOOD + "  - {decide: [{when: bone = yes, go: ambulance}, {otherwise: home}]}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)
known(
    "REF009",
    "asked-later",
    "error",
    "A condition reads a fact that is asked further down, so it never has a value here. Move the question up.",
    bad="steps:\n  - use: opening\n  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: next}]}\n"
    "  - {id: bone, ask: Can you see bone?, answers: {yes: home, no: home, not known: home}}",
    good=_GOOD + "  - {decide: [{when: bone is yes, go: ambulance}, {otherwise: home}]}",
)
