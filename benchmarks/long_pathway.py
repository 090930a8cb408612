"""A made-up pathway of many steps, of the kinds and lengths that real ones have."""

from __future__ import annotations

HEAD = """\
pathway: long
version: 0.1.0
title: Long
about: A pathway that is made up to be long.
modes: [telephone, on_scene]
interim: clinician_now
find: [long]
sources: {local: made up}
review: {state: draft, owner: benchmarks, due: 2027-06-30}
steps:
  - use: opening
"""
QUESTION = """\
  - id: step_{number}
    short: Step {number}
    ask: Is there any new pain, swelling or numbness in part {number} of the body?
    say:
      self: "Do you have any new pain, swelling or numbness there?"
      other: "Do they have any new pain, swelling or numbness there?"
    why: A new sign here can mean something that needs help today, and it is easy to miss.
    answers:
      yes: {{floor: clinician_now, because: new sign {number}}}
      a_little: next
      no: next
      not known: {{floor: clinician_now, because: could not say about {number}}}
"""
CHECKLIST = """\
  - id: step_{number}
    ask: Is any of these true?
    checklist:
      one: {{label: The first thing is true, floor: ed_1h}}
      two: The second thing is true
      three: The third thing is true
    none: next
    not known: {{floor: clinician_now}}
"""
DECISION = """\
  - id: step_{number}
    decide:
      - {{when: step_{first} is yes and step_{second} is not no, floor: ed_1h, because: two signs}}
      - {{when: count of step_{ticked} >= 2, go: hospital}}
      - {{otherwise: next}}
"""
TAIL = """\
  - decide: [{otherwise: home}]
outcomes:
  home: {title: Home, disposition: self_care, because: Nothing was found., worsening: [always]}
  hospital: {title: Hospital, disposition: ed_1h, because: Something was found., worsening: [always]}
"""
SHAPE = (QUESTION, QUESTION, QUESTION, CHECKLIST, DECISION)


def long_pathway(steps: int) -> str:
    """The pathway as YAML: in every five steps three questions, a checklist and a decision about them."""
    body = (
        SHAPE[number % 5].format(number=number, first=number - 4, second=number - 3, ticked=number - 1)
        for number in range(steps)
    )
    return HEAD + "".join(body) + TAIL
