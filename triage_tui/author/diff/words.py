"""Words that every report of a comparison uses."""

from __future__ import annotations

from triage_tui.author.diff.compare import ADDED, BROKEN, REMOVED, SAME, WORDING, PathwayDiff, Shown
from triage_tui.author.diff.lines import Line
from triage_tui.author.diff.step import Step, least, taken
from triage_tui.author.diff.version import Version
from triage_tui.proof.differences import ANSWER, GAINED, LESS, LOST, MORE, OUTCOME

HEADINGS = {
    LESS: "DOWN",
    MORE: "UP",
    LOST: "LOST",
    OUTCOME: "OTHER",
    GAINED: "GAINED",
    ANSWER: "ANSWER",
}


def names_of(one: Shown) -> str:
    """From where to where."""
    if one.kind in (LOST, GAINED):
        return one.old
    if one.kind == ANSWER:
        return f"an answer that only the {one.new} version has"
    return f"{one.old} -> {one.new}"


def meaning(one: Shown) -> str:
    """A difference as a sentence."""
    return {
        LESS: "ends less urgent",
        MORE: "ends more urgent",
        OUTCOME: "ends in another outcome, as urgent",
        LOST: "is no longer brought",
        GAINED: "is brought as well",
        ANSWER: "patients give it, and cannot be compared",
    }[one.kind]


def place_of(line: Line, old: Version, new: Version) -> str:
    """Where a line is, in the version that has it; of both where it moved."""
    if line.new and line.old:
        return f"{new.shown(line.file)}:{line.new} (was {old.shown(line.file)}:{line.old})"
    return f"{new.shown(line.file)}:{line.new}" if line.new else f"{old.shown(line.file)}:{line.old}"


def verdict(found: PathwayDiff) -> str:
    """The whole of it in one line."""
    if found.state == BROKEN:
        return "cannot be compared"
    if found.state in (ADDED, REMOVED):
        return f"pathway {found.state}"
    if found.state == SAME:
        return "nothing changed" if not found.lines else "the same for every patient: claims or comments alone"
    if found.state == WORDING:
        return "wording only: what is compiled is identical, so every patient ends as before"
    if found.unknown:
        return "not everything was decided: this is no proof that nobody ends less urgent"
    if not found.differences:
        return "the steps differ, but no patient ends elsewhere: proved"
    if found.less_urgent:
        return "somebody now ends LESS urgent"
    return "nobody ends less urgent: proved"


def version_words(found: PathwayDiff) -> str:
    """What the version number should do, and whether it does."""
    old, new = found.versions
    if not old:
        return ""
    if found.step is Step.NONE:
        return "version: no step needed"
    wanted = f"this is a {found.step.word} change: at least {least(old, found.step)}"
    has = taken(old, new)
    if has is None or has < found.step:
        return f"version: {wanted}; the file says {new}, {'unchanged' if new == old else 'which is less'}"
    return f"version: {wanted}; {old} -> {new} is right"


def needs_decision(found: PathwayDiff) -> bool:
    """Whether somebody has to look: less urgent for somebody, not decided, or gone."""
    return found.less_urgent or bool(found.unknown) or bool(found.cut_off) or found.state == REMOVED


def rest(found: PathwayDiff) -> str:
    """What is said of everybody not listed."""
    if found.state in (SAME, WORDING, ADDED, REMOVED, BROKEN) or not found.differences:
        return ""
    return "everybody else: not decided" if found.unknown else "everybody else ends as before: proved"
