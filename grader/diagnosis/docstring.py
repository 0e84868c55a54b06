"""Turns a docstring with parts, each begun by its name at the start of a line, into their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE: Final = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
_STOP: Final = "[\u3000-\u303f\uff00-\uffef]"
# Chinese has no spaces between its characters, nor beside its stops, so none stands for a line's end.
_END_IN_CHINESE: Final = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})|(?<={_STOP})\s+|\s+(?={_STOP})")


def read_parts(docstring: str, names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Read the parts of a docstring.

    Parameters
    ----------
    docstring : str
        Without indentation that all its lines share.
    names : sequence of str
        The parts that it must have.

    Returns
    -------
    dict of str to str
        The text of each part, in one line.
    list of str
        The names of the parts that are missing or empty.
    """
    pieces = re.split(rf"(?m)^({'|'.join(names)}):\s*", docstring)
    parts = {name: _in_one_line(text) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return parts, [name for name in names if not parts.get(name)]


def _in_one_line(text: str) -> str:
    return " ".join(_END_IN_CHINESE.sub("", text).split())
