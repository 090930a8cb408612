"""GRF: the parts of a call come in one order. A part is a module that several pathways use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import rule
from triage_tui.content.pathway_file import Use
from triage_tui.problems import Problem

_MODULE = """module: {name}
version: 0.1.0
title: {title}
about: A few questions.
sources: {{local: "own, [design]"}}
review: {{state: draft, owner: tests, due: 2027-06-30}}
steps:
  - {{id: {fact}, ask: {ask}, source: local, answers: {{yes: {{floor: ed_1h}}, no: next, not known: {{floor: ed_1h}}}}}}
"""
_ONE = "# modules/one.yaml\n" + _MODULE.format(name="one", title="One", fact="numb", ask="Is it numb?")
_TWO = "# modules/two.yaml\n" + _MODULE.format(name="two", title="Two", fact="cold", ask="Is it cold?")
_END = "  - {id: pain, ask: Is it sore?, source: local, answers: {yes: hospital, no: home, not known: hospital}}\n"
_OTHER = (
    """# other.yaml
pathway: other
version: 0.1.0
title: Sore leg
about: For people with a sore leg.
modes: [telephone]
interim: clinician_now
find: [leg]
sources: {local: "own, [design]"}
review: {state: draft, owner: tests, due: 2027-06-30}
steps:
  - use: opening
  - use: %s
  - use: %s
"""
    + _END
    + """outcomes:
  hospital: {title: Hospital, disposition: ed_1h, because: The leg is sore., worsening: [always]}
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
"""
)
_HERE = f"# example.yaml\nsteps:\n  - use: opening\n  - use: one\n  - use: two\n{_END}"


@rule(
    "GRF008",
    "parts-in-another-order",
    "warning",
    bad=_HERE + _OTHER % ("two", "one") + _ONE + _TWO,
    good=_HERE + _OTHER % ("one", "two") + _ONE + _TWO,
)
def _another_order(context: Context) -> Iterator[Problem]:
    """A pathway goes back to a part of the call (a module) that comes earlier in the other pathways that have both
    parts. Whoever takes calls learns one order, and in another one a part is missed. Where pathways are divided, the
    one that comes first by name sets the order. A good reason for another order is written under `lint`.
    """
    places = {name: _parts(context, name) for name in sorted(context.files.pathways)}
    first: dict[tuple[str, ...], list[str]] = {}
    for name, parts in places.items():
        for pair in combinations(parts, 2):
            first.setdefault(pair, []).append(name)
    for name, parts in places.items():
        source = context.files.pathways[name].source
        said: set[str] = set()
        for early, late in combinations(parts, 2):
            others = first.get((late, early), [])
            mine = first[early, late]
            usual = len(others) > len(mine) or (len(others) == len(mine) and others[0] < mine[0])
            if usual and late not in said and context.wants(source):
                said.add(late)
                other = context.files.pathways[others[0]].source
                there = other.related(("steps", places[others[0]][late], "use"), "before it here")
                more = f" and {len(others) - 1} more" if len(others) > 1 else ""
                message = f'"{late}" comes after "{early}" here, and before it in {others[0]}{more}'
                hint = f'use "{late}" before "{early}", or say under lint why not'
                path = ("steps", parts[late], "use")
                yield source.problem(path, message, "GRF008", hint=hint, related=(there,))


def _parts(context: Context, pathway: str) -> dict[str, int]:
    """The modules a pathway uses, with the place of each, in its order."""
    steps = context.files.pathways[pathway].model.steps
    return {step.use: number for number, step in enumerate(steps) if isinstance(step, Use)}
