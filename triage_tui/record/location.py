"""Where the record lives, and whether that place is safe for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

APP_NAME = "triage-tui"
DATA_VARIABLE = "TRIAGE_DATA"
FILE_NAME = "encounters.db"

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "cloudstorage": "a cloud service",
}


def record_path(explicit: Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """The record file: an explicit place, else the folder in TRIAGE_DATA, else the system's folder for state.

    A place that ends in ".db" is the file itself, any other is the folder that holds it.
    """
    chosen = (os.environ if environ is None else environ).get(DATA_VARIABLE, "")
    if explicit is not None:
        place = explicit
    elif chosen:
        place = Path(chosen)
    else:
        place = _state_folder()
    place = place.expanduser()
    return place if place.suffix.lower() == ".db" else place / FILE_NAME


def _state_folder() -> Path:
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)


def place_warning(path: Path) -> str:
    """Why a synchronised or network folder is no place for the record, or "" when the path does not look like one."""
    shared = _shared_by(path)
    if not shared:
        return ""
    return (
        f"{path.parent} looks like {shared}. The record can be damaged or copied to others there; "
        f"set {DATA_VARIABLE} to a folder on this computer's own disk."
    )


def _shared_by(path: Path) -> str:
    if str(path).startswith(("//", "\\\\")):
        return "a network folder"
    for place in (path, path.resolve()):
        for part in place.parts:
            for beginning, name in _SYNCED.items():
                if part.casefold().startswith(beginning):
                    return f"a folder that {name} synchronises"
    return ""
