"""triage new: files to begin with."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from triage_tui.author.new.habits import Habits, habits_of
from triage_tui.author.new.instrument import instrument_text
from triage_tui.author.new.module import module_text
from triage_tui.author.new.pathway import Wanted, pathway_text
from triage_tui.author.new.scenarios import scenarios_text
from triage_tui.author.new.write import PATHWAYS, add_files, copy_pack
from triage_tui.commands.settings import open_library
from triage_tui.content.ages import OLDEST_DAYS, age_limits
from triage_tui.content.schema.ids import read_ids
from triage_tui.errors import ExitCode, UsageError
from triage_tui.library import Library, is_inside_program
from triage_tui.text import printable
from triage_tui.walk.plan import MODES

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_KINDS = ("pathway", "module", "instrument", "copy_pack")


def run(options: argparse.Namespace) -> int:
    """Write the files asked for, print where they are, and say what to do next."""
    named = [kind for kind in _KINDS if getattr(options, kind) is not None]
    if len(named) != 1:
        raise UsageError("name one thing to begin", "triage new PATHWAY, --module, --instrument or --copy-pack FOLDER")
    library = open_library(options)
    pack = f" --pack {options.pack}" if hasattr(options, "pack") else ""
    if options.copy_pack is not None:
        into = Path(options.copy_pack)
        written = copy_pack(library.folder, library.directory_path, into)
        return _say(written, ["check --strict", "new PATHWAY"], f" --pack {into / PATHWAYS}")
    if is_inside_program(library.folder):
        hint = "triage new --copy-pack FOLDER, and then --pack FOLDER/pathways"
        raise UsageError("the pack in use is the program's own; begin with a copy", hint)
    files, following = _files(options, library, named[0])
    return _say(add_files(library.folder, files), following, pack)


def _files(options: argparse.Namespace, library: Library, kind: str) -> tuple[dict[str, str], list[str]]:
    """The new files by their place in the pack, and the commands to go on with."""
    ids = read_ids(library.folder)
    habits = habits_of(library.pack, [library.plan(header.id) for header in library.pack.pathways], ids)
    wanted = _wanted(options, getattr(options, kind), habits, kind)
    if kind == "pathway":
        _refuse(wanted.name in ids.pathways or wanted.name in _SHARED, f'"{wanted.name}" is taken')
        files = {
            f"{wanted.name}.yaml": pathway_text(wanted, habits),
            f"scenarios/{wanted.name}.yaml": scenarios_text(wanted, habits),
        }
        return files, ["check --strict", *(f"{command} {wanted.name}" for command in ("prove", "test", "walk"))]
    text = module_text(wanted, habits) if kind == "module" else instrument_text(wanted)
    return {f"{kind}s/{wanted.name}.yaml": text}, ["check"]


_SHARED = ("pack", "dispositions", "advice", "directory")


def _wanted(options: argparse.Namespace, name: str, habits: Habits, kind: str) -> Wanted:
    """What the options say, checked."""
    _refuse(not _NAME.fullmatch(name), f'"{name}" is not a name: 2 to 40 lower-case letters, digits and underscores')
    title = options.title or name.replace("_", " ").capitalize()
    for text in (title, options.owner):
        _refuse(not text.strip() or printable(text) != text or "\n" in text, "a title or owner is one line of words")
    modes = _modes(options.modes) or habits.modes
    missing = [mode for mode in modes if mode not in habits.roles]
    _refuse(bool(missing), f"no role of the pack works {' and '.join(missing)}")
    ages = _ages(options.ages)
    _refuse(bool(ages) and kind == "pathway" and not habits.ages_known, "the pack's opening does not ask for the age")
    return Wanted(name, title.strip(), options.owner.strip(), modes, ages, datetime.now(UTC).date())


def _modes(text: str | None) -> tuple[str, ...]:
    """The modes named, in their usual order; none when none are named."""
    named = {mode.strip() for mode in text.split(",")} if text else set()
    for mode in sorted(named.difference(MODES)):
        raise UsageError(f'--modes: "{mode}" is no mode', f"the modes are: {', '.join(MODES)}")
    return tuple(mode for mode in MODES if mode in named)


def _ages(text: str | None) -> str:
    """Age limits as written; nothing when everyone is within them."""
    if not text:
        return ""
    try:
        low, high = age_limits(text)
    except ValueError as error:
        raise UsageError(f"--ages: {error}") from None
    return "" if (low, high) == (0, OLDEST_DAYS) else text


def _refuse(wrong: bool, message: str) -> None:
    if wrong:
        raise UsageError(message, "nothing was written")


def _say(written: list[Path], following: list[str], pack: str) -> int:
    """Where the files are, as data; what to do next, as narration."""
    sys.stdout.writelines(f"{path}\n" for path in written)
    sys.stderr.write("next: " + ", ".join(f"triage {command}{pack}" for command in following) + "\n")
    return int(ExitCode.OK)
