"""The lines that differ between two versions of a file: of both, with one word of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from triage_tui.content.source import Map, Path_, Seq, Source

WORDS = frozenset(
    {
        "about", "advice", "ask", "because", "credit", "emergency", "find", "hint", "label", "lines", "look", "means",
        "notice", "owner", "patient", "review", "say", "say_on_scene", "short", "sources", "symbol", "target", "text",
        "title", "version", "why", "word", "worsening",
    }
)  # fmt: skip
"""Keys whose text is only read by people."""

NAMED: frozenset[Path_] = frozenset({("outcomes",), ("adjuncts",), ("advice",), ("worsening",)})
"""Where every key is the name of one thing."""

CLAIMS = frozenset({"claims", "impossible", "not_for"})
"""Keys that say what is to be proved; they change nothing for a patient."""


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: the file in its pack, its lines before and now (0: not there), the step, what it is."""

    file: str
    old: int
    new: int
    within: str
    what: str
    kind: str
    """`behaviour`, `words` or `claims`."""


def changed_lines(old: Source | None, new: Source | None) -> Iterator[Line]:
    """Every place where two versions of a file say something else."""
    if old is None or new is None:
        source = new or old
        assert source is not None
        what = "new file" if old is None else "file removed"
        yield Line(source.label, 0 if old is None else 1, 1 if old is None else 0, "", what, "behaviour")
    elif old.text != new.text:
        yield from _Differ(old, new).nodes((), (), "")


class _Differ:
    def __init__(self, old: Source, new: Source) -> None:
        self.old, self.new = old, new

    def nodes(self, before: Path_, after: Path_, within: str) -> Iterator[Line]:
        """Differences below two paths."""
        old, new = self.old.value(before), self.new.value(after)
        if old == new:
            return
        if isinstance(old, Map) and isinstance(new, Map):
            yield from self._maps(before, after, within, old, new)
        elif isinstance(old, Seq) and isinstance(new, Seq):
            yield from self._lists(before, after, within, old, new)
        else:
            yield self._line(before, after, within, between(_flat(old), _flat(new)))

    def _maps(self, before: Path_, after: Path_, within: str, old: Map, new: Map) -> Iterator[Line]:
        for key in [*new, *(key for key in old if key not in new)]:
            inside = key if after in NAMED else within
            if key in old and key in new:
                yield from self.nodes((*before, key), (*after, key), inside)
            elif key in new:
                yield self._line(None, (*after, key), inside, f"{key} added: {_brief(new[key])}")
            else:
                yield self._line((*before, key), None, inside, f"{key} removed: {_brief(old[key])}")

    def _lists(self, before: Path_, after: Path_, within: str, old: Seq, new: Seq) -> Iterator[Line]:
        names = [_name(item) for item in old], [_name(item) for item in new]
        for tag, low, high, start, end in SequenceMatcher(None, *names, autojunk=False).get_opcodes():
            items = [*old[low:high], *new[start:end]]
            versions = tag == "equal" or (tag == "replace" and not any(_id(item) for item in items))
            paired = min(high - low, end - start) if versions else 0
            for place in range(paired):
                inside = _id(new[start + place]) or within
                yield from self.nodes((*before, low + place), (*after, start + place), inside)
            for place in range(low + paired, high):
                yield self._line((*before, place), None, _id(old[place]) or within, f"removed: {_brief(old[place])}")
            for place in range(start + paired, end):
                yield self._line(None, (*after, place), _id(new[place]) or within, f"added: {_brief(new[place])}")

    def _line(self, before: Path_ | None, after: Path_ | None, within: str, what: str) -> Line:
        path = after if after is not None else before or ()
        old = 0 if before is None else self.old.place(before)[0]
        new = 0 if after is None else self.new.place(after)[0]
        return Line(self.new.label, old, new, within, _where(path, within) + what, self._kind(before, after, path))

    def _kind(self, before: Path_ | None, after: Path_ | None, path: Path_) -> str:
        if path[:1] and path[0] in CLAIMS:
            return "claims"
        value = self.new.value(after) if after is not None else self.old.value(before or ())
        is_label = len(path) > 1 and path[-2] == "checklist" and isinstance(value, str)
        both = before is not None and after is not None
        return "words" if WORDS.intersection(map(str, path)) or (is_label and both) else "behaviour"


def between(old: str, new: str) -> str:
    """What changed of a text, with no more than it takes to see it: `240 -> 300`."""
    one, other = old.split(), new.split()
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    lead = " ".join(one[max(0, start - 2) : start])
    before, after = one[start : len(one) - end], other[start : len(other) - end]
    said = f"{_cut(' '.join(before)) or 'nothing'} -> {_cut(' '.join(after)) or 'nothing'}"
    return f"{lead}: {said}" if lead else said


def _name(item: Any) -> str:
    """What makes two items of a list the same one."""
    if isinstance(item, Map):
        for key in ("id", "use", "scenario"):
            if isinstance(item.get(key), str):
                return f"{key} {item[key]}"
    return _flat(item)


def _id(item: Any) -> str:
    found = (item.get("id") or item.get("use")) if isinstance(item, Map) else None
    return found if isinstance(found, str) else ""


def _flat(value: Any) -> str:
    if isinstance(value, Map):
        return ", ".join(f"{key}: {_flat(item)}" for key, item in value.items())
    if isinstance(value, Seq):
        return ", ".join(_flat(item) for item in value)
    return str(value)


def _brief(value: Any) -> str:
    return _cut(value["id"] if isinstance(value, Map) and isinstance(value.get("id"), str) else _flat(value))


def _cut(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"


def _where(path: Path_, within: str) -> str:
    """The keys below a step or an outcome that lead to a difference."""
    keys = [str(part) for part in path if not isinstance(part, int) and part not in ("steps", "outcomes", within)]
    return f"{' '.join(keys)}: " if keys else ""
