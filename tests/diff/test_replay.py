"""Encounters walked as columns end where the engine ends them; a file of columns gives back what was put in."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.diff.generate import edited
from tests.diff.test_against_engine import compiled, ended, patients
from triage_tui.author.replay.columns import columns_of, open_columns, write_columns
from triage_tui.author.replay.walking import UNFINISHED, walk_columns
from triage_tui.walk.plan import Value


@pytest.mark.parametrize("seed", range(1, 6))
def test_columns_end_where_the_engine_does(seed: int, tmp_path: Path) -> None:
    packs = [compiled(tmp_path / name, files) for name, files in zip("on", edited(Random(seed)), strict=True)]
    plans = [one.plans["example"] for one in packs if one is not None]
    if len(plans) < 2:
        pytest.skip("this edit cannot be walked")
    rows = [known for mode, role, known in patients((plans[0], plans[1])) if role == "call_handler"]
    write_columns(tmp_path / "columns", columns_of(rows))
    columns = open_columns(tmp_path / "columns")
    for plan in plans:
        found = walk_columns(plan, "telephone", "call_handler", columns)
        for row, known in enumerate(rows):
            expected = ended(plan, "telephone", "call_handler", known)
            if expected is None:
                assert found.outcomes[row] == UNFINISHED
            else:
                assert (found.ranks[row], plan.outcomes[found.outcomes[row]].id) == expected[:2]


def test_wide_columns_and_gaps(tmp_path: Path) -> None:
    """More than 255 different answers take two bytes; a row without an answer has none."""
    rows: list[dict[str, Value]] = [{"n": str(n), "m": {"a": str(n % 3)}} for n in range(300)]
    rows[7] = {"late": ("x", "y")}
    write_columns(tmp_path / "columns", columns_of(rows))
    found = open_columns(tmp_path / "columns")
    again: list[dict[str, Value]] = [
        {step: found.values[step][codes[row] - 1] for step, codes in found.codes.items() if codes[row]}
        for row in range(found.rows)
    ]
    assert again == rows


@pytest.mark.parametrize("damage", ["nothing", "half", "other"])
def test_what_is_no_file_of_columns_is_refused(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "columns"
    write_columns(path, columns_of([{"n": str(n)} for n in range(100)]))
    whole = path.read_bytes()
    path.write_bytes({"nothing": b"x", "half": whole[: len(whole) - 50], "other": b"other" + whole}[damage])
    with pytest.raises(ValueError, match=r"columns|cut off"):
        open_columns(path)
