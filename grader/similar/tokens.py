"""Turns source text into tokens by which texts are compared: names of one's own choice are all the same."""

from __future__ import annotations

import builtins
from itertools import chain, islice
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.submission.markers import find_regions
from grader.submission.scan import is_string, unbroken_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.submission.scan import LogicalLine

MOST_TOKENS: Final = 20_000
"""Of one submission: hundreds of times what an exercise needs."""

_NAME: Final = "name"
_STRING: Final = "string"
_BUILT_IN: Final = frozenset(dir(builtins))


class Token(NamedTuple):
    """A token as it is compared, and the lines of the statement that it stands in."""

    text: str
    first_line: int
    last_line: int


def own_lines(source: str) -> frozenset[int]:
    """Give the numbers of the lines in the regions, from 1; of all lines where there are no markers."""
    regions = find_regions(source)
    if not regions:
        return frozenset(range(1, source.count("\n") + 2))
    return frozenset(chain.from_iterable(range(one.first_line, one.last_line + 1) for one in regions))


def own_tokens(source: str) -> list[Token]:
    """Cut the student's part of a text into tokens.

    A text that breaks off (a string or a bracket that is never closed) is compared up to there.
    """
    kept = own_lines(source)
    lines = [line if number in kept else "" for number, line in enumerate(source.split("\n"), 1)]
    return list(islice(_tokens("\n".join(lines)), MOST_TOKENS))


def all_tokens(source: str) -> list[Token]:
    """Cut a whole text into tokens."""
    return list(islice(_tokens(source), MOST_TOKENS))


def _tokens(source: str) -> Iterator[Token]:
    for line in unbroken_lines(source):
        if not all(map(is_string, line.tokens)):  # a docstring is a comment
            yield from _of_line(line)


def _of_line(line: LogicalLine) -> Iterator[Token]:
    before = ""
    for text in line.tokens:
        yield Token(_compared(text, before), line.first_line, line.last_line)
        before = text


def _compared(text: str, before: str) -> str:
    """Forget the names that a student is free to choose, and what strings say."""
    if is_string(text):
        return _STRING
    if not text.isidentifier() or iskeyword(text) or before == "." or text in _BUILT_IN:
        return text
    return _NAME
