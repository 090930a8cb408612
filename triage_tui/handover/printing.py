"""Put a copy on paper or in a file. Nothing here touches the record, and no name of a file says who the patient is."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

from triage_tui.errors import OutputError
from triage_tui.files import beside, sync_folder, write_new
from triage_tui.text import printable, shortened

PRINT_SECONDS = 30
_COMMANDS = (("lp", ("-o", "cpi=12", "-t")), ("lpr", ("-T",)))
"""Print commands that read standard input, and their options up to the title; 12 letters an inch put 80 on A4."""


def file_name(reference: str, copy: str, kind: str) -> str:
    """`260105-ABCD-patient.txt`: the encounter's reference, never a name."""
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in reference)
    return f"{safe}-{copy}.{'html' if kind == 'html' else 'txt'}"


def save_copy(text: str, folder: Path, name: str) -> Path:
    """Save under a name that is not yet taken in the folder, whole or not at all, for this user's eyes only.

    Raises OutputError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = _write_part(text, folder, name)
        try:
            stem, _, suffix = name.rpartition(".")
            for number in count(1):
                final = folder / (name if number == 1 else f"{stem}-{number}.{suffix}")
                if _put_in_place(part, final):
                    break
        finally:
            part.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        hint = "choose another place with -o FILE; the encounter itself is safe in the record"
        raise OutputError(f"the summary was not saved in {folder}: {_reason(error)}", hint) from None
    return final


def write_copy(text: str, path: Path) -> None:
    """Write to the file the user named; an existing one is refused. Raises OutputError."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(text.encode())  # a device or a pipe
            return
        part = _write_part(text, path.parent, path.name)
        try:
            taken = not _put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)
        if not taken:
            sync_folder(path.parent)
    except OSError as error:
        hint = "choose another place with -o FILE; the encounter itself is safe in the record"
        raise OutputError(f"the summary was not written to {path}: {_reason(error)}", hint) from None
    if taken:
        raise OutputError(f"{path} is already there: nothing was written", "name another one, or remove it first")


def printer_encoding() -> str:
    """The encoding to give to the print command."""
    named = locale.getpreferredencoding(False).lower().replace("-", "")
    return "utf-8" if named == "utf8" or sys.platform == "win32" else "ascii"


def print_copy(text: str, *, title: str, folder: Path, name: str) -> str:
    """Send a copy to the system's printer and say how; when that fails, OutputError says why and which file has it."""
    if sys.platform == "win32":
        return _print_on_windows(save_copy(text, folder, name))
    failure = "there is no print command here (lp or lpr)"
    for command, options in _COMMANDS:
        program = shutil.which(command)
        if program is not None:
            failure = _run([program, *options, title], text)
            break
    if not failure:
        return f"Sent to the printer with {command}."
    try:
        kept = save_copy(text, folder, name)
    except OutputError as error:
        raise OutputError(f"not printed: {failure}; and {error.message}", error.hint) from None
    raise OutputError(f"not printed: {failure}", f"the copy is in {kept}: print it from there")


def _run(command: list[str], text: str) -> str:
    """Give a text to a print command; why it failed, or ""."""
    try:
        done = subprocess.run(  # noqa: S603 (the system's own program; the text goes to its standard input)
            command, input=text.encode(), capture_output=True, timeout=PRINT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"{Path(command[0]).name} did not answer within {PRINT_SECONDS} seconds"
    except OSError as error:
        return f"{Path(command[0]).name} could not be started: {_reason(error)}"
    if done.returncode == 0:
        return ""
    said = shortened(printable(done.stderr.decode(errors="replace")), 200)
    return said or f"{Path(command[0]).name} ended with {done.returncode}"


def _print_on_windows(path: Path) -> str:
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")  # noqa: S606
        except OSError as error:
            raise OutputError(f"not printed: {_reason(error)}", f"the copy is in {path}: print it from there") from None
    return f"Sent to the printer from {path}."


def _write_part(text: str, folder: Path, name: str) -> Path:
    """A new file beside the final one, complete and on the disk."""
    part = beside(folder / name)
    write_new(part, [text.encode()], synced=True, mode=0o600)
    return part


def _put_in_place(part: Path, final: Path) -> bool:
    """Give a finished file its name; False when the name is taken. A link, unlike a rename, never replaces."""
    try:
        if sys.platform == "win32":
            part.rename(final)
        else:
            final.hardlink_to(part)
    except FileExistsError:
        return False
    except OSError:
        if final.exists():
            return False
        part.rename(final)  # a disk without links, such as a USB stick
    return True


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
