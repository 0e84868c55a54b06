"""A GitHub Actions runner, as far as it reads a step's log and files: which commands it would obey.

Written after the runner's own rules (`ActionCommand`, `ActionCommandManager`, `FileCommandManager`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

COMMANDS = frozenset(
    {
        "error", "warning", "notice", "debug",
        "group", "endgroup", "echo", "stop-commands",
        "add-mask", "add-matcher", "remove-matcher", "add-path",
        "set-env", "set-output", "save-state", "internal-set-repo-path",
    }
)  # fmt: skip
DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


class Command(NamedTuple):
    """One command that is obeyed."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(log: str) -> list[Command]:
    """Find the commands in a log, in both of their spellings."""
    stopped: str | None = None
    found = []
    for line in re.split(r"\r\n|\r|\n", log):
        registered = COMMANDS if stopped is None else {stopped}
        command = _spelt_with_colons(line, registered) or _spelt_with_brackets(line, registered)
        if command is None:
            continue
        if stopped is not None:
            stopped = None
        elif command.name == "stop-commands":
            stopped = command.data.lower()
        found.append(command)
    assert stopped is None, "commands stay stopped"
    return found


def read_outputs(text: str) -> dict[str, str]:
    """Read a file of outputs, as the runner does after the step."""
    values: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        name, mark, delimiter = line.partition("<<")
        assert name
        assert mark
        assert delimiter
        assert "=" not in name
        value = []
        for inner in lines:
            if inner == delimiter:
                break
            value.append(inner)
        else:
            message = "the delimiter was not found"
            raise AssertionError(message)
        values[name] = "\n".join(value)
    return values


def _spelt_with_colons(line: str, registered: frozenset[str] | set[str]) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::"):
        return None
    info, colons, data = line[2:].partition("::")
    name, _, properties = info.partition(" ")
    if not colons or name.lower() not in registered:
        return None
    pairs = [pair.split("=", 1) for pair in properties.strip().split(",") if "=" in pair]
    values = {key: _unescaped(value, PROPERTY) for key, value in pairs}
    return Command(name.lower(), values, _unescaped(data, DATA))


def _spelt_with_brackets(line: str, registered: frozenset[str] | set[str]) -> Command | None:
    found = re.search(r"##\[([^\]]*)\]", line)
    if found is None:
        return None
    name = found[1].partition(" ")[0].lower()
    return Command(name, {}, line[found.end() :]) if name in registered else None


def _unescaped(text: str, mappings: tuple[tuple[str, str], ...]) -> str:
    for escaped, token in mappings:
        text = text.replace(escaped, token)
    return text
