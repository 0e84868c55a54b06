"""Turns what the grader wrote into a list of faults: secrets in it, or text that a reader would obey.

The canaries are a text that stands where no submission may look, and a number that stands in the inputs of a
hidden case alone. They are looked for as they are and in the disguises that a submission would use.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET: Final = "Zimtstern-4c1f-Quitte"  # noqa: S105 - a secret for show
HIDDEN_NUMBER: Final = 73829168.0
THROUGH: Final = "got-through:"
"""What an attack prints, with what it managed to do, when nothing else would show it."""

_LETTERS: Final = str.maketrans("0123456789", "abcdefghij")
_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_COMMAND: Final = re.compile(r"^\s*(?:::|##\[)", re.MULTILINE)


def secrets_in(text: str) -> list[str]:
    """Name the canaries that stand in a text."""
    smaller = text.lower()
    return [f"{kind} {name}" for name, kind, found in _disguises() if found.lower() in smaller]


def faults_of_text(text: str) -> list[str]:
    """Say what is wrong with a report for people."""
    faults = secrets_in(text)
    if found := _UNSAFE.search(text):
        faults.append(f"character {found[0]!r} in the text")
    if _COMMAND.search(text):
        faults.append("a workflow command in the text")
    return faults


def faults_of_json(text: str) -> list[str]:
    """Say what is wrong with a report for machines."""
    faults = secrets_in(text)
    try:
        json.loads(text, parse_constant=_refuse, object_pairs_hook=_without_duplicates)
    except ValueError as error:
        faults.append(f"not one JSON document: {error}")
    if found := _UNSAFE.search(text):
        faults.append(f"character {found[0]!r} in the JSON")
    return faults


def _disguises() -> Iterator[tuple[str, str, str]]:
    digits = f"{HIDDEN_NUMBER:.0f}"
    bits = struct.pack("<d", HIDDEN_NUMBER)
    for name, text, data in (("secret", SECRET, SECRET.encode()), ("hidden number", digits, digits.encode())):
        yield name, "plain", text
        yield name, "reversed", text[::-1]
        yield name, "hexadecimal", data.hex()
        yield name, "base64", base64.b64encode(data).decode().rstrip("=")[:-1]
        yield name, "base64", base64.b64encode(b"\0" + data).decode().rstrip("=")[2:-1]
        yield name, "base64", base64.b64encode(b"\0\0" + data).decode().rstrip("=")[3:-1]
    yield "hidden number", "in letters", digits.translate(_LETTERS)
    yield "hidden number", "scientific", f"{HIDDEN_NUMBER:.7e}"
    yield "hidden number", "in hexadecimal", f"{int(HIDDEN_NUMBER):x}"
    yield "hidden number", "in binary", f"{int(HIDDEN_NUMBER):b}"
    yield "hidden number", "as its bytes", bits.hex()
    yield "hidden number", "as its bytes", bits[::-1].hex()


def _refuse(constant: str) -> NoReturn:
    told = f"{constant} is no JSON"
    raise ValueError(told)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        told = "a key stands twice"
        raise ValueError(told)
    return made
