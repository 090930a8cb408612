"""Small made-up pathways, and small random edits of them."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from tests.check.small import BASE

Pathway = dict[str, Any]

ENDS = {"e1": "resus", "e2": "ed_1h", "e3": "clinician_now", "e4": "self_care", "e5": "ed_1h"}
FLOORS = ["resus", "ed_1h", "clinician_now"]
SET = """\
instrument: example
version: 0.1.0
title: Example score
sources: {local: made up}
review: {state: draft, owner: tests, due: 2027-06-30}
fields:
  pulse: {label: Pulse, unit: per minute, number: {from: 0, to: 3}, usual: 1}
  awake: {label: Awake, choices: {yes: Awake, no: Not awake}, usual: yes}
points: {pulse: [{to: 1, points: 0}, {to: 2, points: LOW}, {points: 2}], awake: {yes: 0, no: 3}}
total: example_score
bands: [{to: 1, band: low}, {band: high}]
"""


def edited(random: Random) -> tuple[dict[str, str], dict[str, str]]:
    """The files of a pathway and of an edit of it."""
    pathway = generate(random)
    return files_of(pathway), files_of(edit(random, pathway))


def generate(random: Random) -> Pathway:
    """A pathway of a few steps of every kind, as plain data."""
    kinds = ["choice", "number", "checklist", "choice", "measure"]
    random.shuffle(kinds)
    steps: list[dict[str, Any]] = []
    for number, kind in enumerate(kinds[:3]):
        steps.append(_question(random, f"q{number}", kind, steps))
        if random.random() < 0.6:
            steps.append(_decision(random, f"d{number}", steps))
    steps.append({"id": "last", "decide": [{"otherwise": random.choice(list(ENDS))}]})
    for place, step in enumerate(steps):
        _aim(random, step, [later["id"] for later in steps[place + 1 :]])
    return {"steps": steps, "low": 1}


def edit(random: Random, pathway: Pathway) -> Pathway:
    """The pathway with one or two small changes."""
    changed = copy.deepcopy(pathway)
    for _ in range(random.choice((1, 1, 2))):
        _edit_once(random, changed)
    return changed


def _edit_once(random: Random, changed: Pathway) -> None:
    steps = changed["steps"]
    place = random.randrange(len(steps) - 1)
    step = steps[place]
    later = [one["id"] for one in steps[place + 1 :]]
    what = random.choice(
        ["action", "action", "guard", "remove", "insert", "swap", "move", "decide", "points", "answer", "also"]
    )
    if what == "insert":
        made = _question(random, f"n{random.randrange(99)}", "choice", steps[:place])
        _aim(random, made, later)
        steps.insert(place, made)
    elif what == "remove" and len(steps) > 3:
        del steps[place]
    elif what == "move" and place + 2 < len(steps):
        steps[place : place + 2] = reversed(steps[place : place + 2])
    elif what == "swap" and "decide" in step:
        step["decide"][:-1] = reversed(step["decide"][:-1])
    elif what == "points":
        changed["low"] = 3 - changed["low"]
    elif what == "answer" and "answers" in step:
        step["answers"]["maybe"] = {"floor": random.choice(FLOORS)}
    elif what == "guard":
        step["when"] = _condition(random, steps[:place]) if random.random() < 0.7 else None
    elif "decide" in step:
        branch = random.choice(step["decide"])
        if "when" in branch:
            branch["when"] = _condition(random, steps[:place])
        branch["go"] = random.choice([*ENDS, *later])
    else:
        action = random.choice(_actions(step))
        action.clear()
        action.update(_action(random, later))


def _question(random: Random, name: str, kind: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    step: dict[str, Any] = {"id": name, "kind": kind, "not known": {}}
    if kind == "choice":
        step["answers"] = {"yes": {}, "no": {}}
    elif kind == "checklist":
        step |= {"checklist": {"one": {}, "two": {}}, "none": {}}
    else:
        step["then"] = {}
    if before and random.random() < 0.4:
        step["when"] = _condition(random, before)
    return step


def _decision(random: Random, name: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    branches: list[dict[str, Any]] = [{"when": _condition(random, before)} for _ in range(random.randint(1, 2))]
    return {"id": name, "decide": [*branches, {"otherwise": ""}]}


def _aim(random: Random, step: dict[str, Any], later: list[str]) -> None:
    """Give every answer and branch something to do."""
    if "decide" in step:
        for branch in step["decide"]:
            if "otherwise" in branch:
                branch["otherwise"] = branch["otherwise"] or "next"
            else:
                branch |= _action(random, later)
        return
    for action in _actions(step):
        action.update(_action(random, later))


def _actions(step: dict[str, Any]) -> list[dict[str, Any]]:
    found = [step["not known"]] if "not known" in step else []
    found += [*step.get("answers", {}).values(), *step.get("checklist", {}).values()]
    found += [step[key] for key in ("none", "then") if key in step]
    return found


def _action(random: Random, later: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if random.random() < 0.35:
        found["go"] = random.choice([*ENDS, *later]) if random.random() < 0.7 else random.choice(list(ENDS))
    if random.random() < 0.3:
        found["floor"] = random.choice(FLOORS)
    if random.random() < 0.15:
        found["also"] = ["safeguarding_adult"]
    return found


def _condition(random: Random, before: list[dict[str, Any]]) -> str:
    asked = [step for step in before if "kind" in step]
    parts = []
    for _ in range(random.choice((1, 1, 2))):
        step = random.choice(asked) if asked else None
        if step is None:
            parts.append("mode is telephone")
            continue
        name = step["id"]
        parts.append(
            {
                "choice": random.choice([f"{name} is yes", f"{name} is not no", f"surely {name} is no"]),
                "number": f"{name} {random.choice(['>=', '<'])} {random.randint(1, 4)}",
                "checklist": random.choice([f"{name} has one", f"count of {name} >= {random.randint(1, 2)}"]),
                "measure": f"example_score >= {random.randint(1, 4)}",
            }[step["kind"]]
        )
    return random.choice([" and ", " or "]).join(parts)


def files_of(pathway: Pathway) -> dict[str, str]:
    """The files of a small pack with this pathway."""
    lines = ["pathway: example", "version: 0.1.0", "title: Example", "about: Made up.", "modes: [telephone, on_scene]"]
    lines += ["interim: clinician_now", "find: [arm]", "sources: {local: made up}"]
    lines += ["review: {state: draft, owner: tests, due: 2027-06-30}", "steps:"]
    for step in pathway["steps"]:
        lines += _step_lines(step)
    lines.append("outcomes:")
    lines += [
        f"  {name}: {{title: {name}, disposition: {end}, because: so it is, worsening: [always]}}"
        for name, end in ENDS.items()
    ]
    found = {}
    for path in (BASE / "pathways").rglob("*.yaml"):
        name = path.relative_to(BASE / "pathways").as_posix()
        if not name.startswith("scenarios"):
            found[name] = path.read_text(encoding="utf-8")
    found["../directory.yaml"] = (BASE / "directory.yaml").read_text(encoding="utf-8")
    found["instruments/example.yaml"] = SET.replace("LOW", str(pathway["low"]))
    found["example.yaml"] = "\n".join(lines) + "\n"
    return found


def _step_lines(step: dict[str, Any]) -> list[str]:
    lines = [f"  - id: {step['id']}"]
    if step.get("when"):
        lines.append(f"    when: {step['when']}")
    if "decide" in step:
        return [*lines, "    decide:", *(f"      - {_flow(branch)}" for branch in step["decide"])]
    lines.append(f"    ask: What about {step['id']}?")
    if "answers" in step:
        lines += ["    answers:", *(f"      {name}: {_flow(action)}" for name, action in step["answers"].items())]
        lines.append(f"      not known: {_flow(step['not known'])}")
        return lines
    if "checklist" in step:
        lines.append("    checklist:")
        lines += [f"      {name}: {_flow({'label': name, **action})}" for name, action in step["checklist"].items()]
        lines.append(f"    none: {_flow(step['none'])}")
    elif step["kind"] == "number":
        lines += ["    number: {unit: hours, from: 0, to: 4}", f"    then: {_flow(step['then'])}"]
    else:
        lines += ["    measure: example", f"    then: {_flow(step['then'])}"]
    return [*lines, f"    not known: {_flow(step['not known'])}"]


def _flow(action: dict[str, Any]) -> str:
    if not action:
        return "next"
    parts = (
        f"{key}: [{', '.join(value)}]" if isinstance(value, list) else f"{key}: {value}"
        for key, value in action.items()
    )
    return f"{{{', '.join(parts)}}}"
