"""A process of its own that saves answers and says what was acknowledged, until something stops it.

python child.py RECORD ENCOUNTER ANSWERS [CRASH_AT CRASH_NUMBER]     saves answers 1 .. ANSWERS
python child.py RECORD                                               opens the record and waits for the end of stdin
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.record.writing import save
from triage_tui.errors import StoreError
from triage_tui.record.store import Store

TRIES = 3


def tell(line: str) -> None:
    """One line to the parent, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def save_all(store: Store, encounter: str, answers: int, crash_at: str, crash_number: int) -> None:
    """Save each answer, up to three times, and tell how it went."""
    for number in range(1, answers + 1):
        if number == crash_number:
            os.environ["TRIAGE_CRASH_AT"] = crash_at
        for _ in range(TRIES):
            try:
                save(store, number, encounter)
            except StoreError as error:
                tell(f"failed {type(error).__name__}: {error.message}")
            else:
                tell(f"saved {number}")
                break
        else:
            return


def main(record: str, encounter: str = "", answers: str = "0", crash_at: str = "", crash_number: str = "0") -> int:
    """Do what the arguments say."""
    try:
        with Store.open(Path(record)) as store:
            tell("open")
            if encounter:
                save_all(store, encounter, int(answers), crash_at, int(crash_number))
            else:
                sys.stdin.read()
    except StoreError as error:
        tell(f"refused {type(error).__name__}: {error.message}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
