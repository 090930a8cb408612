"""Problems for people: the place, the line with a caret under what is meant, related places, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from triage_tui.content.source import word_length
from triage_tui.problems import Problem, Related
from triage_tui.text import columns, printable

Row = Callable[[str, int], str]
"""The text of a line of a file."""

MANY, FEW = 50, 10
"""Of a kind of which there are more than the first, so many are shown."""
_CODES = {"error": "31", "warning": "33", "info": "36"}


def compact(problems: Sequence[Problem]) -> str:
    """One line each, for editors; many of a kind are told together."""
    shown, more = few_of_a_kind(problems)
    return "".join(f"{line}\n" for line in (*(printable(problem.line()) for problem in shown), *more))


def text(problems: Sequence[Problem], row: Row, *, width: int = 100, colour: bool = False) -> str:
    """Every problem with its source line, then an empty line; many of a kind are told together."""
    shown, more = few_of_a_kind(problems)
    told = "".join("\n".join(_lines(problem, row, width, colour)) + "\n\n" for problem in shown)
    return told + "".join(f"{line}\n\n" for line in more)


def few_of_a_kind(problems: Sequence[Problem]) -> tuple[list[Problem], list[str]]:
    """The problems to show one by one, and a line for each kind of which there are too many to read."""
    counts = Counter((problem.code, problem.severity) for problem in problems)
    seen: Counter[tuple[str, str]] = Counter()
    shown: list[Problem] = []
    for problem in problems:
        kind = problem.code, problem.severity
        seen[kind] += 1
        if counts[kind] <= MANY or seen[kind] <= FEW:
            shown.append(problem)
    more = [
        f"{severity}[{code}] and {count - FEW:,} more like the {FEW} above; --format json lists every one"
        for (code, severity), count in sorted(counts.items())
        if count > MANY
    ]
    return shown, more


def brief(problem: Problem, row: Row, *, width: int) -> str:
    """One problem where there is little room: what and where, its source line, and what to do."""
    subject = Related(problem.file, problem.at_line, problem.column, "", problem.length)
    lines = [f"{problem.severity}[{problem.code}] {problem.message}"]
    lines.append(f"{problem.file}:{problem.at_line}:{problem.column}")
    lines += _excerpt(subject, "^", row, len(str(problem.at_line)), width)
    if problem.hint:
        lines.append(f"help: {problem.hint}")
    return "\n".join(printable(line) for line in lines)


def _lines(problem: Problem, row: Row, width: int, colour: bool) -> Iterator[str]:
    kind = f"{problem.severity}[{problem.code}]"
    if colour:
        kind = f"\033[1;{_CODES[problem.severity]}m{kind}\033[0m"
    yield f"{printable(problem.file)}:{problem.at_line}:{problem.column}: {kind} {printable(problem.message)}"
    here = [one for one in problem.related if one.file == problem.file and one.at_line != problem.at_line]
    elsewhere = [one for one in problem.related if one not in here]
    subject = Related(problem.file, problem.at_line, problem.column, "", problem.length)
    places = sorted([*((one, "-") for one in here), (subject, "^")], key=lambda item: item[0][:3])
    numbers = [str(one.at_line) for one, _ in places] + [str(one.at_line) for one in elsewhere]
    margin = max(len(number) for number in numbers)
    yield f"{'':{margin}} |"
    for place, mark in places:
        yield from _excerpt(place, mark, row, margin, width)
    for place in elsewhere:
        yield f"{'':{margin}} ::: {printable(place.file)}:{place.at_line}:{place.column}"
        yield from _excerpt(place, "-", row, margin, width)
    if problem.hint:
        yield f"{'':{margin}} = help: {printable(problem.hint)}"
    if problem.fix is not None:
        care = "" if problem.fix.safe else " (look first)"
        yield f"{'':{margin}} = fix available: {printable(problem.fix.label)}{care}"
    yield f"{'':{margin}} = explain: triage check --explain {problem.code}"


def _excerpt(place: Related, mark: str, row: Row, margin: int, width: int) -> Iterator[str]:
    """A line and the marks under it; a long line is cut around the marks."""
    line = row(place.file, place.at_line)
    start = min(place.column - 1, len(line))
    length = max(min(place.length or word_length(line, place.column), len(line) - start), 1)
    room = max(width - margin - 3, 30)
    first = 0
    if columns(printable(line)) > room:
        first = max(0, min(start - room // 3, len(line) - room + 1))
    shown = printable(line[first : first + room])
    before = columns(printable(line[first:start]))
    marks = mark * max(min(columns(printable(line[start : start + length])), room - before), 1)
    if first:
        shown = f"…{shown[1:]}"
    if first + room < len(line):
        shown = f"{shown[:-1]}…"
    yield f"{place.at_line:>{margin}} | {shown}".rstrip()
    yield f"{'':{margin}} | {' ' * before}{marks}{' ' + printable(place.note) if place.note else ''}"


def summary(problems: Sequence[Problem]) -> str:
    """How many there are of each kind, in words."""
    parts = []
    for severity, word in (("error", "error"), ("warning", "warning"), ("info", "note")):
        count = sum(problem.severity == severity for problem in problems)
        if count or severity != "info":
            parts.append(f"{count} {word}{'s' * (count != 1)}")
    return ", ".join(parts)
