"""Turns the secret of a course into the key of one hidden case, and into a fingerprint that may be shown."""

from __future__ import annotations

import hmac
from typing import Final

_PURPOSE: Final = b"layergrade/1"
_FINGERPRINT: Final = b"layergrade/1 fingerprint"
_FINGERPRINT_DIGITS: Final = 8


def case_key(secret: bytes, *, exercise: str, suite: str, case: str) -> bytes:
    """Derive what is mixed into the draws of one hidden case; nothing where there is no secret.

    Parameters
    ----------
    secret : bytes
        Of the course.
    exercise : str
        The exercise's id.
    suite : str
        The name of the case file, without `.yaml`.
    case : str
        The case's name.

    Returns
    -------
    bytes
        HMAC-SHA256 of the three names, 32 bytes, so that a key says nothing of another, or of the secret.
    """
    if not secret:
        return b""
    named = b"\0".join([_PURPOSE, *(part.encode("utf-8") for part in (exercise, suite, case))])
    return hmac.digest(secret, named, "sha256")


def fingerprint(secret: bytes) -> str:
    """Give eight hexadecimal digits by which people tell whether two machines have the same secret."""
    return hmac.digest(secret, _FINGERPRINT, "sha256").hex()[:_FINGERPRINT_DIGITS]
