"""Read YAML strictly, keeping the position of every key and value.

Built on the parser's events, so nothing is interpreted: every scalar is text. Anchors, aliases, tags, duplicate keys,
control and bidirectional characters, deep nesting and large files are refused with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from triage_tui.problems import Edit, Fix, Problem, Related, did_you_mean, slip_of

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[\w.]+|[<>=!]+|[\[{][^\[\]{}]*[\]}]|\S")
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


def line_of(at: int) -> int:
    """The line of a place as trees keep it."""
    return at >> _SHIFT


class Source:
    """One YAML file: its name, its text, its tree, and the problems found while reading it."""

    def __init__(self, name: str, text: str, root: Node | None, problems: list[Problem]) -> None:
        self.name = name
        self.label = name
        """The name inside its pack, the same from wherever the pack is read."""
        self.text = text
        self.root = root
        self.problems = problems
        self._rows: list[str] | None = None

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
        self,
        path: Path_,
        message: str,
        code: str = "SCH000",
        *,
        key: bool = False,
        hint: str = "",
        offset: int | None = None,
        related: tuple[Related, ...] = (),
        instead: str = "",
    ) -> Problem:
        """A problem at a path, `offset` characters into its value; `instead` is what certainly was meant."""
        line, column = self.place(path, key=key)
        row = self.row(line)
        if offset is not None:
            inside = column + offset + (row[column - 1 : column] in ('"', "'"))
            column = inside if inside <= len(row) else column
            length = word_length(row, column)
        else:
            length = self._length(row, column, path, key=key)
        fix = self._fix(row, line, column, length, instead)
        return Problem(self.name, line, column, message, code, "error", hint, length, related, fix)

    def unknown(
        self, path: Path_, word: str, known: Iterable[str], message: str, code: str = "REF004", *, key: bool = False
    ) -> Problem:
        """A name that stands for nothing: what was meant, and the fix where that is certain."""
        names = list(known)
        return self.problem(path, message, code, key=key, hint=did_you_mean(word, names), instead=slip_of(word, names))

    def _fix(self, row: str, line: int, column: int, length: int, instead: str) -> Fix | None:
        """Writing another word here; nothing where the word is not whole on this line."""
        word = row[column - 1 : column - 1 + length]
        quote = word[:1] if word[:1] in ('"', "'") and word[:1] == word[-1:] else ""
        inner = word.strip(quote) if quote else word
        if not instead or not re.fullmatch(r"[\w ]+", inner):
            return None
        edit = Edit(self.name, (line, column), (line, column + length), f"{quote}{instead}{quote}")
        return Fix(f'write "{instead}"', (edit,), safe=True)

    def related(self, path: Path_, note: str, *, key: bool = False) -> Related:
        """A place of this file that belongs to a problem elsewhere."""
        line, column = self.place(path, key=key)
        return Related(self.name, line, column, note, self._length(self.row(line), column, path, key=key))

    def row(self, line: int) -> str:
        """The text of a line, counted from 1, without its end."""
        if self._rows is None:
            self._rows = self.text.split("\n")
        return self._rows[line - 1].rstrip("\r") if 0 < line <= len(self._rows) else ""

    def value(self, path: Path_) -> Any:
        """The value at a path, or None when the file has none there."""
        node: Any = self.root
        for part in path:
            if isinstance(node, Map) and part in node:
                node = node[str(part)]
            elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
                node = node[part]
            else:
                return None
        return node

    def _length(self, row: str, column: int, path: Path_, *, key: bool) -> int:
        """How many characters the key or the value at a path takes on its line."""
        rest = row[column - 1 :]
        if rest[:1] in ('"', "'"):
            end = rest.find(rest[0], 1)
            return end + 1 if end > 0 else len(rest)
        value = str(path[-1]) if key and path else self.value(path)
        if isinstance(value, str) and value and rest.startswith(value):
            return len(value)
        return word_length(row, column)


def word_length(row: str, column: int) -> int:
    """The length of the word (or of the sign, or of the flow list or mapping) that stands at a column."""
    found = _WORD.match(row, column - 1)
    return max(len(found.group()), 1) if found else 1


def read_source(path: Path, name: str | None = None) -> Source:
    """Read a file into a Source; never raises for what the file holds."""
    name = name or path.as_posix()
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
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


class _Stop(Exception):
    """Reading cannot go on; the problem is noted."""


class _Builder:
    """Turns parser events into a tree, without recursion."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.stack: list[Any] = []
        self.keys: list[str | None] = []
        self.key_at = 0
        self.documents = 0
        self.nodes = 0

    def _add(self, mark: Any, message: str, code: str, hint: str = "") -> None:
        line, column = mark.line, mark.column
        last = self.text.count("\n")
        if line > last:  # the parser ends the last line when the file does not
            line, column = last, len(self.text) - self.text.rfind("\n") - 1
        self.problems.append(Problem(self.name, line + 1, column + 1, message, code, hint=hint))

    def build(self) -> Node | None:
        """The tree, or None with a problem."""
        try:
            self._read()
            return self.root
        except _Stop:
            return None
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

    def _read(self) -> None:
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        place, plain = self._place, self._scalar
        event: Any
        for event in yaml.parse(self.text, _LOADER):
            kind = type(event)
            if kind is scalar:
                quoted = event.style == '"' or event.anchor is not None or event.tag is not None
                place(plain(event) if quoted else event.value, event.start_mark)
            elif kind is mapping or kind is sequence:
                container = self._container(event, kind is mapping)
                self._place(container, event.start_mark)
                self.stack.append(container)
                self.keys.append(None)
            elif kind in ends:
                self.stack.pop()
                self.keys.pop()
            elif kind is yaml.AliasEvent:
                message = f"alias *{event.anchor} is not allowed"
                self._add(event.start_mark, message, "YML007", "write it out in full")
                self._place("", event.start_mark)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._add(event.start_mark, "a second document starts here", "YML001", "one document a file")
            raise _Stop

    def _scalar(self, event: Any) -> str:
        if event.anchor is not None or event.tag is not None:
            self._refuse_marker(event)
        value: str = event.value
        plainly = value.isascii() and value.isprintable()
        if event.style == '"' and not plainly and (_UNSAFE.search(value) or _SURROGATE.search(value)):
            message = "an escape stands for a control or invisible character"
            self._add(event.start_mark, message, "YML008", "delete it")
            value = _SURROGATE.sub("\ufffd", _UNSAFE.sub("\ufffd", value))
        return value

    def _container(self, event: Any, is_mapping: bool) -> Map | Seq:
        if event.anchor is not None or event.tag is not None:
            self._refuse_marker(event)
        if len(self.stack) >= MAX_DEPTH:
            self._add(event.start_mark, f"nested deeper than {MAX_DEPTH} levels", "YML010")
            raise _Stop
        mark = event.start_mark
        at = mark.line + 1 << _SHIFT | mark.column + 1
        return Map(at) if is_mapping else Seq(at)

    def _place(self, value: Any, mark: Any) -> None:
        """Put a value where it belongs: the root, a key, under a key, or in a list."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._add(mark, f"more than {MAX_NODES:,} values", "YML010", "split the file")
            raise _Stop
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        at = mark.line + 1 << _SHIFT | mark.column + 1
        if type(top) is Seq:
            top.append(value)
            top.items_at.append(at)
            return
        key = self.keys[-1]
        if key is None:
            self._check_key(value, mark)
            self.keys[-1] = value
            self.key_at = at
            return
        if key in top:
            self._written_twice(top, key)
        else:
            top.keys_at[key] = self.key_at
        top[key] = value
        top.values_at[key] = at
        self.keys[-1] = None

    def _check_key(self, value: Any, mark: Any) -> None:
        if not isinstance(value, str):
            self._add(mark, "a key must be a word, not a list or a mapping", "YML001", "quote the text")
            raise _Stop
        if value == "<<":
            self._add(mark, 'merge key "<<" is not allowed', "YML007", "write it out in full")

    def _written_twice(self, top: Map, key: str) -> None:
        line, column = self.key_at >> _SHIFT, self.key_at & _MASK
        message = f'key "{key}" is written twice; first on line {top.keys_at[key] >> _SHIFT}'
        first = Related(self.name, top.keys_at[key] >> _SHIFT, top.keys_at[key] & _MASK, "first here", len(key))
        found = Problem(self.name, line, column, message, "YML002", "error", "keep one of them", len(key), (first,))
        self.problems.append(found)

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
