"""Turns what the grader wrote into a list of faults: secrets in it, or text that a reader would obey.

The canaries are a text that stands where no submission may look, and a number that stands in the inputs of a
hidden case alone. They are looked for as they are and in the disguises that a submission would use. Besides,
every format is read by the rules of its readers.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import struct
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SECRET: Final = "Zimtstern-4c1f-Quitte"  # noqa: S105 - a secret for show
HIDDEN_NUMBER: Final = 73829168.0
_THROUGH: Final = re.compile(r"(?<![\"'])got-through:[^\n]{,80}")
"""What an attack prints when nothing else would show what it managed to do; quoted, it is its source."""

_LETTERS: Final = str.maketrans("0123456789", "abcdefghij")
_UNSAFE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_COMMAND: Final = re.compile(r"^[^\S\n]*(?:::|##\[)([^\s:]*)", re.MULTILINE)
_STOPPED: Final = re.compile(r"^::stop-commands::(\w{32})$(.*?)^::\1::$", re.MULTILINE | re.DOTALL)
_OUR_COMMANDS: Final = frozenset({"error", "warning", "notice", "group", "endgroup"})
_MARKUP: Final = re.compile(r"<script>alert|<img src=x|<svg/onload|<b>100|<style>\*", re.IGNORECASE)
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_TOLD_OF_HIDDEN: Final = frozenset({
    "case", "max_points", "number", "points", "tags", "verdict", "visibility",
})  # fmt: skip


def faults_of(form: str, text: str) -> list[str]:
    """Say what is wrong with a report in a format."""
    faults = [f"{fault} in {form}" for fault in secrets_in(text)]
    if form == "csv":
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := _UNSAFE.search(text):
        faults.append(f"character {found[0]!r} in {form}")
    if form != "html" and (obeyed := _commands(form, text)):
        faults.append(f"workflow commands {obeyed[:3]} in {form}")
    try:
        faults += _READERS[form](text) if form in _READERS else []
    except (ValueError, ET.ParseError, csv.Error) as error:
        faults.append(f"{form} cannot be read: {error}")
    return faults


def _commands(form: str, text: str) -> list[str]:
    """List what a CI would obey and we have not said."""
    if form == "github":
        return [name for name in _COMMAND.findall(_STOPPED.sub("", text)) if name not in _OUR_COMMANDS]
    return _COMMAND.findall(text)


def got_through(reports: Mapping[str, str]) -> list[str]:
    """List what attacks have said that they managed to do."""
    said = [reports.get("text", "")]
    if "json" in reports:
        document = json.loads(reports["json"])
        said += [each["stdout"] for each in (document, *document["results"]) if "stdout" in each]
    return [found[0] for text in said for found in _THROUGH.finditer(text)]


def secrets_in(text: str) -> list[str]:
    """Name the canaries that stand in a text."""
    smaller = text.lower()
    return [f"{kind} {name}" for name, kind, found in _disguises() if found.lower() in smaller]


def _disguises() -> Iterator[tuple[str, str, str]]:
    digits = f"{HIDDEN_NUMBER:.0f}"
    bits = struct.pack("<d", HIDDEN_NUMBER)
    for name, text in (("secret", SECRET), ("hidden number", digits)):
        data = text.encode()
        yield name, "plain", text
        yield name, "reversed", text[::-1]
        yield name, "hexadecimal", data.hex()
        for shift in range(3):  # what stands before decides how it is cut into groups of three
            coded = base64.b64encode(bytes(shift) + data).decode().rstrip("=")
            yield name, "base64", coded[(0, 2, 3)[shift] : -1]
    yield "hidden number", "in letters", digits.translate(_LETTERS)
    yield "hidden number", "scientific", f"{HIDDEN_NUMBER:.7e}"
    yield "hidden number", "in hexadecimal", f"{int(HIDDEN_NUMBER):x}"
    yield "hidden number", "in binary", f"{int(HIDDEN_NUMBER):b}"
    yield "hidden number", "as its bytes", bits.hex()
    yield "hidden number", "as its bytes", bits[::-1].hex()


def _read_json(text: str) -> list[str]:
    document = json.loads(text, parse_constant=_refuse, object_pairs_hook=_without_duplicates)
    results = document.get("results", ()) if isinstance(document, dict) else ()
    told = {key for result in results if result.get("visibility") == "hidden" for key in result}
    return [f"{key} of a hidden case" for key in sorted(told - _TOLD_OF_HIDDEN)]


def _read_json_lines(text: str) -> list[str]:
    return [fault for line in text.splitlines() for fault in _read_json(line)]


def _read_junit(text: str) -> list[str]:
    root = ET.fromstring(text)  # noqa: S314 - our own file, and the point is to see whether it can be read
    counted = {suite.get("tests") for suite in root.iter("testsuite")}
    return (
        [] if counted == {str(len(list(root.iter("testcase"))))} else ["test cases that we have not written"]
    )


def _read_table(text: str) -> list[str]:
    rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    faults = [] if len({len(row) for row in rows}) == 1 else ["rows of several lengths"]
    cells = [cell for row in rows for cell in row if _FORMULA.match(cell)]
    return [*faults, *(f"formula {cell[:40]!r}" for cell in cells)]


def _read_page(text: str) -> list[str]:
    return [f"markup {found[0]!r}" for found in _MARKUP.finditer(text)]


_READERS: Final[dict[str, Callable[[str], list[str]]]] = {
    "json": _read_json,
    "jsonl": _read_json_lines,
    "gradescope": _read_json,
    "classroom50": _read_json,
    "gitlab": _read_json,
    "junit": _read_junit,
    "csv": _read_table,
    "html": _read_page,
}


def _refuse(constant: str) -> NoReturn:
    told = f"{constant} is no JSON"
    raise ValueError(told)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        told = "a key stands twice"
        raise ValueError(told)
    return made
