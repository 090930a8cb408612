"""triage tables: work out beforehand what can still happen in every call, and keep it in the cache folder."""

from __future__ import annotations

import argparse
import os
import sys
import time

from triage_tui.commands.settings import open_library, plan_of
from triage_tui.errors import ContentError, ExitCode
from triage_tui.library import Library, cache_folder


def run(options: argparse.Namespace) -> int:
    """The tables of the pathways named, or of all: one line each, at once where they are there already."""
    if options.gently and hasattr(os, "nice"):
        os.nice(19)
    library = open_library(options)
    for pathway in options.pathways or [header.id for header in library.pack.pathways]:
        plan_of(library, pathway)
        sys.stdout.write(f"{pathway}: {_made(library, pathway)}\n")
        sys.stdout.flush()
    return int(ExitCode.OK)


def _made(library: Library, pathway: str) -> str:
    from triage_tui.proof.tables import tables_of

    if library.tables.open(pathway):
        return "worked out already"
    began = time.monotonic()
    data = tables_of(library.plan(pathway))
    if library.tables.keep(pathway, data) is None:
        raise ContentError(
            f"the tables of {pathway} cannot be kept in {cache_folder()}",
            hint="mend the folder, or name another with TRIAGE_CACHE; meanwhile the app shows what can happen at most",
        )
    return f"worked out in {time.monotonic() - began:.0f} s, {len(data) / 1_000_000:.1f} MB"
