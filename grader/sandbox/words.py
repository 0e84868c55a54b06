"""Turns source text into the names of the allowed modules that it may need."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from grader.sandbox.inside.policy import ALLOWED

Names: TypeAlias = "frozenset[str] | tuple[str, ...]"

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def modules_named(source: str, allowed: Names = ALLOWED) -> list[str]:
    """Find the allowed modules whose parts all occur as words, strings and comments included."""
    words = set(_WORD.findall(source))
    return [name for name, parts in _parts(allowed) if words >= parts]


@lru_cache(maxsize=1)
def _parts(allowed: Names) -> list[tuple[str, frozenset[str]]]:
    return [(name, frozenset(name.split("."))) for name in sorted(allowed)]
