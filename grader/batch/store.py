"""Turns a folder into its database of results: opened, checked, and safe to be killed at any moment."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

import msgspec

from grader.batch.filesystem import is_shared
from grader.batch.laid import require_file
from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORE_FILE: Final = "results.sqlite3"

_BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite adds to the name of a database for what it writes beside it."""
_APPLICATION: Final = 0x4C675264
"""By which a database of ours is known: sqlite.org's `application_id`."""
_VERSION: Final = 1
_BUSY_SECONDS: Final = 10.0
_NO_DAMAGE: Final = {
    sqlite3.SQLITE_FULL: "batch.store_full",
    sqlite3.SQLITE_BUSY: "batch.store_refused",
    sqlite3.SQLITE_LOCKED: "batch.store_refused",
    sqlite3.SQLITE_PERM: "batch.store_refused",
    sqlite3.SQLITE_READONLY: "batch.store_refused",
    sqlite3.SQLITE_CANTOPEN: "batch.store_refused",
    sqlite3.SQLITE_IOERR: "batch.store_refused",
    sqlite3.SQLITE_NOMEM: "batch.store_refused",
}
_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE digests (number INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, parts TEXT NOT NULL);
CREATE TABLE results (
    task TEXT NOT NULL,
    digest INTEGER NOT NULL REFERENCES digests,
    level TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score INTEGER NOT NULL,
    document BLOB NOT NULL,
    PRIMARY KEY (task, digest, level)
);
CREATE TABLE students (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT,
    shown TEXT NOT NULL,
    roster TEXT NOT NULL,
    sha256 TEXT,
    task TEXT,
    error TEXT
);
CREATE INDEX students_by_task ON students (task);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
COMMIT;
"""


@contextlib.contextmanager
def opened(folder: Path, *, make: bool = True, shared: bool | None = None) -> Iterator[sqlite3.Connection]:
    """Open the database of a folder, for one writer.

    Parameters
    ----------
    folder : Path
        Where it lies, or is made.
    make : bool
        Whether to make one where there is none; if not, there is an empty one in memory instead.
    shared : bool or None
        Whether other machines may reach the folder; None finds out.

    Raises
    ------
    UsageError
        The file is damaged, is no plain file, no database of ours or one of another version, or cannot be
        written.

    Notes
    -----
    A commit has reached the disk when it returns. On a file system that other machines reach, the journal is
    of the kind that needs no memory shared between processes.
    """
    path = folder / STORE_FILE
    for suffix in _BESIDE:
        require_file(folder / f"{STORE_FILE}{suffix}")
    with told(path):
        there = make or path.is_file()
        place = path if there else ":memory:"
        connection = sqlite3.connect(place, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            _check(connection, path)
            _set_journal(connection, shared=is_shared(folder) if shared is None else shared)
            yield connection
        finally:
            connection.close()


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the database into a message that names its file. Raises `UsageError`."""
    try:
        yield
    except (sqlite3.Error, msgspec.DecodeError) as error:  # documents are JSON
        raise UsageError(message(_key(error), path=str(path), reason=str(error))) from error


def _key(error: Exception) -> str:
    """Tell a failure of the machine, or of another program, from one that the file itself is to blame for."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # what follows is the detail of it
    return _NO_DAMAGE.get(code, "batch.store")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if application == _APPLICATION:
        if version != _VERSION:
            raise UsageError(
                message("batch.store_version", path=str(path), version=version, expected=_VERSION)
            )
        return
    if application or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise UsageError(message("batch.store_foreign", path=str(path)))
    connection.executescript(_SCHEMA)


def _set_journal(connection: sqlite3.Connection, *, shared: bool) -> None:
    if shared or _pragma(connection, "journal_mode = WAL") not in {"wal", "memory"}:
        _pragma(connection, "journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")


def _pragma(connection: sqlite3.Connection, text: str) -> object:
    return connection.execute(f"PRAGMA {text}").fetchone()[0]
