"""The SQLite file under the record: one connection that owns it, with settings that make it durable."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from triage_tui.errors import StoreError
from triage_tui.files import sync_folder
from triage_tui.record.trouble import BUSY_CODES, busy, damaged, errors_of, errors_opening, no_access, primary_code

APPLICATION_ID = 0x54524941  # "TRIA"
SCHEMA_VERSION = 1
SCHEMA = (
    """CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  encounter TEXT NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  utc TEXT NOT NULL,
  mono INTEGER NOT NULL,
  role TEXT NOT NULL,
  pack TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL
)""",
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
BUSY_SECONDS = 0.3


class Setting(NamedTuple):
    """A pragma, what it is set to, and what it must read back as."""

    name: str
    wanted: str
    reads: str | int


SETTINGS = (
    Setting("synchronous", "FULL", 2),
    Setting("fullfsync", "ON", 1),  # macOS: fsync alone leaves data in the drive's cache
    Setting("checkpoint_fullfsync", "ON", 1),
    Setting("cell_size_check", "ON", 1),
    Setting("temp_store", "MEMORY", 2),  # patient data goes to no temporary file
    Setting("locking_mode", "EXCLUSIVE", "exclusive"),  # SQLite before 3.51.3 can lose a WAL that two connections share
)
JOURNAL = Setting("journal_mode", "WAL", "wal")


def open_for_writing(path: Path, *, create: bool) -> sqlite3.Connection:
    """The one connection that owns the record, locked and durable; raises StoreError and its kinds."""
    with errors_opening(path):
        if create:
            _make_file(path)
        connection = _connect(path, "mode=rw")
        try:
            for setting in SETTINGS:
                _apply(connection, setting, path)
            blank = _is_blank(connection, path)
            _apply(connection, JOURNAL, path)
            connection.execute("BEGIN IMMEDIATE")
            if blank:
                _make_schema(connection)
            # A file that can only be read says so at the first change, not at BEGIN.
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
            connection.execute("COMMIT" if blank else "ROLLBACK")
            # What a killed process left in the journal was readable but perhaps not yet durable.
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise busy(path)
            sync_folder(path.parent)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, also from a folder or disk that cannot be written to; raises StoreError."""
    with errors_opening(path):
        if not path.is_file():
            raise StoreError(f"There is no record at {path}.", "Name the data folder with TRIAGE_DATA.")
        connection = _connect_unwritten(path)
        try:
            if _is_blank(connection, path):
                raise StoreError(f"The record at {path} is empty.", "Open it once in a folder that can be written to.")
        except BaseException:
            connection.close()
            raise
    return connection


def _connect_unwritten(path: Path) -> sqlite3.Connection:
    if not path.with_name(path.name + "-wal").exists():
        return _connect(path, "immutable=1")
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if os.name != "posix" or primary_code(error) in BUSY_CODES:
            raise
    else:
        return connection
    # The folder takes no shared-memory file: nobody else can be writing here, so read the journal without locks.
    connection = _connect(path, "mode=ro&vfs=unix-none")
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    return connection


def _connect(path: Path, query: str) -> sqlite3.Connection:
    name = os.fsencode(path.absolute().as_posix())
    uri = f"file://{'' if name.startswith(b'/') else '/'}{quote(name)}?{query}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)


def _make_file(path: Path) -> None:
    """The file and its missing folders, for this user alone whatever the umask is."""
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        # Asked, not tried: opening and closing a file would drop a lock that this process has on it.
        if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise no_access("open", path, "it can only be read") from None
        if os.name == "posix" and path.stat().st_mode & 0o077:
            with suppress(PermissionError):  # somebody else's file: whether it can be used, SQLite finds out
                path.chmod(0o600)


def _apply(connection: sqlite3.Connection, setting: Setting, path: Path) -> None:
    connection.execute(f"PRAGMA {setting.name}={setting.wanted}").fetchall()
    found = connection.execute(f"PRAGMA {setting.name}").fetchone()
    if found is None or found[0] != setting.reads:
        raise StoreError(
            f"The record at {path} cannot be kept safely: SQLite refuses {setting.name}={setting.wanted}.",
            "Choose a data folder on this computer's own disk with TRIAGE_DATA.",
        )


def _is_blank(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file has no content yet; raises StoreError unless it is blank or a record of this version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    schema = tuple(text for (text,) in connection.execute("SELECT sql FROM sqlite_master ORDER BY rowid"))
    if not schema and application == version == 0:
        return True
    if application != APPLICATION_ID:
        raise StoreError(
            f"{path} is not a record of Triage TUI.",
            "Nothing was changed. Choose another data folder with TRIAGE_DATA.",
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"The record at {path} was made by a newer version of Triage TUI (format {version}).",
            f"Nothing was changed. Update this copy, which reads format {SCHEMA_VERSION}.",
        )
    if version < SCHEMA_VERSION or schema != SCHEMA:
        raise damaged(path, "its table is not the one this program made")
    return False


def _make_schema(connection: sqlite3.Connection) -> None:
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Let SQLite check its own pages; raises StoreDamaged."""
    with errors_of("read", path):
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(path, "its pages do not fit together")
