"""The record is where the user says, else where the system keeps such things; some places get a warning."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from triage_tui.record.location import place_warning, record_path


def test_a_named_place_comes_first(tmp_path: Path) -> None:
    """Then TRIAGE_DATA; a folder gets the usual file name, a name in .db is the file."""
    environ = {"TRIAGE_DATA": str(tmp_path / "chosen")}
    assert record_path(tmp_path / "named", environ) == tmp_path / "named" / "encounters.db"
    assert record_path(tmp_path / "other.db", environ) == tmp_path / "other.db"
    assert record_path(None, environ) == tmp_path / "chosen" / "encounters.db"


def test_the_environment_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a home folder that may be written as a tilde."""
    monkeypatch.setenv("TRIAGE_DATA", "~/calls")
    assert record_path() == Path.home() / "calls" / "encounters.db"


def test_otherwise_the_system_s_folder() -> None:
    """Which is in the user's home, and named after the program; an empty TRIAGE_DATA is none."""
    for environ in ({}, {"TRIAGE_DATA": ""}):
        path = record_path(None, environ)
        assert path.name == "encounters.db"
        assert "triage-tui" in path.parts
        assert path.is_relative_to(Path.home())


def test_asking_makes_nothing() -> None:
    """The store makes the folder, with the right mode."""
    assert not record_path(None, {}).parent.exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("home/OneDrive/calls", "OneDrive"),
        ("home/OneDrive - Ambulance Trust/calls", "OneDrive"),
        ("home/Dropbox (Personal)/calls", "Dropbox"),
        ("home/Google Drive/calls", "Google Drive"),
        ("home/Library/CloudStorage/GoogleDrive-a@example.org/calls", "a cloud service"),
        ("home/Library/Mobile Documents/com~apple~CloudDocs/calls", "iCloud"),
        ("home/iCloudDrive/calls", "iCloud"),
        ("//server/share/calls", "network"),
        ("\\\\server\\share\\calls", "network"),
    ],
)
def test_synchronised_and_network_folders_get_a_warning(folder: str, name: str) -> None:
    """It says which, and what to do."""
    warning = place_warning(Path(folder) / "encounters.db")
    assert name in warning
    assert "TRIAGE_DATA" in warning


def test_a_link_into_a_synchronised_folder(tmp_path: Path) -> None:
    """Is seen through."""
    (tmp_path / "OneDrive").mkdir()
    try:
        (tmp_path / "documents").symlink_to(tmp_path / "OneDrive", target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    assert "OneDrive" in place_warning(tmp_path / "documents" / "encounters.db")


def test_other_folders_get_none(tmp_path: Path) -> None:
    """Nor does the usual place."""
    assert place_warning(tmp_path / "encounters.db") == ""
    assert place_warning(record_path(None, {})) == ""


def test_platformdirs_is_loaded_late() -> None:
    """Starting with a named place does not need it."""
    code = "import sys, triage_tui.record.location; sys.exit('platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
