"""Turns the list that Gradescope adds to an export into whose each of its folders is.

The list is YAML with all results in it, and may be far larger than what is looked for: it is read by lines,
of which only those count that Gradescope writes about submitters.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

FILE_NAME: Final = "submission_metadata.yml"

_FOLDER: Final = re.compile(r"(?P<folder>[\w.-]+):\s*")
_KEY: Final = re.compile(r"  :(?P<key>\w+):.*")
_FIELD: Final = re.compile(r"  (?P<new>- |  ):(?P<key>name|sid|email):(?P<value>.*)")


class Submitter(NamedTuple):
    """One of those who handed a folder in together."""

    id: str
    name: str | None


def read_submitters(text: str) -> dict[str, list[Submitter]]:
    """Find the submitters of each folder; a folder of which nothing is said is not there."""
    found: dict[str, list[dict[str, str]]] = {}
    people: list[dict[str, str]] = []
    listing = False
    for line in text.splitlines():
        if folder := _FOLDER.fullmatch(line):
            people = found.setdefault(folder["folder"], [])
            listing = False
        elif key := _KEY.fullmatch(line):
            listing = key["key"] == "submitters"
        elif listing and (field := _FIELD.fullmatch(line)):
            if field["new"] == "- ":
                people.append({})
            if people:
                people[-1][field["key"]] = _scalar(field["value"].strip())
    return {
        folder: submitters
        for folder, people in found.items()
        if (submitters := [one for one in map(_submitter, people) if one is not None])
    }


def _submitter(fields: dict[str, str]) -> Submitter | None:
    name = fields.get("name") or None
    id_ = fields.get("sid") or fields.get("email") or name
    return Submitter(id_, name) if id_ else None


def _scalar(text: str) -> str:
    """Take the quotes off a value."""
    if text.startswith("'"):
        return text[1:-1].replace("''", "'").strip()
    if text.startswith('"'):
        try:
            return str(json.loads(text)).strip()
        except ValueError:
            return text.strip('"').strip()
    return "" if text in ("~", "null") else text.strip()
