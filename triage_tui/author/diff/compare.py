"""Compare every pathway of two versions: what changed for patients, proved, and the lines that did it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from triage_tui.author.diff.cut_off import cut_offs
from triage_tui.author.diff.example import Example, example_of
from triage_tui.author.diff.lines import Line, changed_lines
from triage_tui.author.diff.share import said_share
from triage_tui.author.diff.step import Step, deserved
from triage_tui.author.diff.version import Version
from triage_tui.content.pack_files import PackFiles
from triage_tui.content.source import Source
from triage_tui.proof.differences import LESS, MORE, Difference, Differences, Versions
from triage_tui.proof.form import plan_form
from triage_tui.proof.parting import Undecided
from triage_tui.proof.scale import on_one_scale
from triage_tui.walk.compiling.claims import impossible_of
from triage_tui.walk.compiling.flatten import flatten
from triage_tui.walk.plan import Kind, Plan

ANOTHER = "another outcome"

SAME, WORDING, BEHAVIOUR, ADDED, REMOVED, BROKEN = "same", "wording only", "behaviour", "added", "removed", "broken"


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference with its names in words, its share, and an example where one is shown."""

    kind: str
    old: str
    new: str
    count: int
    share: Fraction
    example: Example | None
    blame: tuple[Line, ...]


@dataclass(slots=True)
class PathwayDiff:
    """What changed of one pathway."""

    pathway: str
    state: str
    versions: tuple[str, str] = ("", "")
    differences: list[Shown] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """What could not be decided: the question, the step, the facts."""
    cut_off: list[str] = field(default_factory=list)
    """Where a call that breaks off may count as less urgent than it did."""
    patients: int = 0
    step: Step = Step.NONE

    @property
    def less_urgent(self) -> bool:
        """Whether somebody now ends less urgent."""
        return any(one.kind == LESS for one in self.differences)

    def of(self, *kinds: str) -> list[Shown]:
        """The differences of some kinds."""
        return [one for one in self.differences if one.kind in kinds]


def compare_versions(old: Version, new: Version, only: str = "") -> list[PathwayDiff]:
    """Every pathway that either version has, or one of them."""
    names = sorted({*old.compiled.files.named, *new.compiled.files.named})
    return [compare_pathway(old, new, name) for name in names if only in ("", name)]


def compare_pathway(old: Version, new: Version, name: str, *, only_less_urgent: bool = False) -> PathwayDiff:
    """One pathway of two versions; or only whether anybody ends less urgent in it, which is much sooner known."""
    before, after = old.compiled.plans.get(name), new.compiled.plans.get(name)
    if old.broken(name) or new.broken(name):
        found = PathwayDiff(name, BROKEN, unknown=_errors(old, new, name))
    elif before is None or after is None:
        found = PathwayDiff(name, ADDED if before is None else REMOVED)
    else:
        found = PathwayDiff(name, SAME, (before.version, after.version), lines=_lines(old, new, name))
        found.cut_off.extend(cut_offs(before, after))
        if plan_form(before) != plan_form(after):
            found.state = BEHAVIOUR
            _prove(found, new, before, after, only_less_urgent)
        elif any(line.kind == "words" for line in found.lines):
            found.state = WORDING
    found.step = deserved(found.state, less=found.less_urgent)
    return found


def _errors(old: Version, new: Version, name: str) -> list[str]:
    """What keeps either version from being compiled."""
    return [f"{one.name}: {line}" for one in (old, new) if one.broken(name) for line in one.errors_of(name)]


def _prove(found: PathwayDiff, new: Version, before: Plan, after: Plan, only_less_urgent: bool) -> None:
    """Work out who ends elsewhere; every patient shown was walked on the engine in both versions."""
    scaled = on_one_scale(before, after)
    pack = new.compiled.pack
    if scaled is None or pack is None:
        found.unknown.append("the scale of dispositions is in another order, so urgency cannot be compared")
        return
    if name := changed_fields(*scaled):
        found.unknown.append(f'the observations "{name}" have other fields or choices, so walks cannot be compared')
        return
    roles = {role.id: role.modes for role in pack.roles}
    impossible = impossible_of(new.compiled.files, found.pathway, scaled[1])
    versions = Versions(*scaled, roles, impossible)
    result = versions.less_urgent() if only_less_urgent else versions.compare()
    found.patients = result.patients
    found.unknown.extend(_too_hard(*undecided, result.patients, scaled[1]) for undecided in result.undecided)
    for one in result.found:
        found.differences.append(_shown(found, result, one, *scaled))


def _too_hard(question: str, hard: Undecided, count: int, patients: int, plan: Plan) -> str:
    """What could not be decided, where, why, and for what share at most."""
    rank = question.removeprefix("rank ")
    what = question if rank == question else f"who is now less, or no longer less, urgent than {_at_rank(plan, rank)}"
    facts = f", because of {', '.join(hard.facts[:8])}" if hard.facts else ""
    most = f"; at most {said_share(Fraction(count, patients))} of answer combinations" if count else ""
    return f"{what}: too hard to decide at {hard.step or 'the start'}{facts}{most}"


def changed_fields(old: Plan, new: Plan) -> str:
    """A set of observations whose fields or choices differ, by its id; empty when there is none."""
    sets = []
    for plan in (old, new):
        measured = {step.instrument for step in plan.steps if step.kind == Kind.MEASURE}
        taken = [plan.instruments[place] for place in measured]
        sets.append(
            {
                one.id: [(item.id, item.number, tuple(choice.id for choice in item.choices)) for item in one.fields]
                for one in taken
            }
        )
    return next((name for name in sets[0] if name in sets[1] and sets[0][name] != sets[1][name]), "")


def _shown(found: PathwayDiff, result: Differences, one: Difference, old: Plan, new: Plan) -> Shown:
    example = example_of(result.levels, one, old, new) if one.patient else None
    blame = tuple(line for line in found.lines if line.kind == "behaviour")
    if example is not None and example.parts_at:
        blame = tuple(line for line in blame if line.within in example.parts_at) or blame
    names = one.old or ANOTHER, one.new or ANOTHER
    if one.kind in (LESS, MORE):
        names = _at_rank(old, one.old), _at_rank(new, one.new)
        if example is not None and not one.at_least:
            names = example.old_disposition, example.new_disposition
        if one.at_least:
            further = "more", "less"
            old_way, new_way = further if one.kind == LESS else further[::-1]
            names = f"{names[0]} or {old_way} urgent", f"{names[1]} or {new_way} urgent"
    return Shown(one.kind, *names, one.count, Fraction(one.count, result.patients), example, blame)


def _at_rank(plan: Plan, rank: str) -> str:
    """The dispositions of a rank."""
    return " or ".join(item.id for item in plan.dispositions if str(item.rank) == rank)


def _lines(old: Version, new: Version, name: str) -> list[Line]:
    """What differs in every file that the pathway stands on."""
    before, after = _sources(old.compiled.files, name), _sources(new.compiled.files, name)
    found: list[Line] = []
    for label in [*after, *(label for label in before if label not in after)]:
        found.extend(changed_lines(before.get(label), after.get(label)))
    files = old.compiled.files, new.compiled.files
    if all(one.advice is not None for one in files):
        texts = _texts_of(old.compiled.plans[name]) | _texts_of(new.compiled.plans[name])
        then, now = (one.advice.source for one in files if one.advice is not None)
        found.extend(line for line in changed_lines(then, now) if line.within in texts)
    return found


def _texts_of(plan: Plan) -> set[str]:
    """The advice that a patient of a pathway may be given."""
    given = [(*one.advice, *one.worsening) for one in plan.outcomes]
    given += [(*one.advice, *one.worsening) for one in plan.dispositions]
    return set().union(*given)


def _sources(files: PackFiles, name: str) -> dict[str, Source]:
    """The files that a pathway stands on, by their names in the pack."""
    loaded = files.pathways[name]
    flat = flatten(loaded, files.modules)
    found = {loaded.source.label: loaded.source}
    found |= {placed.source.label: placed.source for placed in flat.steps}
    found |= {one.source.label: one.source for key, one in files.instruments.items() if key in flat.measured}
    if files.dispositions is not None:
        found[files.dispositions.source.label] = files.dispositions.source
    return found
