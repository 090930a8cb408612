"""A picture says what the plan does: every step, every arrow, and no end that it leaves out."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from tests.desks import ROOT
from tests.walk.answers import modes_of, random_walk
from triage_tui.author.graph.dot import dot
from triage_tui.author.graph.drawing import PASSED, Drawing, answer_labels
from triage_tui.author.graph.mermaid import MOST_ARROWS, MOST_TEXT, diagrams
from triage_tui.author.graph.overlay import Marks
from triage_tui.author.graph.picture import picture
from triage_tui.author.graph.tree import Line, tree
from triage_tui.author.graph.walked import taken
from triage_tui.compiler import compile_pack
from triage_tui.walk.engine import path
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Kind, Plan
from triage_tui.walk.trace import branches_taken

PATHWAYS = ("falls_risk", "hear_and_treat", "mental_health_press_2", "see_and_treat")


@cache
def plans() -> dict[str, Plan]:
    """The shipped pathways."""
    return compile_pack(ROOT / "pathways", ROOT / "directory.yaml").plans


@cache
def drawing_of(name: str) -> Drawing:
    """One of them, ready to be drawn."""
    return Drawing(plans()[name])


def arrows_of(plan: Plan) -> set[tuple[int, int]]:
    """Where every step leads, straight from the plan's tables."""
    found = set()
    for number, step in enumerate(plan.steps):
        for branch in step.branches:
            found.add((number, branch.action.go))
        found |= {(number, action.go) for action in step.actions}
        if plan.may_be_passed(step):
            found.add((number, number + 1))
    return found


def lines_of(line: Line) -> list[str]:
    """Every line of a tree, the first one first."""
    return [line.text, *(text for below in line.below for text in lines_of(below))]


@pytest.mark.parametrize("name", PATHWAYS)
def test_every_step_outcome_and_arrow_of_the_plan_is_in_the_picture(name: str) -> None:
    drawing, plan = drawing_of(name), plans()[name]
    painted = picture(drawing, Marks(plan), frozenset(range(len(plan.steps))))
    keys = [box.key for box in painted.boxes]
    assert sorted(keys) == sorted(
        [*(f"s{n}" for n in range(len(plan.steps))), *(f"o{n}" for n in range(len(plan.outcomes)))]
    )
    ends = {f"s{go}" if go >= 0 else f"o{~go}": go for _, go in arrows_of(plan)}
    drawn = {(int(arrow.start[1:]), ends[arrow.end]) for arrow in painted.arrows}
    assert drawn == arrows_of(plan)
    written = dot(drawing, Marks(plan), painted)
    for arrow in painted.arrows:
        assert f"  {arrow.start} -> {arrow.end} [" in written


@pytest.mark.parametrize("name", PATHWAYS)
def test_every_step_and_outcome_stands_once_in_the_tree_with_its_answers(name: str) -> None:
    plan = plans()[name]
    lines = lines_of(tree(drawing_of(name), Marks(plan), frozenset(range(len(plan.steps)))))
    for number, step in enumerate(plan.steps):
        mine = [line for line in lines if line.startswith(f"{number + 1} {step.short}") and "<" in line]
        assert len(mine) == 1
    for outcome in plan.outcomes:
        assert sum(line.startswith(f"{outcome.title}: ") and f"({outcome.id})" in line for line in lines) == 1
    text = "\n".join(lines)
    for step in plan.steps:
        assert all(label in text for _, label in answer_labels(step))


@pytest.mark.parametrize("name", PATHWAYS)
def test_what_mermaid_is_given_is_never_more_than_it_draws(name: str) -> None:
    plan = plans()[name]
    found = diagrams(drawing_of(name), Marks(plan), frozenset(range(len(plan.steps))))
    for diagram in found:
        assert diagram.text.count("-->") + diagram.text.count("-.->") + diagram.text.count("==>") <= MOST_ARROWS
        assert len(diagram.text) <= MOST_TEXT
    boxes = [line.split("[")[0].split("{")[0].strip() for diagram in found for line in diagram.text.splitlines()]
    assert {f"s{number}" for number in range(len(plan.steps))} <= set(boxes)
    assert {f"o{number}" for number in range(len(plan.outcomes))} <= {box.split("(")[0] for box in boxes}


@pytest.mark.parametrize("name", PATHWAYS)
def test_no_walk_ends_where_the_picture_says_it_cannot(name: str) -> None:
    """Random walks: from every answer they gave, how they ended is among the ends that are drawn."""
    drawing, plan = drawing_of(name), plans()[name]
    random = Random(11)
    ends = {(way.step, way.code): way.ends for ways in drawing.ways for way in ways}
    checked = 0
    for _ in range(120):
        mode = random.choice(modes_of(plan))
        role = random.choice(plan.facts[1].values)
        state = random_walk(plan, mode, role, random, mild=random.choice((0.6, 0.9, 0.98)))[-1]
        end = 1 << final_disposition(plan, state)
        for entry in path(state):
            step = plan.steps[entry.step]
            if step.kind == Kind.CHECKLIST and isinstance(entry.value, tuple) and len(entry.value) > 1:
                continue  # an item is judged as if it alone were ticked
            floor = entry.before.floor.disposition if entry.before.floor else -1
            for number, code in taken(plan, [state]).answers:
                if number == entry.step:
                    assert drawing.reach.raised(ends[number, code], floor) & end
                    checked += 1
        for number, place in branches_taken(plan, state):
            if state.floor is None:
                assert ends[number, place] & end
                checked += 1
    assert checked > 1_000


def test_an_answer_that_decides_further_down_shows_it() -> None:
    """Where a rule further down sends an answer to one end, the answer is drawn with that end, not with every one."""
    drawing, plan = drawing_of("falls_risk"), plans()["falls_risk"]
    number = plan.step_index["fall_check"]
    by_label = {way.label: way.span for way in drawing.ways[number] if way.code != PASSED}
    odd = next(span for label, span in by_label.items() if label.startswith("More muddled"))
    assert {plan.dispositions[end].id for end in odd} == {"amb_emerg"}
    assert plan.dispositions[by_label["None of these"].least].id != "amb_emerg"
