"""Work in parts is done once each, by two processes or by one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest

from triage_tui.author import beside
from triage_tui.author.beside import Beside

PARTS = range(20)


@dataclass
class Squares:
    """Squares numbers; says by which process."""

    here: int = field(default_factory=os.getpid)
    lost_at: int = -1
    wrong_at: int = -1

    def do(self, part: int) -> tuple[int, bool]:
        """The square, and whether it was worked out in the process that began."""
        own = os.getpid() == self.here
        if part == self.lost_at and not own:
            os._exit(1)
        if part == self.wrong_at:
            raise IndexError("no such thing")
        return part * part, own


def squares(found: dict[int, tuple[int, bool]]) -> dict[int, int]:
    return {part: square for part, (square, _) in found.items()}


WANTED = {part: part * part for part in PARTS}


def test_every_part_is_done_once() -> None:
    heard: list[tuple[int, int]] = []
    with Beside(Squares(), PARTS) as two:
        found = two.finish(lambda done, of: heard.append((done, of)))
    assert squares(found) == WANTED
    assert heard[-1] == (20, 20)


def test_the_other_process_does_some_while_this_one_has_other_work() -> None:
    with Beside(Squares(), PARTS) as two:
        two._feeder.join()
        found = two.finish()
    assert [own for _, own in found.values()] == [False] * 20


@pytest.mark.parametrize("kind", [ImportError, NotImplementedError, PermissionError])
def test_where_no_process_can_be_started_all_is_done_here(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise kind

    monkeypatch.setattr(beside, "ProcessPoolExecutor", refuse)
    with Beside(Squares(), PARTS) as alone:
        found = alone.finish()
    assert squares(found) == WANTED
    assert all(own for _, own in found.values())


def test_what_a_lost_process_left_is_done_here() -> None:
    with Beside(Squares(lost_at=3), PARTS) as two:
        two._feeder.join()
        found = two.finish()
    assert squares(found) == WANTED
    assert [part for part, (_, own) in found.items() if not own] == [0, 1, 2]


@pytest.mark.parametrize("part", [0, 19])
def test_what_a_part_raises_is_raised(part: int) -> None:
    """By the other process, which takes the first, or by this one, which takes the last."""
    with Beside(Squares(wrong_at=part), PARTS) as two, pytest.raises(IndexError, match="no such thing"):
        two.finish()
