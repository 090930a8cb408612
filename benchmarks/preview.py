"""The preview: from a save of a long pathway to its problems, beside reading the same file as YAML alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count

import yaml

from benchmarks.figure import Compare, Figure, cpu_seconds, in_turn
from benchmarks.long_pathway import long_pathway
from benchmarks.place import Place
from triage_tui.author.preview.reading import Edited
from triage_tui.library import default_pack

STEPS, LIMIT_MS = 100, 100
SHIPPED = "see_and_treat"


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """A made-up pathway of a hundred steps, and the shipped one with the most decisions, in the shipped pack."""
    shutil.copytree(default_pack(), place.folder / "pathways", dirs_exist_ok=True)
    shutil.copy(default_pack().parent / "directory.yaml", place.folder / "directory.yaml")
    shipped = (place.folder / "pathways" / f"{SHIPPED}.yaml").read_text(encoding="utf-8")
    yield _saved(place, "long", long_pathway(STEPS), f"save to problems, {STEPS} steps", runs)
    yield _saved(place, SHIPPED, shipped, f"save to problems, {SHIPPED}", runs)


def _saved(place: Place, name: str, text: str, what: str, runs: int) -> Figure:
    file = place.folder / "pathways" / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    edited = Edited(file, datetime.now(UTC).date())
    assert edited.read().can_walk(name)
    saves = count(1)

    def save() -> None:
        """Change the words of the first question that is asked in this file."""
        file.write_text(text.replace(" ask: ", f" ask: Save {next(saves)}. ", 1), encoding="utf-8")

    def ours() -> None:
        save()
        assert edited.read().can_walk(name)

    def bare() -> None:
        save()
        yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    pairs = in_turn(runs, partial(cpu_seconds, ours), partial(cpu_seconds, bare))
    return Figure(what, "yaml.load with CSafeLoader", Compare.TAKES, LIMIT_MS, pairs, "ms")
