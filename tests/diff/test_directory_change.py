"""Whom a change of the directory sends elsewhere: at the hours that changed, and for what may ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import make_small_pack
from triage_tui.author.diff import services
from triage_tui.author.diff.directory_change import changed_services, times_of, types_concerned
from triage_tui.author.diff.services import moved_services
from triage_tui.author.diff.version import Version
from triage_tui.compiler import compile_pack
from triage_tui.content.fingerprint import directory_of


def version(folder: Path, old: str = "", new: str = "") -> Version:
    """The small pack, with one text of its directory replaced."""
    pack = make_small_pack(folder)
    file = directory_of(pack)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return Version(folder.name, str(pack), compile_pack(pack, file))


@pytest.fixture
def before(tmp_path: Path) -> Version:
    return version(tmp_path / "before")


def test_hours_are_asked_about_where_they_differ(before: Version, tmp_path: Path) -> None:
    """Closing at 18:00 is seen by somebody who rings at 19:00, not at 10:00, 03:00 or 14:00."""
    after = version(tmp_path / "after", '"08:00-20:00"', '"08:00-18:00"')
    old, new = before.compiled.directory, after.compiled.directory
    assert [one.id for pair in changed_services(old, new) for one in pair if one] == ["west_team"] * 2
    assert "Mondays at 19:00" in times_of(old, new)
    moved, _ = moved_services(before, after)
    assert [(one.old, one.new) for one in moved] == [("west_team", "any_team")]
    assert list(moved[0].times) == ["Mondays at 19:00"]


def test_a_line_that_moved_is_no_change(before: Version, tmp_path: Path) -> None:
    after = version(tmp_path / "after", "services:\n", "\nservices:\n")
    assert changed_services(before.compiled.directory, after.compiled.directory) == []
    assert moved_services(before, after) == ([], 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"08:00-20:00"', '"08:00-12:00"'),
        ("{roles: [call_handler, paramedic], self: yes, how: Go in", "{roles: [paramedic], how: Go in"),
        ("id: west_team", "id: east_team"),
        ("instead: [clinical_hub]", "instead: [ambulance]"),
    ],
)
def test_what_is_left_out_would_not_have_moved(
    old: str, new: str, before: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same are sent elsewhere when everybody is asked about."""
    after = version(tmp_path / "after", old, new)
    narrow, some = moved_services(before, after)
    monkeypatch.setattr(services, "types_concerned", lambda *_: None)
    wide, every = moved_services(before, after)
    assert narrow == wide
    assert 0 < some <= every


def test_another_rule_of_a_type_may_matter_for_any(before: Version, tmp_path: Path) -> None:
    after = version(tmp_path / "after", "instead: [clinical_hub]", "instead: [ambulance]")
    assert types_concerned(before.compiled.directory, after.compiled.directory) is None
