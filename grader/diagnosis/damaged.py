"""Turns the line at which Python gave up into what is wrong with it, such as what copying has left there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.diagnosis.clues import clue
from grader.model.observation import LoadRaised, Unloadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model.diagnosis import Clue
    from grader.model.observation import ExceptionInfo
    from grader.model.seen import Seen

_LONGEST: Final = 1000
_BEGINNING: Final = ("return", "import", "from", "class", "def", "for", "while", "if", "elif", "with")
_ALIKE: Final = 0.75


class _Damage(NamedTuple):
    """What is told of a line that holds a pattern."""

    clue: str
    pattern: str


# The first that fits is told. These are patterns and not compiled ones: few submissions need them.
_KNOWN: Final = (
    _Damage("damaged_fence", r"[ \t]*```"),
    _Damage("damaged_prompt", r"[ \t]*(?:>>>(?!>)|\.\.\. |In \[\d*\]:|Out\[\d*\]:)"),
    _Damage("damaged_conflict", r"(?:<{7}|={7}|>{7})(?: |$)"),
    _Damage("damaged_mark", r"[ \t]*(?P<mark>[>+|])[ \t]*(?:import|from|class|def|return|for|if)\b"),
    _Damage("damaged_html", r".*?</?(?P<name>pre|code|span|div|br|p)\b[^<>]*>"),
    _Damage("damaged_magic", r"[ \t]*(?:[%!]|(?:pip3?|conda) install )"),
    _Damage("damaged_number", r"[ \t]*\d{1,4}[ \t.:|]+[A-Za-z_#@\"']"),
    _Damage("damaged_entity", r".*?&(?P<name>lt|gt|amp|quot|nbsp|#\d{1,5});"),
    _Damage("damaged_joined", r".*?[\w)\]](?P<word>import|from|def|class) [A-Za-z_]"),
    _Damage("damaged_prose", r"[ \t]*(?:[\u4e00-\u9fff]|([^\w\s#\"'()\[\]{}])\1{3})"),
)


def damage(seen: Iterable[Seen], source: str) -> Clue | None:
    """Say what copying, or a slip of the fingers, has done to the line of a syntax error, where that shows.

    Parameters
    ----------
    seen : iterable of Seen
        Judged cases.
    source : str
        The text that was run.
    """
    exceptions = (
        one.observation.cause.exception
        for one in seen
        if isinstance(one.observation, Unloadable) and isinstance(one.observation.cause, LoadRaised)
    )
    exception = next(exceptions, None)
    return None if exception is None else _damage_of(_line(exception, source))


def _damage_of(line: str) -> Clue | None:
    for known in _KNOWN:
        if found := re.match(known.pattern, line):
            return clue(known.clue, **found.groupdict())
    return _misspelt(line)


def _misspelt(line: str) -> Clue | None:
    """Find a word that is nearly one with which statements begin."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a line that is no Python

    first = re.match(r"[ \t]*([A-Za-z]{2,10})[ \t:]+[\w(\[{'\"-]", line)
    if first is None or first[1] in _BEGINNING:
        return None
    near = get_close_matches(first[1].lower(), _BEGINNING, n=1, cutoff=_ALIKE)
    return clue("damaged_word", word=first[1], near=near[0]) if near else None


def _line(exception: ExceptionInfo, source: str) -> str:
    """Find the line that Python could not read."""
    if exception.kind != "syntax" or not exception.trace:
        return ""
    lines, number = source.split("\n"), exception.trace[-1].line
    return lines[number - 1][:_LONGEST] if 0 < number <= len(lines) else ""
