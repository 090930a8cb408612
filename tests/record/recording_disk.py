"""A disk that can lose its power: records what SQLite does to its files, and rebuilds them as they were left.

`fsync` of a file makes its content durable; a name made or removed is durable once its folder is synced. SQLite syncs
the folder itself when a new journal is first synced, and after a deletion that asks for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Opened:
    """A file was opened, and made when it was not there."""

    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes were written at an offset."""

    name: str
    offset: int
    data: bytes

    def on(self, content: bytearray) -> None:
        """Do it to the content of a file."""
        content.extend(bytes(max(0, self.offset - len(content))))
        content[self.offset : self.offset + len(self.data)] = self.data

    def sectors(self) -> Iterator[Written]:
        """The same write in the pieces a drive may keep or lose."""
        for start in range(0, len(self.data), SECTOR):
            yield Written(self.name, self.offset + start, self.data[start : start + SECTOR])


@dataclass(frozen=True, slots=True)
class Truncated:
    """A file was cut or grown to a size."""

    name: str
    size: int

    def on(self, content: bytearray) -> None:
        """Do it to the content of a file."""
        content.extend(bytes(max(0, self.size - len(content))))
        del content[self.size :]


@dataclass(frozen=True, slots=True)
class Synced:
    """A file was synced."""

    name: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A file was removed, and its folder perhaps synced."""

    name: str
    folder_too: bool


@dataclass(frozen=True, slots=True)
class FolderSynced:
    """The program synced the folder."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The program was told that this many answers are saved."""

    answers: int


Operation = Opened | Written | Truncated | Synced | Deleted | FolderSynced | Acknowledged
Files = dict[str, bytes]


def recorded_connections(log: list[Operation]) -> Callable[[Path, str], apsw.Connection]:
    """A stand-in for the function that connects, whose connections write every operation into the log."""

    class File(apsw.VFSFile):
        def __init__(self, inherit: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
            self.name = _file_name(name)
            super().__init__(inherit, name, flags)
            log.append(Opened(self.name))

        def xWrite(self, data: bytes, offset: int) -> None:
            super().xWrite(data, offset)
            log.append(Written(self.name, offset, bytes(data)))

        def xTruncate(self, size: int) -> None:
            super().xTruncate(size)
            log.append(Truncated(self.name, size))

        def xSync(self, flags: int) -> None:
            super().xSync(flags)
            log.append(Synced(self.name))

    class Disk(apsw.VFS):
        def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
            return File("", name, flags)

        def xDelete(self, name: str, folder_too: bool) -> None:
            super().xDelete(name, folder_too)
            log.append(Deleted(Path(name).name, bool(folder_too)))

    disk = Disk("recording", "", iVersion=1)

    def connect(path: Path, query: str, keep: apsw.VFS = disk) -> apsw.Connection:
        assert query == "mode=rw"
        return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs="recording")

    return connect


def _file_name(name: str | apsw.URIFilename | None) -> str:
    assert name is not None, "SQLite made a temporary file"
    return Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name


@dataclass(slots=True, eq=False)
class _File:
    """One file, whatever names it has: what programs see, what the disk holds, and what is between the two."""

    seen: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Written | Truncated] = field(default_factory=list)
    new: bool = True


class Disk:
    """The state of the disk after some operations.

    With `ordered` any sync also makes names durable, like ext4; without, only a sync of the folder does.
    """

    def __init__(self, main: str, *, ordered: bool) -> None:
        self._main = main
        self._ordered = ordered
        self._names: dict[str, _File] = {}
        self._durable_names: dict[str, _File] = {}
        self._waiting_names: list[tuple[str, _File | None]] = []

    def do(self, operation: Operation) -> None:
        """Take one operation."""
        match operation:
            case Opened(name) if name not in self._names:
                self._rename(name, _File())
            case Written(name) | Truncated(name):
                operation.on(self._names[name].seen)
                self._names[name].waiting.append(operation)
            case Synced(name):
                self._sync(name, self._names[name])
            case Deleted(name, folder_too):
                self._rename(name, None)
                if folder_too:
                    self._sync_names()
            case FolderSynced():
                self._sync_names()

    def _rename(self, name: str, file: _File | None) -> None:
        _enter(self._names, name, file)
        self._waiting_names.append((name, file))

    def _sync(self, name: str, file: _File) -> None:
        file.durable = bytearray(file.seen)
        file.waiting.clear()
        if self._ordered or (file.new and name != self._main):
            self._sync_names()
        file.new = False

    def _sync_names(self) -> None:
        for name, file in self._waiting_names:
            _enter(self._durable_names, name, file)
        self._waiting_names.clear()

    def killed(self, half: Written | None = None) -> Files:
        """What is left when only the process dies, perhaps half-way through a write."""
        files = {name: bytearray(file.seen) for name, file in self._names.items()}
        if half is not None:
            Written(half.name, half.offset, half.data[: len(half.data) // 2]).on(files[half.name])
        return {name: bytes(content) for name, content in files.items()}

    def unpowered(self) -> Files:
        """What is left when the power fails and everything that was not synced is gone."""
        return {name: bytes(file.durable) for name, file in self._durable_names.items()}

    def unpowered_by_chance(self, chance: random.Random, *, torn: bool) -> Files:
        """The same, but any of the writes that were not synced may have arrived; `torn`: any of their sectors."""
        names = dict(self._durable_names)
        for name, file in self._waiting_names[: chance.randint(0, len(self._waiting_names))]:
            _enter(names, name, file)
        return {name: _arrived(file, chance, torn=torn) for name, file in names.items()}

    def is_settled(self) -> bool:
        """Whether nothing waits to become durable."""
        return not self._waiting_names and not any(file.waiting for file in self._names.values())


def _enter(names: dict[str, _File], name: str, file: _File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _arrived(file: _File, chance: random.Random, *, torn: bool) -> bytes:
    content = bytearray(file.durable)
    for change in file.waiting:
        pieces = change.sectors() if torn and isinstance(change, Written) else (change,)
        for piece in pieces:
            if chance.random() < 0.5:
                piece.on(content)
    return bytes(content)


@dataclass(frozen=True, slots=True)
class Crash:
    """What is left after a crash, how it came about, and how many answers had been acknowledged."""

    model: str
    after: int
    files: Files
    acknowledged: int


def crashes(log: list[Operation], main: str, *, ordered: bool, seed: int, draws: int) -> Iterator[Crash]:
    """Every way to crash at every operation; the models with chance in them are drawn several times."""
    chance = random.Random(seed)
    disk = Disk(main, ordered=ordered)
    acknowledged = 0
    for after, operation in enumerate(log):
        if isinstance(operation, Acknowledged):
            acknowledged = operation.answers
        elif isinstance(operation, Written) and len(operation.data) > 1:
            yield Crash("killed in a write", after, disk.killed(operation), acknowledged)
        disk.do(operation)
        yield Crash("killed", after, disk.killed(), acknowledged)
        yield Crash("power lost, all or nothing", after, disk.unpowered(), acknowledged)
        for _ in range(0 if disk.is_settled() else draws):
            yield Crash("power lost, some writes", after, disk.unpowered_by_chance(chance, torn=False), acknowledged)
            yield Crash("power lost, some sectors", after, disk.unpowered_by_chance(chance, torn=True), acknowledged)
