"""Turns source text into the names of the allowed modules that it may need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.sandbox.inside.policy import ALLOWED

if TYPE_CHECKING:
    from collections.abc import Collection

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def modules_named(source: str, allowed: Collection[str] = ALLOWED) -> list[str]:
    """Find the allowed modules whose parts all occur as words, strings and comments included."""
    words = set(_WORD.findall(source))
    return sorted(name for name in allowed if words.issuperset(name.split(".")))
