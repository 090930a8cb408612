"""SCH: keys, types and ids. Found in `content/shape.py` and while compiling."""

from __future__ import annotations

from triage_tui.author.check.registry import known

_ARM = "steps:\n  - {use: opening}\n"

known(
    "SCH001",
    "unknown-key",
    "error",
    "The key means nothing here. A misspelt key would otherwise be passed over: a floor that is never set, a question "
    "that is always asked. Where one known key is certainly meant, --fix writes it.",
    bad=_ARM + "  - {id: bone, ask: Can you see bone?, anwers: {yes: ambulance, no: home}}",
    good=_ARM + "  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: home, not known: home}}",
)
known(
    "SCH002",
    "missing-key",
    "error",
    "Something that is always needed is not there, such as the worsening advice of an outcome or the owner of a file.",
    bad=_ARM + "  - {id: bone, answers: {yes: ambulance, no: home}}",
    good=_ARM + "  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: home, not known: home}}",
)
known(
    "SCH003",
    "wrong-kind",
    "error",
    "A value is of another kind than expected here: a list where a word is expected, a word where a number is, an age "
    "range or a date that cannot be read.",
    bad="ages: 50 and over\noutside_ages: home",
    good="ages: 16 years and over\noutside_ages: home",
)
known(
    "SCH004",
    "same-id",
    "error",
    "Two things have one id, or a file says another id than its name. Step, outcome and fact ids are shared by a "
    "pathway and its modules, so that a fact that is known is never asked twice; service ids by the whole "
    "directory.",
    bad=_ARM
    + """  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: home}}
  - {id: bone, ask: Does it bleed?, answers: {yes: ambulance, no: home, not known: home}}
""",
    good=_ARM
    + """  - {id: bone, ask: Can you see bone?, answers: {yes: ambulance, no: next, not known: home}}
  - {id: bleeds, ask: Does it bleed?, answers: {yes: ambulance, no: home, not known: home}}
""",
)
known(
    "SCH005",
    "id-style",
    "error",
    "An id is lower-case letters, digits and underscores, a letter first. Wording belongs in label, short or title.",
    bad=_ARM + "  - {id: Visible bone, ask: Can you see bone?, answers: {yes: ambulance, no: home, not known: home}}",
    good=_ARM + "  - {id: visible_bone, ask: Can you see bone?, answers: {yes: ambulance, no: home, not known: home}}",
)
known(
    "SCH007",
    "no-unit",
    "error",
    "A number without a unit can be taken for hours by one person and minutes by another.",
    bad=_ARM + "  - {id: down, ask: When?, number: {from: 0, to: 600}, not known: home, then: home}",
    good=_ARM + "  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: home, then: home}",
)
known(
    "SCH008",
    "no-range",
    "error",
    "A number has no plausible range, or its range is inside out, so that a slip of the finger is taken as measured.",
    bad=_ARM + "  - {id: down, ask: When?, number: {unit: minutes, from: 600, to: 0}, not known: home, then: home}",
    good=_ARM + "  - {id: down, ask: When?, number: {unit: minutes, from: 0, to: 600}, not known: home, then: home}",
)
known(
    "SCH009",
    "empty",
    "error",
    "A text or a list is there but has nothing in it.",
    bad='title: ""',
    good="title: Sore arm",
)
known(
    "SCH010",
    "not-one-of",
    "error",
    "The value is not one of the few words that are allowed here.",
    bad="modes: [telephone, on_scen]",
    good="modes: [telephone, on_scene]",
)
known(
    "SCH006",
    "unknown-format",
    "error",
    "The pack is written in a format of the language that this program does not read. Nothing is guessed.",
    bad="# pack.yaml\npack: small\nformat: 2\nversion: 0.1.0\ntitle: Small pack\nnotice: For tests only.\n"
    "sources: {}\nreview: {state: draft, owner: tests, due: 2027-06-30}\n"
    "roles: {call_handler: {label: Call handler, clinician: no, modes: [telephone]}}\n"
    "reject_reasons: {other: {label: Another reason}}\n",
    good="# pack.yaml\nnotice: For tests only.\n",
)
