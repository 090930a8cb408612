"""triage where: which folders and versions are used."""

from __future__ import annotations

import argparse
import sys

from triage_tui import __version__
from triage_tui.commands.settings import data_path, open_library
from triage_tui.errors import ExitCode
from triage_tui.library import cache_folder


def run(options: argparse.Namespace) -> int:
    """Print every place, one a line."""
    library = open_library(options)
    lines = {
        "program": __version__,
        "pack": library.folder,
        "directory": library.directory_path,
        "services": library.directory_words(),
        "pack version": library.pack.version,
        "pack hash": library.hash,
        "record": data_path(options),
        "cache": cache_folder(),
    }
    width = max(len(name) for name in lines)
    for name, value in lines.items():
        sys.stdout.write(f"{name.ljust(width)}  {value}\n")
    return int(ExitCode.OK)
