"""Turns GRADE_SECRET, or the file that GRADE_SECRET_FILE names, into the secret of the course.

The secret is never an option: what stands on a command line can be read by everyone on the machine. Nothing
that is said here, or anywhere, holds a part of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_BYTES: Final = 16
MOST_BYTES: Final = 4096


def course_secret(environ: Mapping[str, str]) -> bytes:
    """Find the secret of the course; empty where none is in force.

    Raises
    ------
    UsageError
        Both variables are set, the file cannot be read, or the secret is so short that it could be guessed.
    """
    said, file = environ.get("GRADE_SECRET", ""), environ.get("GRADE_SECRET_FILE", "")
    if said and file:
        raise UsageError(message("secret.twice"))
    secret = _read(file) if file else said.encode("utf-8", "surrogateescape").strip()
    if not secret and not file:
        return b""
    if not LEAST_BYTES <= len(secret) <= MOST_BYTES:
        raise UsageError(message("secret.length", least=LEAST_BYTES, most=MOST_BYTES, count=len(secret)))
    return secret


def _read(name: str) -> bytes:
    try:
        path = Path(name).expanduser()
        if not path.is_file():
            raise UsageError(message("secret.no_file", path=name))
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 2).strip()
    except (OSError, RuntimeError, ValueError) as error:  # an unknown user, a NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(message("secret.unreadable", path=name, reason=reason)) from error
