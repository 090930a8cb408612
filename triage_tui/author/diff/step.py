"""How much a version number has to grow for what changed."""

from __future__ import annotations

from enum import IntEnum


class Step(IntEnum):
    """The part of a version that has to grow."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """Its name."""
        return self.name.lower()


def deserved(state: str, *, less: bool) -> Step:
    """Less urgent for anyone is major; any outcome or question is minor; words alone are a patch."""
    if less or state in ("removed", "broken"):
        return Step.MAJOR
    if state == "same":
        return Step.NONE
    return Step.PATCH if state == "wording only" else Step.MINOR


def taken(old: str, new: str) -> Step | None:
    """How much a version grew; None when it did not grow, or is not three numbers."""
    try:
        before, after = _numbers(old), _numbers(new)
    except ValueError:
        return None
    if after == before:
        return Step.NONE
    if after < before:
        return None
    return Step.MAJOR if after[0] > before[0] else Step.MINOR if after[1] > before[1] else Step.PATCH


def least(old: str, step: Step) -> str:
    """The smallest version that says a step."""
    try:
        major, minor, patch = _numbers(old)
    except ValueError:
        return old
    if step == Step.MAJOR:
        return f"{major + 1}.0.0"
    if step == Step.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if step else old


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = version.split(".")
    return int(major), int(minor), int(patch)
