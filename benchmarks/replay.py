"""A million encounters through two versions of a pathway, from the file of columns: as long numbers and on vectors."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.figure import Compare, Figure, Pair, cpu_seconds
from benchmarks.long_pathway import long_pathway
from benchmarks.place import Place
from triage_tui.author.replay.columns import Columns
from triage_tui.author.replay.sidecar import Alike, Rows, Stored, read_stored, write_stored
from triage_tui.author.replay.walking import UNFINISHED, End, tally_lists, walk_lists
from triage_tui.content.pack_files import Loaded, read_pack
from triage_tui.content.pathway_file import PathwayFile
from triage_tui.content.shape import validate
from triage_tui.content.source import parse_source
from triage_tui.library import Library, default_pack
from triage_tui.walk.compiling.pathway import compile_pathway
from triage_tui.walk.compiling.shared import compile_shared
from triage_tui.walk.engine import start
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step, Value

MODE, ROLE = "telephone", "call_handler"
ALIKE = Alike("long", MODE, ROLE, True)
ROWS = 1_000_000
CHECKED = 2_000
STEPS = 25
OLD, NEW = "count of step_3 >= 2", "count of step_3 >= 1"
SHIPPED = "hear_and_treat"

Walk = Callable[[Plan, str, str, Columns], Any]
Tally = Callable[[Any, Any], Counter[tuple[End, End]]]


def measure(place: Place, runs: int) -> Iterator[Figure]:
    """Both versions over the same columns, beside the engine on some of the rows, taken a million-fold."""
    text = long_pathway(STEPS).replace("  - use: opening\n", "")
    plans = _compiled(text), _compiled(text.replace(OLD, NEW))
    shipped = Library().plan(SHIPPED)
    packs = ((f"{STEPS} steps", plans), (f"{SHIPPED}, {len(shipped.steps)} steps", (shipped, shipped)))
    for what, (old, new) in packs:
        path = place.folder / "columns"
        columns = _columns(old)
        write_stored(path, Stored(groups={ALIKE: Rows(array("Q", range(ROWS)), columns)}))
        for name, limit, walk, tally in _ways():
            times = max(runs // 5, 1)
            each = partial(_replayed, path, (old, new), walk, tally)
            engine = partial(_on_engine, (old, new), columns)
            pairs = tuple(Pair(cpu_seconds(each), cpu_seconds(engine) * ROWS / CHECKED) for _ in range(times))
            _check((old, new), columns, walk)
            yield Figure(
                f"{ROWS:,} encounters through two versions, one core, {name}",
                "the engine, one by one",
                Compare.TAKES_S,
                limit,
                pairs,
                "s",
                what,
            )


def _ways() -> Iterator[tuple[str, float, Walk, Tally]]:
    yield "no numpy", 10, walk_lists, tally_lists
    if find_spec("numpy") is not None:
        from triage_tui.author.replay.vectors import tally_vectors, walk_vectors

        yield "numpy", 1.5, walk_vectors, tally_vectors


def _replayed(path: Path, plans: tuple[Plan, Plan], walk: Walk, tally: Tally) -> None:
    columns = read_stored(path).groups[ALIKE].columns
    tally(*(walk(plan, MODE, ROLE, columns) for plan in plans))


def _on_engine(plans: tuple[Plan, Plan], columns: Columns) -> list[End]:
    """Where the engine ends some rows in each version, their answers ready to be taken."""
    rows = [columns.row(row) for row in range(0, ROWS, ROWS // CHECKED)]
    return [_end(plan, answers) for plan in plans for answers in rows]


def _end(plan: Plan, answers: dict[str, Value]) -> End:
    state = start(plan, mode=MODE, role=ROLE, known=answers)
    return (~state.at, final_disposition(plan, state)) if state.finished else (UNFINISHED, -1)


def _check(plans: tuple[Plan, Plan], columns: Columns, walk: Walk) -> None:
    found = [walk(plan, MODE, ROLE, columns) for plan in plans]
    ends = [one.of(row) for one in found for row in range(0, ROWS, ROWS // CHECKED)]
    assert ends == _on_engine(plans, columns), "the engine ends elsewhere"


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
    """Answers to every question, most of them reassuring; observations mostly those of somebody well."""
    random = Random(7)
    codes: dict[str, array[int]] = {}
    values: dict[str, tuple[Value, ...]] = {}
    for name, answers in _answers(plan):
        weights = [20, *[1] * (len(answers) - 1)]
        values[name] = tuple(answers)
        codes[name] = array("B", random.choices(range(1, len(weights) + 1), weights, k=ROWS))
    return Columns(ROWS, codes, values)


def _answers(plan: Plan) -> Iterator[tuple[str, list[Value]]]:
    """For every column, its answers, the likeliest first."""
    for step in plan.steps:
        if step.kind == Kind.MEASURE:
            yield step.id, [{}, NOT_KNOWN]
            for field in plan.instruments[step.instrument].fields:
                spec = field.number
                numbers = range(spec.low, spec.high + 1, max((spec.high - spec.low) // 40, 1)) if spec else ()
                texts = [f"{n / 10**spec.decimals:.{spec.decimals}f}" for n in numbers] if spec else []
                usual = [field.usual] if field.usual else []
                yield f"{step.id}/{field.id}", [*usual, *texts, *(choice.id for choice in field.choices)]
        elif step.kind != Kind.DECISION:
            yield step.id, _of_step(step)


def _of_step(step: Step) -> list[Value]:
    names = [option.id for option in step.options]
    if step.kind == Kind.CHECKLIST:
        return [(), *((name,) for name in names), tuple(names[:2])]
    if step.kind == Kind.NUMBER:
        spec = step.number
        assert spec is not None
        if spec.unit == "age":
            return ["40", *(f"{age} years" for age in range(0, 100, 3)), "5 months", NOT_KNOWN]
        return [str(n) for n in range(spec.low, spec.high, max((spec.high - spec.low) // 40, 1))]
    if step.kind == Kind.TEXT:
        return ["given", NOT_KNOWN]
    usual = [step.mildest] if isinstance(step.mildest, str) else []
    return [*usual, *names, *([] if step.kind == Kind.INSTRUCTION else [NOT_KNOWN])]
