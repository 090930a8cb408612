"""The words of the panel: pure text about a reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from triage_tui.author.check.report_text import brief, summary
from triage_tui.author.preview.answers import Lost
from triage_tui.author.preview.reading import Reading
from triage_tui.problems import Problem

MARK = "PREVIEW: this is no call, and nothing is recorded"


def state_words(name: str, reading: Reading, read_at: datetime, shown_at: datetime | None) -> str:
    """The file, what is wrong with it, when it was read, and whether it is what is on the screen.

    `shown_at`: when the version on the screen was read, if that is another one.
    """
    found = summary(reading.problems) if reading.problems else "no problems"
    if not reading.there:
        found = "THE FILE IS GONE"
    more = "" if reading.whole or not reading.there else " so far"
    words = f"PREVIEW {name}: {found}{more}, last read {read_at:%H:%M:%S} in {reading.milliseconds:.0f} ms"
    if shown_at is not None:
        words += f"; NOT this version on the screen, but that of {shown_at:%H:%M:%S}"
    return words


def lost_words(lost: Sequence[Lost]) -> str:
    """The answers that no longer fit, each with its reason."""
    if not lost:
        return ""
    begin = "1 answer no longer fits" if len(lost) == 1 else f"{len(lost)} answers no longer fit"
    return f"{begin}: " + "; ".join(f"{one.step} ({one.why})" for one in lost)


def problem_words(reading: Reading, near: Sequence[Problem], width: int, *, all_of_them: bool) -> str:
    """The problems of what is on the screen; the others as well, or how many there are."""
    others = [problem for problem in reading.problems if problem not in near]
    blocks = [brief(problem, reading.row, width=width) for problem in near]
    if others and all_of_them:
        blocks.append("Elsewhere" if near else "None here. Elsewhere:")
        blocks += [brief(problem, reading.row, width=width) for problem in others]
    elif others:
        blocks.insert(0, f"{len(others)} not at this step: ^L lists all")
    return "\n\n".join(blocks) if all_of_them else "\n".join(blocks)


def line_words(problem: Problem) -> str:
    """A problem as a line of a list."""
    where = f"{problem.file}:{problem.at_line}:{problem.column}"
    return f"{where} {problem.severity}[{problem.code}] {problem.message}"
