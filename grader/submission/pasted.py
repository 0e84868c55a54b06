"""Turns a script that was pasted with what stood around it into what has to go.

Only the first lines with anything in them are looked at, and only for what no Python begins with: a fence of
Markdown, the prompts of a console, numbers of lines, a notebook's commands.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from grader.messages import message
from grader.model.observation import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINNINGS: Final = {
    "```": "fence",
    ">>>": "prompt",
    "In [": "prompt",
    "%": "magic",
    "!": "magic",
    "pip install ": "magic",
    "pip3 install ": "magic",
    "conda install ": "magic",
}
# A pattern and not a compiled one: few files need it.
_NUMBERED: Final = r"(?P<number>\d{1,5})[ \t]*[:|.]?[ \t]*(?P<statement>(?:import|from|class|def)\b)?"
_NUMBERED_LINES: Final = 3
_LINES_SEEN: Final = 50
_LONGEST: Final = 1000


def pasted(source: str) -> Unreadable | None:
    """Say what a script was pasted with, where that keeps it from being Python.

    Parameters
    ----------
    source : str
        Any text with line ends of one kind.
    """
    lines = list(islice(_lines(source), _NUMBERED_LINES))
    if not lines:
        return None
    number, first = lines[0]
    for beginning, name in _BEGINNINGS.items():
        if first.startswith(beginning):
            return Unreadable(told=message(f"submission.pasted_{name}", line=number))
    if first[0].isdecimal() and _counts(lines):
        return Unreadable(told=message("submission.pasted_numbers", line=number))
    return None


def _lines(source: str) -> Iterator[tuple[int, str]]:
    """Give the first lines with something in them that is no comment, without their margins."""
    for number, line in enumerate(source.split("\n", _LINES_SEEN)[:_LINES_SEEN], 1):
        text = line[:_LONGEST].strip()
        if text and not text.startswith("#"):
            yield number, text


def _counts(lines: list[tuple[int, str]]) -> bool:
    """Tell whether each line begins with the number after that of the line before, and one is a statement."""
    found = [one for _, text in lines if (one := re.match(_NUMBERED, text))]
    numbers = [int(one["number"]) for one in found]
    return (
        len(found) == _NUMBERED_LINES
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and any(one["statement"] for one in found)
    )
