"""Small pathways with tangled conditions, made from a seed, and every patient of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from random import Random

from tests.desks import make_small_pack
from triage_tui.author.cover.aims import EDGES, Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.library import Library
from triage_tui.proof.patient import number_text
from triage_tui.walk.engine import State, answer, start
from triage_tui.walk.plan import MODES, NOT_KNOWN, Kind, Step, Value

HEAD = """\
pathway: tangle
version: 0.1.0
title: Tangle
about: Made from a seed, for tests.
modes: [telephone, on_scene]
interim: clinician_30
find: [tangle]
sources: {local: made up for tests}
review: {state: draft, owner: tests, due: 2027-06-30}
steps:
"""
OUTCOMES = """\
outcomes:
  hospital: {title: Hospital, disposition: hospital_1h, because: It is needed., worsening: [always]}
  visit: {title: Visit, disposition: visit_2h, because: It is needed., also: [gp_message], worsening: [always]}
  stay: {title: At home, disposition: home, because: Nothing more., worsening: [always]}
"""
TINY = """\
instrument: tiny
version: 0.1.0
title: Tiny score
credit: A made-up score for tests.
sources: {local: made up for tests}
review: {state: draft, owner: tests, due: 2027-06-30}
fields:
  breaths: {label: Breaths, unit: per minute, number: {from: 0, to: 80}, usual: 16}
  dull: {label: Dull, choices: {yes: "Yes", no: "No"}, usual: no}
points:
  breaths: [{to: 20, points: 0}, {points: 2}]
  dull: {yes: 1, no: 0}
total: tiny_score
bands: [{to: 1, band: low, means: Home.}, {band: high, means: Hospital.}]
"""
ENDS = ("hospital", "visit", "stay")
ATOMS = """
first is yes
first is not no
first is not known
first in [yes, some]
signs has odd
surely signs has odd
count of signs >= 1
surely count of signs >= 2
signs is none
minutes >= 5
surely minutes >= 5
minutes < 9
minutes is not known
minutes is asked
mode is telephone
role is paramedic
later is yes
later is not asked
tiny_score >= 2
surely tiny_score >= 1
tiny_score is not known
""".strip().splitlines()


TWICE = """
second_tiny_score >= 2
surely second_tiny_score > tiny_score
second_tiny_score is not known
surely second_tiny_score <= 1
surely second_tiny_score <= 2
surely tiny_score >= 3
""".strip().splitlines()
AGAIN = (
    '  - {id: again, short: Again, ask: Measure again., when: "tiny_score is known and tiny_score >= 1", '
    "measure: tiny, as: second, not known: next}\n"
)


def tangle(folder: Path, seed: int, *, twice: bool = False) -> Library:
    """A pack with one pathway from a seed; `twice`: its set of observations may be taken again."""
    return written(folder, _text(Random(seed), twice=twice))


def written(folder: Path, text: str) -> Library:
    """A pack with one pathway as it is written."""
    pack = make_small_pack(folder)
    for file in pack.glob("*.yaml"):
        if file.read_text(encoding="utf-8").startswith("pathway:"):
            file.unlink()
    (pack / "instruments" / "tiny.yaml").write_text(TINY, encoding="utf-8")
    (pack / "tangle.yaml").write_text(text, encoding="utf-8")
    return Library(pack, use_cache=False)


def _text(random: Random, *, twice: bool) -> str:
    atoms = [*ATOMS, *TWICE] if twice else ATOMS

    def when(before: int) -> str:
        known = [atom for atom in atoms if _asked_by(atom) < before]
        parts = [random.choice(known) for _ in range(random.randint(1, 2))]
        return random.choice([" and ", " or "]).join(parts)

    def floor() -> str:
        return random.choice(
            ["", "floor: hospital_1h, because: it is needed, ", "floor: clinician_30, because: it may be, "]
        )

    def branches(before: int, third: str = "") -> str:
        rows = [f'      - {{when: "{when(before)}", {floor()}go: {random.choice(ENDS)}}}\n' for _ in range(2)]
        return "".join([*rows, f'      - {{when: "{when(before)}", {floor()}{third}also: [gp_message]}}\n'])

    return "".join([
        HEAD,
        "  - {id: first, short: First, ask: Is it so?, answers: "
        f"{{yes: {{{floor()}go: next}}, some: next, no: next, "
        "not known: {floor: clinician_30, because: not known}}}\n",
        "  - {id: signs, short: Signs, ask: Any of these?, checklist: "
        f"{{odd: {{label: Odd, {floor()}go: next}}, loud: Loud}}, none: next, not known: next}}\n",
        f"  - id: sort\n    decide:\n{branches(2)}      - {{otherwise: next}}\n",
        "  - {id: minutes, short: Minutes, ask: How many minutes?, number: {unit: minutes, from: 0, to: 20}, "
        f"not known: next, mildest: 0, when: \"{when(2)}\"}}\n",
        f"  - {{id: later, short: Later, ask: And later?, when: \"{when(3)}\", "
        "answers: {yes: next, no: next, not known: next}}\n",
        f"  - {{id: set, short: Set, ask: Measure., when: \"{when(4)}\", measure: tiny, not known: next}}\n",
        AGAIN if twice else "",
        f"  - id: last\n    decide:\n{branches(9, 'go: stay, ')}      - {{otherwise: stay}}\n",
        OUTCOMES,
    ])  # fmt: skip


def _asked_by(atom: str) -> int:
    """Where the fact of a condition is asked."""
    for name, place in (("signs", 1), ("minutes", 3), ("later", 4), ("second_", 6), ("tiny_score", 5)):
        if name in atom:
            return place
    return 0


def everybody(library: Library, aims: Aims) -> Iterator[Told]:
    """Every different walk, in every mode and role."""
    plan = aims.plan
    for role in library.pack.roles:
        for mode in role.modes:
            if plan.modes >> MODES.index(mode) & 1:
                yield from _on(aims, Told(mode, role.id, start(plan, mode=mode, role=role.id)))


def _on(aims: Aims, told: Told) -> Iterator[Told]:
    state: State = told.state
    if state.finished:
        yield told
        return
    for value in values(aims, aims.plan.steps[state.at]):
        yield from _on(aims, told._replace(state=answer(aims.plan, state, value)))


def values(aims: Aims, step: Step) -> Iterator[Value]:
    """Every answer of a step that anything can tell apart."""
    edges = {(aim.part, aim.value) for aim in aims.all if aim.kind == EDGES}
    if step.kind in (Kind.CHOICE, Kind.INSTRUCTION):
        yield from (option.id for option in step.options)
    elif step.kind == Kind.CHECKLIST:
        names = [option.id for option in step.options]
        yield from (chosen for size in range(len(names) + 1) for chosen in combinations(names, size))
    elif step.kind == Kind.NUMBER and step.number is not None:
        own = {value for part, value in edges if part == step.id} | {step.number.low, step.number.high}
        yield from (number_text(step.number, value) for value in sorted(own))
    elif step.kind == Kind.MEASURE:
        yield from (
            {"breaths": breaths, "dull": dull} for breaths in ("10", "20", "21", "") for dull in ("yes", "no", "")
        )
    if step.kind != Kind.INSTRUCTION:
        yield NOT_KNOWN
