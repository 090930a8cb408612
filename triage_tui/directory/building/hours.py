"""Opening hours as written, `{daily: 08:00-01:00, bank_holidays: closed}`, to the sessions of each day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from triage_tui.content.source import Map, Path_
from triage_tui.directory.model import DAY_AND_NIGHT, NOT_PUBLISHED, HolidayRule, Hours, Session
from triage_tui.problems import Problem, did_you_mean

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_RULES = {"always", "bank_holidays", "dates", "otherwise"}
_FULL = 1440
_NOON = 720
_SESSION = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*-\s*([0-9]{1,2}:[0-9]{2})")
_HINT = 'write sessions as "08:00-17:30", several with commas, or closed, or all day'


class Placed(Protocol):
    """Something that knows where its values stand."""

    def problem(
        self, path: Path_, message: str, code: str, *, key: bool = False, hint: str = "", offset: int | None = None
    ) -> Problem:
        """A problem at a path."""


@dataclass(slots=True)
class _Reader:
    """Collects sessions and problems of one `hours` value."""

    source: Placed
    path: Path_
    problems: list[Problem] = field(default_factory=list)
    week: list[list[tuple[Session, Path_]]] = field(default_factory=lambda: [[] for _ in DAYS])

    def wrong(
        self, path: Path_, code: str, message: str, hint: str, offset: int | None = None, *, key: bool = False
    ) -> None:
        where = (*self.path, *path)
        self.problems.append(self.source.problem(where, message, code, hint=hint, offset=offset, key=key))


def read_hours(source: Placed, path: Path_, node: Any) -> tuple[Hours, list[Problem]]:
    """The hours at a path of a file, with every problem found; hours with problems are not to be used."""
    reader = _Reader(source, path)
    if node == "always":
        return DAY_AND_NIGHT, []
    if node == "not known":
        return NOT_PUBLISHED, []
    if not isinstance(node, Map):
        hint = "write always, not known, or days such as {mon-fri: 09:00-17:00}"
        reader.wrong((), "DIR003", f'"{node}" is not opening hours', hint)
        return NOT_PUBLISHED, reader.problems
    return _read_map(reader, node), reader.problems


def _read_map(reader: _Reader, node: Map) -> Hours:
    for key, value in node.items():
        days = _days(key)
        if days is not None:
            _read_days(reader, (key,), value, days)
        elif key not in _RULES:
            hint = did_you_mean(key, {*_GROUPS, *DAYS, *_RULES, "mon-fri"}) or "days are mon to sun, mon-fri, daily"
            reader.wrong((key,), "DIR003", f'"{key}" is not a day', hint, key=True)
    _check_overlaps(reader)
    always = _one_of(reader, node, "always", ("yes",))
    written = any(_days(key) is not None for key in node)
    if not written and not always and set(node) <= _RULES:
        reader.wrong((), "DIR003", "no day of the week is given", "write hours: not known when nothing is published")
    holiday, sessions = _bank_holidays(reader, node)
    return Hours(
        always=always,
        at_least=_one_of(reader, node, "otherwise", ("not known",)),
        week=tuple(tuple(sorted(session for session, _ in day)) for day in reader.week) if written else (),
        holiday=holiday,
        holiday_sessions=sessions,
        dates=_dates(reader, node),
    )


def _one_of(reader: _Reader, node: Map, key: str, allowed: tuple[str, ...]) -> bool:
    if key in node and node[key] not in allowed:
        reader.wrong((key,), "DIR003", f'"{node[key]}" is not allowed here', f'write "{allowed[0]}", or leave it out')
    return key in node


def _days(key: str) -> range | None:
    """The days of the week a key stands for, from Monday 0; `sat-mon` goes round."""
    if key in _GROUPS:
        return _GROUPS[key]
    first, dash, last = key.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        return None
    start, end = DAYS.index(first), DAYS.index(last or first)
    return range(start, end + 1 if end >= start else end + 8)


def _read_days(reader: _Reader, path: Path_, value: Any, days: range) -> None:
    for session, where in _sessions(reader, path, value, overnight=True):
        start, end = session
        for day in days:
            reader.week[day % 7].append(((start, min(end, _FULL)), where))
            if end > _FULL:
                reader.week[(day + 1) % 7].append(((0, end - _FULL), where))


def _check_overlaps(reader: _Reader) -> None:
    said: set[Path_] = set()
    for name, day in zip(DAYS, reader.week, strict=True):
        ordered = sorted(day, key=lambda one: one[0])
        for (before, _), (after, where) in pairwise(ordered):
            if after[0] < before[1] and where not in said:
                said.add(where)
                text = f"sessions overlap on {name}: {_words(before)} and {_words(after)}"
                reader.wrong(where, "DIR003", text, "make one session of them, or end the first earlier")


def _bank_holidays(reader: _Reader, node: Map) -> tuple[HolidayRule, tuple[Session, ...]]:
    """What holds on bank holidays; unless written, `daily` means every day and anything else leaves them open."""
    value = node.get("bank_holidays")
    if value is None:
        return ("as_usual" if "daily" in node or "always" in node else "not_known"), ()
    if value in ("as usual", "not known"):
        return ("as_usual" if value == "as usual" else "not_known"), ()
    return "own", _one_day(reader, ("bank_holidays",), value)


def _dates(reader: _Reader, node: Map) -> dict[str, tuple[Session, ...]]:
    dated: dict[str, tuple[Session, ...]] = {}
    written = node.get("dates", Map(0))
    if not isinstance(written, Map):
        reader.wrong(("dates",), "DIR008", "dates is not a mapping", "write dates: {2026-12-25: closed}")
        return dated
    for key, value in written.items():
        try:
            day = date.fromisoformat(key).isoformat()
        except ValueError:
            reader.wrong(("dates", key), "DIR008", f'"{key}" is not a date', "write it as 2026-12-25", key=True)
            continue
        dated[day] = _one_day(reader, ("dates", key), value)
    return dated


def _one_day(reader: _Reader, path: Path_, value: Any) -> tuple[Session, ...]:
    """The sessions of a single day, which may not go past midnight."""
    found = sorted(_sessions(reader, path, value, overnight=False))
    for (before, _), (after, where) in pairwise(found):
        if after[0] < before[1]:
            text = f"sessions overlap: {_words(before)} and {_words(after)}"
            reader.wrong(where, "DIR003", text, "make one session of them, or end the first earlier")
    return tuple(session for session, _ in found)


def _sessions(reader: _Reader, path: Path_, value: Any, *, overnight: bool) -> Iterator[tuple[Session, Path_]]:
    """The sessions written as one text with commas, or as a list; the end of an overnight one is past 1440."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _sessions(reader, (*path, number), one, overnight=overnight)
        return
    if not isinstance(value, str):
        reader.wrong(path, "DIR003", "expected opening times here", _HINT)
        return
    if value == "closed":
        return
    if value == "all day":
        yield (0, _FULL), path
        return
    offset = 0
    for part in value.split(","):
        session = _session(reader, path, part, offset + len(part) - len(part.lstrip()), overnight=overnight)
        if session is not None:
            yield session, path
        offset += len(part) + 1


def _session(reader: _Reader, path: Path_, part: str, offset: int, *, overnight: bool) -> Session | None:
    text = part.strip()
    match = _SESSION.fullmatch(text)
    if match is None:
        reader.wrong(path, "DIR003", f'"{text}" is not a session', _HINT, offset)
        return None
    start, end = (_minute(reader, path, match, group, offset) for group in (1, 2))
    if start is None or end is None:
        return None
    if end in (0, _FULL - 1):
        end = _FULL
    if start == end:
        reader.wrong(
            path, "DIR003", f"{text} opens and closes at once", "write all day for midnight to midnight", offset
        )
        return None
    if end > start:
        return start, end
    if not overnight:
        after = f"{match[1]}-00:00 here and 00:00-{match[2]} on the day after"
        reader.wrong(path, "DIR003", f"{text} goes past midnight, and a single day cannot", f"write {after}", offset)
        return None
    if end > _NOON:
        hint = f"if it is meant, write {match[1]}-00:00 and 00:00-{match[2]} on the days they belong to"
        reader.wrong(path, "DIR003", f"{text} ends before it starts", hint, offset)
        return None
    return start, end + _FULL


def _minute(reader: _Reader, path: Path_, match: re.Match[str], group: int, offset: int) -> int | None:
    text = match[group]
    hour, minute = map(int, text.split(":"))
    if hour <= 23 and minute <= 59 and len(text) == 5:
        return hour * 60 + minute
    if text == "24:00":
        hint = "write 00:00 for the midnight that ends the day"
    else:
        hint = "write hours and minutes with two digits each, 00:00 to 23:59"
    reader.wrong(path, "DIR003", f"{text} is not a time of day", hint, offset + match.start(group))
    return None


def _words(session: Session) -> str:
    return "-".join(f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in session)
