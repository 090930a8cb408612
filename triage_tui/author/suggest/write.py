"""A walk as a scenario: who it is as its name, what it exercises as its source, and what the pathway does now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from triage_tui.author.cover.aims import ANSWERS, BRANCHES, EDGES, GUARD, OUTCOMES, POINTS, STEPS, Aim, Aims
from triage_tui.author.cover.arrive import Told
from triage_tui.author.mutants.differ import looked_at
from triage_tui.author.mutants.mutant import Mutant
from triage_tui.author.rewrite import rewrite
from triage_tui.author.suggest.choose import Proposal
from triage_tui.author.suggest.name import name_of
from triage_tui.content.plain_yaml import flow, scalar
from triage_tui.walk.case import mildest
from triage_tui.walk.conclude import conclude
from triage_tui.walk.plan import Kind, Plan, Step, Value

GIVEN = ("age", "sex", "pregnant", "area")
HEADER = """
  # -- proposed by `triage test --suggest` ----------------------------------------------------------------------
  # What is expected in these cases is what the pathway did when they were written. A person must read them.
"""
_MOST_NAMED, _LONGEST = 2, 120


def cases(aims: Aims, proposals: Sequence[Proposal]) -> str:
    """The cases as they stand in a scenario file."""
    names: dict[str, int] = {}
    found = []
    for proposal in proposals:
        name = name_of(aims.plan, proposal.told)
        names[name] = names.get(name, 0) + 1
        name = f"{name} ({names[name]})" if names[name] > 1 else name
        found.append(_case(aims.plan, proposal, name, reason(aims, proposal)))
    return "\n".join(found)


def append(path: Path, text: str) -> None:
    """Put cases at the end of a scenario file, all or none; what is there stays byte for byte. Raises OutputError."""
    rewrite(path, partial(_appended, text))


def _appended(text: str, before: bytes) -> tuple[bytes, ...]:
    gap = b"" if before.endswith(b"\n") else b"\n"
    header = b"" if HEADER.strip().encode() in before else HEADER.encode()
    return before, gap, header, b"\n", text.encode()


def reason(aims: Aims, proposal: Proposal) -> str:
    """What a case is for, in a few words: the rarest things first."""
    if not proposal.aims:
        return _shown(proposal.mutants)
    exercised = proposal.aims
    order = (OUTCOMES, BRANCHES, EDGES, ANSWERS)
    ranked = sorted(exercised, key=lambda aim: (order.index(aim.kind) if aim.kind in order else len(order), -aim.place))
    said = list(dict.fromkeys(_words(aims, aim) for aim in ranked))
    more = f", and {len(said) - _MOST_NAMED} more" if len(said) > _MOST_NAMED else ""
    return "; ".join(said[:_MOST_NAMED]) + more


def _shown(mutants: Sequence[Mutant]) -> str:
    """What a case is for that shows mistakes: the first of them."""
    more = f", and {len(mutants) - 1} more" if len(mutants) > 1 else ""
    return f"this, to be noticed: {_brief(mutants[0].what)}{more}"


def _brief(what: str) -> str:
    """A mistake in few words: the step it is in and what became of what; the condition between them in part."""
    return what if len(what) <= _LONGEST else f"{what[: _LONGEST // 2].rstrip()} ... {what[-_LONGEST // 2 :].lstrip()}"


def _words(aims: Aims, aim: Aim) -> str:
    plan = aims.plan
    if aim.kind == OUTCOMES:
        return plan.outcomes[aim.place].title
    step = plan.steps[aim.place]
    if aim.kind == EDGES:
        edge = "the first of its band" if _is_first(aims, aim) else "the last of its band"
        number = aim.part.replace("_", " ")
        where = f" at {step.id.replace('_', ' ')}" if step.kind == Kind.DECISION else ""
        return f"{number[0].upper()}{number[1:]} {aims.value_words(aim)}{where}: {edge}"
    if aim.kind == ANSWERS:
        return f"{step.short}: {aims.answer_words(aim).replace('_', ' ')}"
    if aim.kind == BRANCHES and aim.branch == GUARD:
        return f"{step.short}: not asked"
    if aim.kind == BRANCHES:
        return f"{step.id.replace('_', ' ')}: {step.branches[aim.branch].text}"
    return f"{step.short}: asked"


def _is_first(aims: Aims, aim: Aim) -> bool:
    """Whether the band begins with the value: its lower neighbour is on the other side of the cut."""
    if aim.branch == POINTS:
        values = [edges for item, edges in aims.points.get(aim.place, ()) if item.id == aim.part]
        return aim.value - 1 in values[0]
    return any(aim.branch == cut.branch and aim.value - 1 in cut.values for cut in aims.cuts[aim.place])


def in_short(plan: Plan, told: Told) -> str:
    """What a scenario has to say for a walk, on one line."""
    given, said = _said(plan, told)
    return f"given: {flow(given)}" + (f", answers: {flow(said)}" if said else "")


def _said(plan: Plan, told: Told) -> tuple[dict[str, Value], dict[str, Value]]:
    """Who the patient is, and the answers that are not filled in anyway."""
    answers = {plan.steps[number].id: value for number, value in told.answers.items()}
    given: dict[str, Value] = {key: answers.pop(key) for key in GIVEN if key in answers}
    given |= {"role": told.role, "mode": told.mode}
    said = {
        key: value for key, value in answers.items() if not _filled_in(plan, plan.steps[plan.step_index[key]], value)
    }
    return given, said


def _case(plan: Plan, proposal: Proposal, name: str, why: str) -> str:
    given, said = _said(plan, proposal.told)
    lines = [
        f"  - scenario: {scalar(name)}",
        f"    source: {scalar(f'proposed for {why[:1].lower()}{why[1:]}; to be read by a clinician')}",
        f"    given: {flow(given)}",
    ]
    if said:
        whole = f"    answers: {flow(said)}"
        if len(whole) <= 118:
            lines.append(whole)
        else:
            lines += ["    answers:", *(f"      {scalar(key)}: {flow(value)}" for key, value in said.items())]
    return "\n".join([*lines, f"    expect: {flow(_expected(plan, proposal))}"]) + "\n"


def _filled_in(plan: Plan, step: Step, value: Value) -> bool:
    """Whether a scenario need not say an answer."""
    usual = mildest(plan, step)
    return usual is not None and (value == usual or (value in ("none", ()) and usual in ("none", ())))


def _expected(plan: Plan, proposal: Proposal) -> dict[str, Value]:
    """The end of the walk, and the steps that it is there to ask or to pass over."""
    told = proposal.told
    end = conclude(plan, told.state, told.mode)
    found: dict[str, Value] = {"disposition": end.disposition.id, "outcome": end.outcome, "also": end.also}
    looked = set[int]().union(*(looked_at(plan, proposal.told, one) for one in proposal.mutants))
    steps = {plan.steps[step].id for step in looked}
    on_way = {plan.steps[number].id for number in told.answers}
    asked, passed = (tuple(dict.fromkeys(_steps(plan, proposal.aims, over))) for over in (False, True))
    asked, passed = (*asked, *sorted(steps & on_way - {*asked})), (*passed, *sorted(steps - on_way - {*passed}))
    return found | ({"asked": asked} if asked else {}) | ({"not_asked": passed} if passed else {})


def _steps(plan: Plan, aims: list[Aim], passed_over: bool) -> Iterator[str]:
    for aim in aims:
        step = plan.steps[aim.place] if aim.kind != OUTCOMES else None
        if step is None or step.kind == Kind.DECISION:
            continue
        if aim.kind == (BRANCHES if passed_over else STEPS):
            yield step.id
