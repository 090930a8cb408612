"""What is written over a picture: marks in words on steps, answers and outcomes, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triage_tui.walk.plan import Plan


@dataclass(frozen=True, slots=True)
class Overlay:
    """Marks of one kind. `removed`: texts by the step they stood before; `story`: a walk told line by line."""

    steps: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[tuple[int, int], str] = field(default_factory=dict)
    outcomes: Mapping[int, str] = field(default_factory=dict)
    legend: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[int, str], ...] = ()
    story: tuple[str, ...] = ()


class Marks:
    """Several overlays as one."""

    def __init__(self, plan: Plan, overlays: Sequence[Overlay] = ()) -> None:
        self.plan = plan
        self.overlays = tuple(overlays)

    def of_step(self, number: int) -> tuple[str, ...]:
        """What is marked on a step."""
        return _known(overlay.steps.get(number) for overlay in self.overlays)

    def of_answer(self, number: int, code: int) -> tuple[str, ...]:
        """What is marked on an answer."""
        return _known(overlay.answers.get((number, code)) for overlay in self.overlays)

    def of_outcome(self, number: int) -> tuple[str, ...]:
        """What is marked on an outcome."""
        return _known(overlay.outcomes.get(number) for overlay in self.overlays)

    def of_steps(self, steps: Iterable[int]) -> tuple[str, ...]:
        """How many of some steps, and of the answers to others, are marked: for a section that is not shown in full."""
        inside = set(steps)
        counts: Counter[tuple[str, str]] = Counter()
        for overlay in self.overlays:
            answered = {number for number, _ in overlay.answers}
            own = {number: mark for number, mark in overlay.steps.items() if number not in answered}
            counts.update((mark.partition(":")[0], "step") for number, mark in own.items() if number in inside)
            counts.update((mark, "answer") for (number, _), mark in overlay.answers.items() if number in inside)
        return tuple(f"{mark}: {count} {what}{'s' * (count > 1)}" for (mark, what), count in counts.items())

    def removed_before(self, number: int) -> tuple[str, ...]:
        """Steps of the other version that stood before a step."""
        return tuple(text for overlay in self.overlays for place, text in overlay.removed if place == number)

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Every mark and what it means."""
        return tuple(line for overlay in self.overlays for line in overlay.legend)

    @property
    def story(self) -> tuple[str, ...]:
        """The walk that is shown, line by line."""
        return tuple(line for overlay in self.overlays for line in overlay.story)


def _known(marks: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(mark for mark in marks if mark)
