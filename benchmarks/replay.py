"""A million encounters through two versions of a pathway, from a mapped file of columns, on one core."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from random import Random

from benchmarks.figure import Compare, Figure, Pair, cpu_seconds
from benchmarks.long_pathway import long_pathway
from benchmarks.place import Place
from triage_tui.author.replay.columns import Columns, open_columns, write_columns
from triage_tui.author.replay.walking import walk_columns
from triage_tui.content.pack_files import Loaded, read_pack
from triage_tui.content.pathway_file import PathwayFile
from triage_tui.content.shape import validate
from triage_tui.content.source import parse_source
from triage_tui.library import default_pack
from triage_tui.walk.compiling.pathway import compile_pathway
from triage_tui.walk.compiling.shared import compile_shared
from triage_tui.walk.engine import start
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Value

MODE, ROLE = "telephone", "call_handler"
ROWS = 1_000_000
CHECKED = 300
STEPS = 25
OLD, NEW = "count of step_3 >= 2", "count of step_3 >= 1"


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """Both versions over the same columns; some rows are walked on the engine as well."""
    text = long_pathway(STEPS).replace("  - use: opening\n", "")
    old, new = _compiled(text), _compiled(text.replace(OLD, NEW))
    path = place.folder / "columns"
    write_columns(path, _columns(old))
    columns = open_columns(path)
    moved = 0

    def ours() -> None:
        nonlocal moved
        before, now = walk_columns(old, MODE, ROLE, columns), walk_columns(new, MODE, ROLE, columns)
        moved = sum(one != other for one, other in zip(before.ranks, now.ranks, strict=True))
        _check(new, columns, now.outcomes)

    pairs = tuple(Pair(seconds, seconds) for seconds in (cpu_seconds(ours) for _ in range(max(runs // 5, 1))))
    what = f"{ROWS:,} encounters through two versions, one core"
    note = f"{STEPS} steps; {moved:,} ended at another rank"
    yield Figure(what, "the limit", Compare.TAKES_S, 10, pairs, "s", note)


def _compiled(text: str) -> Plan:
    source = parse_source(text.encode(), "long.yaml")
    model, _ = validate(PathwayFile, source)
    assert model is not None, [problem.line() for problem in source.problems]
    files = read_pack(default_pack())
    files.pathways["long"] = Loaded(model, source)
    plan, problems = compile_pathway(files, compile_shared(files), "long")
    assert plan is not None, [problem.line() for problem in problems]
    return plan


def _columns(plan: Plan) -> Columns:
    """Answers to every question, most of them reassuring."""
    random = Random(7)
    codes: dict[str, array[int]] = {}
    values: dict[str, tuple[Value, ...]] = {}
    for step in plan.steps:
        if step.kind == Kind.CHOICE:
            values[step.id] = ("no", "yes", "a_little", NOT_KNOWN)
        elif step.kind == Kind.CHECKLIST:
            values[step.id] = ((), ("one",), ("two",), ("two", "three"), ("one", "two", "three"))
        else:
            continue
        weights = [20, *[1] * (len(values[step.id]) - 1)]
        codes[step.id] = array("B", random.choices(range(1, len(weights) + 1), weights, k=ROWS))
    return Columns(ROWS, codes, values)


def _check(plan: Plan, columns: Columns, outcomes: array[int]) -> None:
    for row in range(0, ROWS, ROWS // CHECKED):
        known = {step: columns.values[step][codes[row] - 1] for step, codes in columns.codes.items()}
        state = start(plan, mode=MODE, role=ROLE, known=known)
        assert ~state.at == outcomes[row], "the engine ends elsewhere"
