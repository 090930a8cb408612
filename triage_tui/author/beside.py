"""Work cut in parts, done by two processes at once."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar

Part = TypeVar("Part", bound=Hashable)
Part_contra = TypeVar("Part_contra", bound=Hashable, contravariant=True)
Done = TypeVar("Done")
Done_co = TypeVar("Done_co", covariant=True)


class Work(Protocol[Part_contra, Done_co]):
    """Something that can be done in parts, in any order; what it is made of can be sent to another process."""

    def do(self, part: Part_contra, /) -> Done_co:
        """Do one part."""


class Beside(Generic[Part, Done]):
    """While it is entered, a process beside this one does parts of some work, from the first on.

    `finish` does the others here, from the last on, until nothing is left: the two meet wherever they do. Where no
    process can be started, or it is lost, all that is left is done here.
    """

    def __init__(self, work: Work[Part, Done], parts: Iterable[Part]) -> None:
        self._work = work
        self._left = deque(parts)
        self._of = len(self._left)
        self._there: dict[Part, Future[Any]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._feeder = Thread(target=self._feed, name="feeder", daemon=True)

    def __enter__(self) -> Beside[Part, Done]:
        with suppress(ImportError, NotImplementedError, OSError):  # some machines have no way to
            pool = ProcessPoolExecutor(max_workers=1, initializer=_begin, initargs=(self._work,))
            pool.submit(_nothing)  # starts the process, now that there is one thread
            self._pool = pool
            self._feeder.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing goes on behind what failed here."""
        self._left.clear()
        if self._pool is not None:
            self._pool.shutdown()

    def finish(self, tell: Callable[[int, int], None] | None = None) -> dict[Part, Done]:
        """What came of every part; raises what a part raised. `tell` hears how many are done, and of how many."""
        found: dict[Part, Done] = {}
        for part in self._taken(self._left.pop):
            found[part] = self._work.do(part)
            if tell is not None:
                tell(len(found) + sum(one.done() for one in [*self._there.values()]), self._of)
        if self._pool is not None:
            self._feeder.join()
        for part, there in self._there.items():
            try:
                found[part] = there.result()
            except BrokenExecutor:
                self._left.append(part)
        found |= {part: self._work.do(part) for part in self._taken(self._left.pop)}
        if tell is not None:
            tell(self._of, self._of)
        return found

    def _feed(self) -> None:
        """Give the other process one part after another, so that those that wait can be done here."""
        assert self._pool is not None
        for part in self._taken(self._left.popleft):
            try:
                self._there[part] = self._pool.submit(_do, part)
            except RuntimeError:  # the process was lost, or this program is ending
                self._left.append(part)
                return
            self._there[part].exception()

    def _taken(self, take: Callable[[], Part]) -> Iterator[Part]:
        """The parts that are left, each for whoever takes it first."""
        while True:
            try:
                part = take()
            except IndexError:
                return
            yield part


_begun: list[Work[Any, Any]] = []


def _begin(work: Work[Any, Any]) -> None:
    """Called once in the process beside: it makes very many small things, hardly any of them garbage in a ring."""
    gc.disable()
    _begun.append(work)


def _do(part: object) -> object:
    return _begun[-1].do(part)


def _nothing() -> None:
    """Shows that there is a process."""
