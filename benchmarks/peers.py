"""The same flow in other engines: each gives a function from answers to the outcome's name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from benchmarks.flow import ANSWERS, EARLY, HOME, QUESTIONS, Answers, ends

Walk = Callable[[Answers], str]


def _next(question: int, answer: str) -> str:
    if ends(question, answer):
        return EARLY
    return HOME if question + 1 == QUESTIONS else f"q{question + 1}"


def transitions() -> Walk:
    """A state machine: a state for each question, a trigger for each answer."""
    from transitions import Machine

    model: Any = SimpleNamespace()
    states = [*(f"q{n}" for n in range(QUESTIONS)), HOME, EARLY]
    arrows = [
        {"trigger": answer, "source": f"q{n}", "dest": _next(n, answer)} for n in range(QUESTIONS) for answer in ANSWERS
    ]
    Machine(model, states=states, transitions=arrows, initial="q0", auto_transitions=False)

    def walk(answers: Answers) -> str:
        model.state = "q0"
        for answer in answers:
            model.trigger(answer)
            if model.state[0] != "q":
                break
        return str(model.state)

    return walk


def zen_engine() -> Walk:
    """A graph of 20 switches, then an expression that names the outcome."""
    import zen

    nodes: list[dict[str, object]] = [{"id": "in", "name": "in", "type": "inputNode"}]
    edges: list[dict[str, object]] = [{"id": "first", "sourceId": "in", "targetId": "q0"}]
    for n in range(QUESTIONS):
        statements = [{"id": f"q{n}{answer}", "condition": f'q{n} == "{answer}"'} for answer in ANSWERS]
        nodes.append(
            {
                "id": f"q{n}",
                "name": f"q{n}",
                "type": "switchNode",
                "content": {"hitPolicy": "first", "statements": statements},
            }
        )
        edges += [
            {"id": f"e{n}{answer}", "sourceId": f"q{n}", "sourceHandle": f"q{n}{answer}", "targetId": _next(n, answer)}
            for answer in ANSWERS
        ]
    for name in (HOME, EARLY):
        expression = {"id": f"x{name}", "key": "outcome", "value": f'"{name}"'}
        nodes.append({"id": name, "name": name, "type": "expressionNode", "content": {"expressions": [expression]}})
        nodes.append({"id": f"out{name}", "name": f"out{name}", "type": "outputNode"})
        edges.append({"id": f"end{name}", "sourceId": name, "targetId": f"out{name}"})
    return _zen(zen, nodes, edges)


def zen_table() -> Walk:
    """One decision table that only looks for the early ends: less than the flow, and quicker."""
    import zen

    early = [n for n in range(QUESTIONS) if ends(n, "a")]
    rules = [
        {"_id": f"r{n}", "outcome": f'"{EARLY}"', **{f"i{m}": '"a"' if m == n else "" for m in early}} for n in early
    ]
    rules.append({"_id": "rest", "outcome": f'"{HOME}"', **{f"i{m}": "" for m in early}})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{n}", "name": f"q{n}", "field": f"q{n}"} for n in early],
        "outputs": [{"id": "outcome", "name": "outcome", "field": "outcome"}],
        "rules": rules,
    }
    nodes: list[dict[str, object]] = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges: list[dict[str, object]] = [
        {"id": "e1", "sourceId": "in", "targetId": "table"},
        {"id": "e2", "sourceId": "table", "targetId": "out"},
    ]
    return _zen(zen, nodes, edges)


def _zen(zen: Any, nodes: list[dict[str, object]], edges: list[dict[str, object]]) -> Walk:
    content = json.dumps({"nodes": nodes, "edges": edges})
    decision = zen.ZenEngine().create_decision(content)
    names = [f"q{n}" for n in range(QUESTIONS)]

    def walk(answers: Answers) -> str:
        return str(decision.evaluate(dict(zip(names, answers, strict=True)))["result"]["outcome"])

    return walk


def spiff_workflow() -> Walk:
    """A chain of exclusive choices that only look for the early ends."""
    from SpiffWorkflow.operators import Attrib, Equal
    from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.workflow import Workflow

    spec = WorkflowSpec(name="flow", addstart=True)
    last = {name: Simple(spec, name) for name in (HOME, EARLY)}
    choices = [ExclusiveChoice(spec, f"q{n}") for n in range(QUESTIONS)]
    spec.start.connect(choices[0])
    for n, choice in enumerate(choices):
        choice.connect(choices[n + 1] if n + 1 < QUESTIONS else last[HOME])
        if ends(n, "a"):
            choice.connect_if(Equal(Attrib(f"q{n}"), "a"), last[EARLY])
    names = [f"q{n}" for n in range(QUESTIONS)]

    def walk(answers: Answers) -> str:
        workflow = Workflow(spec)
        workflow.task_tree.set_data(**dict(zip(names, answers, strict=True)))
        workflow.run_all()
        return str(workflow.last_task.task_spec.name)

    return walk


def every_peer() -> Iterator[tuple[str, Walk]]:
    """Each engine that is installed, by name."""
    for name, make in (
        ("transitions", transitions),
        ("zen-engine, 20 switches", zen_engine),
        ("zen-engine, one table", zen_table),
        ("SpiffWorkflow", spiff_workflow),
    ):
        try:
            yield name, make()
        except ImportError:
            continue
