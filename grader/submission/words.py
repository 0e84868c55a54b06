"""Turns source text into the set of words in it."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d]\w*+")
_LONGEST_NORMALIZED: Final = 100  # putting a long run of accents into order takes quadratic time


def words(source: str) -> frozenset[str]:
    """Find everything in a text that could be a name, in strings and comments too.

    A name that is not ASCII stands there as it is written and as Python would read it (NFKC).
    """
    found = frozenset(_WORD.findall(source))
    if source.isascii():
        return found
    from unicodedata import normalize  # noqa: PLC0415 - most names are ASCII

    foreign = (word for word in found if not word.isascii() and len(word) <= _LONGEST_NORMALIZED)
    return found | {normalize("NFKC", word) for word in foreign}
