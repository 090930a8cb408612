"""YML: what goes wrong while the text of a file is read. Found in `content/source.py`."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.problems import Edit, Fix, Problem

known(
    "YML001",
    "not-readable",
    "error",
    "The file is not YAML. The place is where reading stopped; the mistake is there or on the line before: "
    "indentation, a colon inside plain text, a quote that is not closed, a tab, or a second document.",
    bad="title: Sore arm: both sides",
    good='title: "Sore arm: both sides"',
)
known(
    "YML002",
    "key-twice",
    "error",
    "A key stands twice in one mapping. Most programs silently keep the last one, so half of what was written is lost.",
    bad="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    ask: Can they see bone?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
    good="""
steps:
  - use: opening
  - id: bone
    ask: Can you see bone?
    answers: {yes: ambulance, no: home, not known: ambulance}
""",
)
known(
    "YML004",
    "time-as-number",
    "error",
    "A time of day stands where a number is expected. Readers of YAML 1.1 take 1:30 for 90; nothing is guessed "
    "here. Write the number, in the unit that the key has.",
    bad="""
steps:
  - use: opening
  - {id: down, ask: How long?, number: {unit: minutes, from: 0, to: 10:00}, not known: home, then: home}
""",
    good="""
steps:
  - use: opening
  - {id: down, ask: How long?, number: {unit: minutes, from: 0, to: 600}, not known: home, then: home}
""",
)
known(
    "YML005",
    "ambiguous-number",
    "error",
    "A version such as 1.10 is read as 1.1 by many programs, 010 as 8 or as 10, and 1e3 as text or as 1000. "
    "Versions have three whole numbers; other numbers are written plainly.",
    bad="version: 1.10",
    good="version: 1.10.0",
)
known(
    "YML007",
    "hidden-reuse",
    "error",
    "Anchors, aliases, merge keys and tags let a line in one place change another out of sight, and a reviewer "
    "cannot see it. Write the text out in full, or make a module of the steps.",
    bad="""
title: &words Sore arm
about: *words
""",
    good="""
title: Sore arm
about: For people with a sore arm.
""",
)
known(
    "YML008",
    "hidden-characters",
    "error",
    "The file is not UTF-8, or holds control, invisible or bidirectional characters. They make text look other "
    "than it is.",
    bad='title: "Sore\\u202e arm"',
    good='title: "Sore arm"',
)
known(
    "YML009",
    "cannot-be-read",
    "error",
    "A file that a pack needs is missing, or the system does not let it be read. Every pack has pack.yaml, "
    "dispositions.yaml and advice.yaml, and a directory.yaml beside it or in it.",
    bad="# without advice.yaml\n",
    good="title: Sore arm",
)
known(
    "YML010",
    "too-large",
    "error",
    "The file is larger, deeper or longer than any pathway needs (2 MB, 20 levels, 200,000 values). Split it into "
    "modules.",
    bad="steps: " + "[" * 24 + "]" * 24,
    good="title: Sore arm",
)

known(
    "YML003",
    "yes-no-trap",
    "error",
    "An answer is called on, off, true, y or Yes. Readers of YAML 1.1 take these for true or false, and two files "
    "that look alike mean different things. Answers are yes and no in small letters, or a word that says what is "
    "meant.",
    bad="""
steps:
  - use: opening
  - {id: oxygen, ask: Are they on oxygen?, answers: {on: hospital, off: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: oxygen, ask: Are they on oxygen?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)


@rule(
    "YML006",
    "tab-or-hard-space",
    "warning",
    bad="title: Sore\u00a0arm",
    good="title: Sore arm",
)
def _tabs(context: Context) -> Iterator[Problem]:
    """A tab or a non-breaking space stands in the text. It looks like a space, but searching does not find the words
    around it, and columns move. --fix writes a space.
    """
    for source in context.sources.values():
        if not context.wants(source) or not ("\t" in source.text or "\u00a0" in source.text):
            continue
        for number, row in enumerate(source.text.split("\n"), 1):
            for place, letter in enumerate(row):
                if letter in "\t\u00a0":
                    what = "a tab" if letter == "\t" else "a non-breaking space"
                    edit = Edit(source.name, (number, place + 1), (number, place + 2), " ")
                    fix = Fix("write a space", (edit,), safe=True)
                    message = f"{what} in the text"
                    yield Problem(
                        source.name, number, place + 1, message, "YML006", "warning", "write a space", 1, (), fix
                    )
