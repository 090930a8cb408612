"""Read YAML strictly, keeping the position of every key and value.

Built on the parser's events, so nothing is interpreted: every scalar is text. Anchors, aliases, tags, duplicate keys,
control and bidirectional characters, deep nesting and large files are refused with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from triage_tui.problems import Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHIFT = 20
_MASK = (1 << _SHIFT) - 1


class Map(dict[str, Any]):
    """A mapping that knows where it, its keys and its values stand (packed line and column)."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.keys_at: dict[str, int] = {}
        self.values_at: dict[str, int] = {}


class Seq(list[Any]):
    """A list that knows where it and its items stand."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.items_at: list[int] = []


Node: TypeAlias = "str | Map | Seq"
Path_: TypeAlias = tuple[str | int, ...]


class Source:
    """One YAML file: its name, its text, its tree, and the problems found while reading it."""

    def __init__(self, name: str, text: str, root: Node | None, problems: list[Problem]) -> None:
        self.name = name
        self.text = text
        self.root = root
        self.problems = problems

    def place(self, path: Path_, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or of the key) at a path; parts that are not in the file are skipped."""
        node: Any = self.root
        at = getattr(node, "at", 1 << _SHIFT | 1)
        for index, part in enumerate(path):
            if isinstance(node, Map) and part in node:
                last = index == len(path) - 1
                at = node.keys_at[str(part)] if key and last else node.values_at[str(part)]
                node = node[str(part)]
            elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
                at = node.items_at[part]
                node = node[part]
        return at >> _SHIFT, at & _MASK

    def problem(
        self, path: Path_, message: str, code: str = "SCH000", *, key: bool = False, hint: str = "", offset: int = 0
    ) -> Problem:
        """A problem at a path, `offset` characters into its value."""
        line, column = self.place(path, key=key)
        if offset and self._quoted(line, column):
            offset += 1
        return Problem(self.name, line, column + offset, message, code, "error", hint)

    def _quoted(self, line: int, column: int) -> bool:
        lines = self.text.split("\n", line)
        return len(lines) >= line and lines[line - 1][column - 1 : column] in ('"', "'")


def read_source(path: Path, name: str | None = None) -> Source:
    """Read a file into a Source; never raises for what the file holds."""
    name = name or path.as_posix()
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Source(name, "", None, [Problem(name, 1, 1, f"cannot be read: {error.strerror or error}", "YML009")])
    return parse_source(raw, name)


def parse_source(raw: bytes, name: str) -> Source:
    """Parse bytes into a Source; never raises for what they hold."""
    if len(raw) > MAX_BYTES:
        text = f"file is larger than {MAX_BYTES:,} bytes"
        return Source(name, "", None, [Problem(name, 1, 1, text, "YML010", hint="split it into modules")])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        found = Problem(name, line, column, "not UTF-8 text", "YML008", hint="save the file as UTF-8")
        return Source(name, "", None, [found])
    text = text.removeprefix("\ufeff")
    unsafe = list(_unsafe_characters(text.replace("\r\n", "\n"), name))
    if unsafe:
        return Source(name, text, None, unsafe)
    builder = _Builder(name, text)
    root = builder.build()
    return Source(name, text, root, builder.problems)


def _unsafe_characters(text: str, name: str) -> Iterator[Problem]:
    for found in _UNSAFE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        what = f"control or invisible character U+{ord(found.group()):04X}"
        yield Problem(name, line, column, f"{what} is not allowed", "YML008", hint="delete it")


class _Builder:
    """Turns parser events into a tree, without recursion."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []

    def _add(self, mark: Any, message: str, code: str, hint: str = "") -> None:
        self.problems.append(Problem(self.name, mark.line + 1, mark.column + 1, message, code, hint=hint))

    def build(self) -> Node | None:
        try:
            return self._build()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = f"not readable as YAML: {error.problem or error.context}"
            if mark is None:
                self.problems.append(Problem(self.name, 1, 1, message, "YML001"))
            else:
                self._add(mark, message, "YML001", _yaml_hint(self.text, mark.line))
        except yaml.YAMLError as error:
            self.problems.append(Problem(self.name, 1, 1, f"not readable as YAML: {error}", "YML001"))
        except UnicodeEncodeError:
            self.problems.append(Problem(self.name, 1, 1, "holds half of a character (a lone surrogate)", "YML008"))
        return None

    def _build(self) -> Node | None:
        root: Node | None = None
        stack: list[Any] = []
        keys: list[str | None] = []
        documents = nodes = 0
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        event: Any
        for event in yaml.parse(self.text, _LOADER):
            kind = type(event)
            if kind is scalar:
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marker(event)
                value: Any = event.value
                if event.style == '"' and (_UNSAFE.search(value) or _SURROGATE.search(value)):
                    self._add(mark, "an escape stands for a control or invisible character", "YML008", "delete it")
                    value = _SURROGATE.sub("\ufffd", _UNSAFE.sub("\ufffd", value))
            elif kind is mapping or kind is sequence:
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marker(event)
                at = mark.line + 1 << _SHIFT | mark.column + 1
                value = Map(at) if kind is mapping else Seq(at)
                if len(stack) >= MAX_DEPTH:
                    self._add(mark, f"nested deeper than {MAX_DEPTH} levels", "YML010")
                    return None
            elif kind in ends:
                stack.pop()
                keys.pop()
                continue
            elif kind is yaml.AliasEvent:
                self._add(event.start_mark, f"alias *{event.anchor} is not allowed", "YML007", "write it out in full")
                mark, value = event.start_mark, ""
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._add(event.start_mark, "a second document starts here", "YML001", "one document a file")
                    return None
                continue
            else:
                continue
            nodes += 1
            if nodes > MAX_NODES:
                self._add(mark, f"more than {MAX_NODES:,} values", "YML010", "split the file")
                return None
            if not stack:
                root = value
            else:
                top = stack[-1]
                if type(top) is Map:
                    key = keys[-1]
                    if key is None:
                        self._key(top, keys, value, mark)
                        if kind is not scalar:
                            return None
                        continue
                    if key in top:
                        before = top.keys_at[key] >> _SHIFT
                        place = Problem(
                            self.name,
                            self._pending >> _SHIFT,
                            self._pending & _MASK,
                            f'key "{key}" is written twice; first on line {before}',
                            "YML002",
                            hint="keep one of them",
                        )
                        self.problems.append(place)
                    else:
                        top.keys_at[key] = self._pending
                    top[key] = value
                    top.values_at[key] = mark.line + 1 << _SHIFT | mark.column + 1
                    keys[-1] = None
                else:
                    top.append(value)
                    top.items_at.append(mark.line + 1 << _SHIFT | mark.column + 1)
            if kind is not scalar and kind is not yaml.AliasEvent:
                stack.append(value)
                keys.append(None)
        return root

    _pending = 0

    def _key(self, top: Map, keys: list[str | None], value: Any, mark: Any) -> None:
        if not isinstance(value, str):
            self._add(mark, "a key must be a word, not a list or a mapping", "YML001", "quote the text")
            return
        if value == "<<":
            self._add(mark, 'merge key "<<" is not allowed', "YML007", "write it out in full")
        keys[-1] = value
        self._pending = mark.line + 1 << _SHIFT | mark.column + 1

    def _refuse_marker(self, event: Any) -> None:
        if event.anchor is not None:
            self._add(event.start_mark, f"anchor &{event.anchor} is not allowed", "YML007", "write it out in full")
        elif event.tag not in (None, "!"):
            self._add(event.start_mark, f"tag {event.tag} is not allowed", "YML007", "delete it")


def _yaml_hint(text: str, line: int) -> str:
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return "indent with spaces, not tabs"
    if row.count(": ") > 1 or re.search(r":\s+[\[{>|*&%@`]", row):
        return 'put the text in "double quotes"'
    return "look at the indentation, colons and quotes on this line and the one before"
