"""Two versions of a pathway of 500 steps compared, for several kinds of change, beside compiling one of them."""

from __future__ import annotations

import gc
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.figure import Compare, Figure, cpu_seconds, in_turn
from benchmarks.long_pathway import long_pathway
from benchmarks.place import PASS, TRIAGE, Place
from triage_tui.author.diff.compare import BEHAVIOUR, WORDING, PathwayDiff, compare_versions
from triage_tui.author.diff.version import Version
from triage_tui.compiler import compile_pack
from triage_tui.library import default_pack
from triage_tui.proof.differences import LESS, OUTCOME

STEPS = 500
MOST_SECONDS = 1.0
THRESHOLD, TICKED, OUTCOME_SWAPPED = ">= 2, go: hospital", ">= 3, go: hospital", ">= 2, go: home"
OBSERVATIONS = """\
  - id: vital_signs
    ask: Take a full set of observations.
    measure: news2
    not known: {floor: clinician_now}
"""
ENDS = "  - decide: [{otherwise: home}]\n"
SCORED_ENDS = """\
  - decide:
      - {when: surely news2 >= 7, go: hospital}
      - {when: news2 >= 5, floor: ed_1h, go: home}
      - {otherwise: home}
"""
INSTRUMENT = "instruments/news2.yaml"


class Change(NamedTuple):
    """What is changed: a text in a file of the pack, counted from the first or (negative) from the last."""

    what: str
    old: str
    new: str
    place: int = 0
    file: str = "long.yaml"
    finds: str = LESS


CHANGES = (
    Change("a threshold, early", THRESHOLD, TICKED, 1),
    Change("a threshold, late", THRESHOLD, TICKED, -2),
    Change("an outcome swapped, early", THRESHOLD, OUTCOME_SWAPPED, 1, finds=OUTCOME),
    Change("an outcome swapped, late", THRESHOLD, OUTCOME_SWAPPED, -2, finds=OUTCOME),
    Change("a floor dropped, half way", "yes: {floor: clinician_now, because: new sign 250}", "yes: next"),
    Change("the points of an instrument", "{to: 20, points: 0}", "{to: 22, points: 0}", file=INSTRUMENT),
    Change("wording alone", "Is there any new pain", "Is there new pain", 50, finds=""),
)


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """From two compiled versions to shares, examples and lines; and the whole command for the last of them."""
    few = max(runs // 5, 1)
    old, files = place.folder / "old", _files()
    _write(old, files)
    before = _version(old)
    for change in CHANGES:
        new = place.folder / "new"
        _write(new, files | {change.file: _changed(files[change.file], change)})
        yield _compared(change, before, new, few)
    yield _command(place, old, place.folder / "new", few)


def _compared(change: Change, before: Version, new: Path, runs: int) -> Figure:
    after = _version(new)
    _check(change, _without_collecting(partial(compare_versions, before, after, "long"))[0])
    ours = partial(_without_collecting, partial(compare_versions, before, after, "long"))
    pairs = in_turn(runs, partial(cpu_seconds, ours), partial(cpu_seconds, partial(_version, new)))
    what = f"versions of {STEPS} steps compared: {change.what}"
    return Figure(what, "compiling one of them", Compare.TAKES_S, MOST_SECONDS, pairs, "s")


def _check(change: Change, found: PathwayDiff) -> None:
    assert found.state == (BEHAVIOUR if change.finds else WORDING), change.what
    assert bool(found.of(change.finds)) == bool(change.finds), change.what
    assert not found.unknown, change.what
    assert all(one.example is not None for one in found.differences), change.what


def _without_collecting(action: Callable[[], list[PathwayDiff]]) -> list[PathwayDiff]:
    """As the command does it: very many small things, hardly any of them garbage."""
    gc.disable()
    try:
        return action()
    finally:
        gc.enable()


def _command(place: Place, old: Path, new: Path, runs: int) -> Figure:
    def taken(words: tuple[str, ...]) -> float:
        begun = time.perf_counter()
        subprocess.run(words, capture_output=True, env=place.environment, check=False)
        return time.perf_counter() - begun

    words = (*TRIAGE, "diff", str(old / "pathways"), str(new / "pathways"))
    pairs = in_turn(runs, partial(taken, words), partial(taken, PASS))
    return Figure(f"triage diff, {STEPS} steps: wording alone", "python -c pass", Compare.TAKES_S, None, pairs, "s")


def _files() -> dict[str, str]:
    """The pathway with a set of observations in the middle of it that its end reads, and the instrument."""
    middle = f"  - id: step_{STEPS // 2}\n"
    text = long_pathway(STEPS).replace(middle, OBSERVATIONS + middle).replace(ENDS, SCORED_ENDS)
    return {"long.yaml": text, INSTRUMENT: (default_pack() / INSTRUMENT).read_text(encoding="utf-8")}


def _changed(text: str, change: Change) -> str:
    parts = text.split(change.old)
    place = range(1, len(parts))[change.place]
    return change.old.join(parts[:place]) + change.new + change.old.join(parts[place:])


def _write(target: Path, files: dict[str, str]) -> None:
    shutil.rmtree(target, ignore_errors=True)
    others = shutil.ignore_patterns("*_and_treat.yaml", "falls*", "mental*")
    shutil.copytree(default_pack(), target / "pathways", ignore=others)
    shutil.copy(default_pack().parent / "directory.yaml", target / "directory.yaml")
    for name, text in files.items():
        (target / "pathways" / name).write_text(text, encoding="utf-8")


def _version(folder: Path) -> Version:
    return Version(folder.name, folder.name, compile_pack(folder / "pathways", folder / "directory.yaml"))
