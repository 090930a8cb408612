"""SAF: safety that is plain in the text. Found while compiling; what needs a proof is in modules of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.content.pack_files import StepsFile
from triage_tui.content.source import Path_
from triage_tui.problems import Problem
from triage_tui.walk.plan import Kind, Plan, Step

AT_HOME = "self-care"

known(
    "SAF007",
    "silent-not-known",
    "error",
    "A red flag (or a question whose answers set a floor) does not say what *not known* does. Leaving it out "
    "would treat it like a reassuring answer. Usually it does what the worst answer does.",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: ambulance, no: home}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: ambulance, no: home, not known: ambulance}}
""",
)
known(
    "SAF012",
    "ages-not-kept-out",
    "error",
    "The pathway is for some ages only, but does not say where everybody else goes, or never asks the age.",
    bad="ages: 16 years and over",
    good="ages: 16 years and over\noutside_ages: home",
)
known(
    "SAF011",
    "no-worsening-advice",
    "error",
    "An outcome, a disposition or the emergency key has no worsening advice: nobody is told what to look out for "
    "and when to get help again. Every walk ends with it.",
    bad="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign.}
""",
    good="""
steps:
  - use: opening
  - {id: pain, ask: Is it sore?, answers: {yes: home, no: home, not known: home}}
outcomes:
  home: {title: Home, disposition: self_care, because: There was no danger sign., worsening: [always]}
""",
)


@rule(
    "SAF013",
    "safety-text-removed",
    "warning",
    bad="""
# advice.yaml
worsening:
  always: {title: Get help again if, lines: [You get worse.], sources: [local]}
# before/advice.yaml
worsening:
  always: {title: Get help again if, lines: [You get worse.], emergency: [You cannot breathe.], sources: [local]}
""",
    good="""
# before/advice.yaml
worsening:
  always: {title: Get help again if, lines: [You get worse.], sources: [local]}
# example.yaml
version: 0.1.1
""",
)
def _safety_text_removed(context: Context) -> Iterator[Problem]:
    """A line of worsening advice, or a text of it under an outcome, stood in the pack as it was approved
    (`triage check --against FOLDER`) and is gone. It may have moved; somebody should say so.
    """
    if context.before is None:
        return
    yield from _lines_removed(context, context.before)
    for name, loaded in context.files.pathways.items():
        before = context.before.files.pathways.get(name)
        yield from _texts_removed(context, loaded, before)
    for name, module in context.files.modules.items():
        yield from _texts_removed(context, module, context.before.files.modules.get(name))


def _lines_removed(context: Context, before: Context) -> Iterator[Problem]:
    now, then = context.files.advice, before.files.advice
    if now is None or then is None or not context.wants(now.source):
        return
    for name, shape in then.model.worsening.items():
        kept = now.model.worsening.get(name)
        if kept is None:
            message = f'worsening "{name}" was in the approved pack and is gone'
            yield now.source.problem(("worsening",), message, "SAF013", key=True, hint="say where it went")
            continue
        for key in ("lines", "emergency"):
            for line in getattr(shape, key):
                if line not in (*kept.lines, *kept.emergency):
                    message = f'"{line}" was in the approved text and is gone'
                    path: Path_ = ("worsening", name)
                    yield now.source.problem(path, message, "SAF013", key=True, hint="say what says it now")


def _texts_removed(context: Context, now: StepsFile, before: StepsFile | None) -> Iterator[Problem]:
    if before is None or not context.wants(now.source):
        return
    for name, outcome in now.model.outcomes.items():
        then = before.model.outcomes.get(name)
        for text in then.worsening if then is not None else ():
            if text not in outcome.worsening:
                message = f'"{name}" had the worsening text "{text}" when it was approved'
                path: Path_ = ("outcomes", name, "worsening")
                yield now.source.problem(path, message, "SAF013", hint="say what says it now")


@rule(
    "SAF004",
    "red-flag-to-care-at-home",
    "error",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: home, no: next, not known: ambulance}}
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: ambulance, no: next, not known: ambulance}}
  - {id: pain, ask: Is it sore?, answers: {yes: hospital, no: home, not known: hospital}}
""",
)
def _to_care_at_home(context: Context) -> Iterator[Problem]:
    """An answer to a red flag, other than the reassuring one, leads straight to an outcome at home, or sets care at
    home as its floor; or a branch sets an emergency as its floor and leads to an outcome at home. A floor that is more
    urgent than the outcome holds (no walk ever ends below one), but the words of the outcome do not fit it.
    """
    seen: set[tuple[str, Path_, int]] = set()
    for plan in context.plans():
        for number, step in enumerate(plan.steps):
            for place, message, hint in _at_home(plan, step):
                source, path = context.step_at(plan, number)
                if context.wants(source) and (source.name, path, place) not in seen:
                    seen.add((source.name, path, place))
                    yield context.at_action(plan, number, place, message, "SAF004", hint=hint)


def _at_home(plan: Plan, step: Step) -> Iterator[tuple[int, str, str]]:
    """The answers and branches of a step that must not end at home: which, what is wrong, what to do."""
    ways = [item.three_way for item in plan.dispositions]
    flagged = step.red_flag and step.kind in (Kind.CHOICE, Kind.CHECKLIST)
    harmless = _reassuring(step) if flagged else set()
    what = f'this answer to the red flag "{step.id}"' if flagged else "this branch"
    for place, action in enumerate(step.ways if flagged or step.kind == Kind.DECISION else ()):
        floor = ways[action.floor] if action.floor >= 0 else ""
        end = ways[plan.outcomes[~action.go].disposition] if action.go < 0 else ""
        if place in harmless:
            continue
        if end == AT_HOME and (floor == "emergent" or (flagged and floor)):
            yield place, f"{what} leads to the words of an outcome at home", "take an outcome whose words fit its floor"
        elif flagged and end == AT_HOME:
            yield place, f"{what} ends in care at home", "lead it to an emergency outcome, or set its floor"
        elif flagged and floor == AT_HOME:
            yield place, f"{what} has care at home as its floor", "set one that is safe for whoever answers so"


def _reassuring(step: Step) -> set[int]:
    """The actions of the reassuring answer: the mildest of a question, none and the mild items of a checklist."""
    if step.kind == Kind.CHECKLIST:
        ticked = step.mildest if isinstance(step.mildest, tuple) else ()
        return {1, *(place for place, option in enumerate(step.options, 2) if option.id in ticked)}
    return {place for place, option in enumerate(step.options, 1) if option.id == (step.mildest or "no")}


@rule(
    "SAF006",
    "red-flag-without-consequence",
    "warning",
    bad="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: next, no: next, not known: next}}
  - {decide: [{when: bone is not no, go: ambulance}, {otherwise: home}]}
""",
    good="""
steps:
  - use: opening
  - {id: bone, ask: Can you see bone?, red_flag: true, answers: {yes: next, no: next, not known: next}}
  - {decide: [{when: bone is not no, go: ambulance}, {otherwise: home}]}
claims:
  - {if: bone is yes, at least: resus, source: local}
""",
)
def _without_consequence(context: Context) -> Iterator[Problem]:
    """A step is a red flag, but none of its answers sets a floor or leads to an outcome itself, and no claim speaks
    of it. Then nothing proves that a yes to it ends in an emergency. Give the answer a floor, or write the claim.
    """
    seen: set[tuple[str, Path_]] = set()
    for plan in context.plans():
        claims = " ".join(claim.if_ or "" for claim, _, _ in context.flat(plan.pathway).claims)
        claimed = set(re.findall(r"\w+", claims))
        for number, step in enumerate(plan.steps):
            if not step.red_flag or step.kind == Kind.DECISION or step.id in claimed:
                continue
            if any(action.floor >= 0 or _acts(plan, action.go) for action in step.actions):
                continue
            source, path = context.step_at(plan, number)
            if context.wants(source) and (source.name, path) not in seen:
                seen.add((source.name, path))
                message = f'nothing proves what a yes to the red flag "{step.id}" leads to'
                yield source.problem(
                    (*path, "id"), message, "SAF006", hint="give it a floor, or write a claim about it"
                )


def _acts(plan: Plan, target: int) -> bool:
    """Whether an answer leads straight to an outcome, or to something to do at once."""
    return target < 0 or (target < len(plan.steps) and plan.steps[target].kind == Kind.INSTRUCTION)


@rule(
    "SAF008",
    "default-below-safe",
    "error",
    bad="interim: self_care",
    good="interim: clinician_now",
)
def _default_below_safe(context: Context) -> Iterator[Problem]:
    """What holds when nothing was found out is too mild: a call that breaks off, or a step at which it does, must
    never end in care at home, because the danger signs may not have been asked yet.
    """
    if context.files.dispositions is None:
        return
    mild = {item.id for item in context.files.dispositions.model.dispositions if item.three_way == "self-care"}
    for loaded in context.step_files():
        interim = getattr(loaded.model, "interim", None)
        if interim in mild:
            message = f'a call that breaks off would end in "{interim}", care at home'
            yield loaded.source.problem(
                ("interim",), message, "SAF008", hint="take one in which a clinician looks at it"
            )
        for number, step in enumerate(loaded.model.steps):
            own = getattr(step, "interim", None)
            if own in mild:
                path: Path_ = ("steps", number, "interim")
                message = f'a call that breaks off here would end in "{own}", care at home'
                yield loaded.source.problem(path, message, "SAF008", hint="take a more urgent one")
