"""Turns the statements of a notebook into those that a class may need and those that only try it out.

A notebook holds the class and, around it, cells that load data, call the class and plot. Importing the
notebook must give the class without running them. So definitions and imports stay; an assignment stays when
what stays has need of it, or when it only gives a name to what is there; everything else goes. So do modules
that may not be there, where no class needs them: see `foreign`.
"""

from __future__ import annotations

import builtins
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.submission.foreign import only_for_trials
from grader.submission.scopes import Names, assignment_mark, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.submission.scan import LogicalLine

_DEFINING: Final = frozenset({"import", "def", "class"})
_GOING_ON: Final = frozenset({"else", "elif", "except", "finally"})
_BLOCKS: Final = frozenset({"if", "for", "while", "try", "with"})
_BUILTINS: Final = frozenset(dir(builtins))


class Statement(NamedTuple):
    """A statement at the left margin with the blocks below it, and the first and last of its lines."""

    lines: Sequence[LogicalLine]
    first_line: int
    last_line: int


def statements(lines: Sequence[LogicalLine]) -> Iterator[Statement]:
    """Group logical lines into statements at the left margin; a decorator belongs to what it decorates."""
    begin = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not _begins_statement(lines[end], lines[end - 1]):
            continue
        yield Statement(lines[begin:end], lines[begin].first_line, lines[end - 1].last_line)
        begin = end


def without_trials(found: Sequence[Statement], wanted: frozenset[str]) -> list[Statement]:
    """Keep the statements that the classes of a notebook may need.

    Parameters
    ----------
    found : sequence of Statement
        In the order of the notebook.
    wanted : frozenset of str
        Names that are needed whatever the statements say.
    """
    names = [Names() if statement.lines[0].magic else names_of(statement.lines) for statement in found]
    goes = only_for_trials([statement.lines for statement in found], names, wanted)
    stays = [_defines(statement) and at not in goes for at, statement in enumerate(found)]
    _keep_what_is_needed(found, names, stays, wanted)
    _keep_what_does_nothing(found, names, stays)
    return [statement for statement, stay in zip(found, stays, strict=True) if stay]


def _begins_statement(line: LogicalLine, before: LogicalLine) -> bool:
    if line.depth > 0 or (line.tokens and line.tokens[0] in _GOING_ON):
        return False
    return before.depth > 0 or before.tokens[:1] != ("@",)


def _keep_what_is_needed(
    found: Sequence[Statement], names: Sequence[Names], stays: list[bool], wanted: frozenset[str]
) -> None:
    """Go from the last statement to the first: an assignment can only serve what comes after it."""
    needed = set(wanted)
    for own, stay in zip(names, stays, strict=True):
        if stay:
            needed |= own.needs | own.binds
    for at in reversed(range(len(found))):
        if (
            not stays[at]
            and _assigns(found[at])
            and not needed.isdisjoint(names[at].binds | names[at].changes)
        ):
            stays[at] = True
            needed |= names[at].needs


def _keep_what_does_nothing(found: Sequence[Statement], names: Sequence[Names], stays: list[bool]) -> None:
    """Go from the first statement to the last: `EPS = 1e-7` and `Pool = MyPool` can do no harm."""
    known = set(_BUILTINS)
    for at, statement in enumerate(found):
        line = statement.lines[0]
        plain = len(statement.lines) == 1 and _assigns(statement) and not _calls(line.tokens)
        stays[at] = stays[at] or (plain and known >= names[at].needs)
        if stays[at]:
            known |= names[at].binds


def _defines(statement: Statement) -> bool:
    """Tell whether a definition or an import stands in it, perhaps within `try` or `if`."""
    return any(not _DEFINING.isdisjoint(line.tokens) for line in statement.lines)


def _assigns(statement: Statement) -> bool:
    """Tell whether it could be there to give a name its value: no bare call, no command."""
    line = statement.lines[0]
    if line.magic or not line.tokens:
        return False
    if iskeyword(line.tokens[0]):
        return line.tokens[0] in _BLOCKS
    return len(statement.lines) > 1 or assignment_mark(line.tokens) is not None


def _calls(tokens: Sequence[str]) -> bool:
    """Tell whether a line may call something; what a lambda calls, it calls later."""
    before = ""
    for text in tokens:
        if text == "lambda":
            return False
        if text == "(" and (before in {")", "]"} or (before.isidentifier() and not iskeyword(before))):
            return True
        before = text
    return False
