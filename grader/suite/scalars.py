"""Turns an unquoted YAML text into what YAML 1.2 says it is: null, a bool, a number or a text."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Plain: TypeAlias = str | int | float | bool | None

MAX_DIGITS: Final = 400

_CONSTANTS: Final[dict[str, bool | None]] = {"null": None, "~": None, "": None, "true": True, "false": False}
_NUMBER_STARTS: Final = "+-.0123456789"
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?", re.ASCII)


def plain_value(text: str) -> Plain:
    """Give the value of an unquoted text.

    Notes
    -----
    `no`, `yes`, `on`, `off`, `0x1F`, `1_000` and `.inf` are texts, and so is a number with a leading zero: it
    may have been meant as octal. A float is infinite when its exponent is too large.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def has_leading_zero(text: str) -> bool:
    """Tell whether a text would be a number but for zeros before it, as in `017`."""
    return _LEADING_ZERO.fullmatch(text) is not None
