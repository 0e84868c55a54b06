"""Turns a submission and its template into how they relate, or into the template with the student's part."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from grader.model.submission import TemplateState
from grader.submission.markers import find_regions
from grader.submission.scan import is_string, logical_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.markers import Region
    from grader.submission.scan import LogicalLine

_Statement: TypeAlias = tuple[int, tuple[str, ...]]  # depth, tokens
_FILLERS: Final = frozenset({"pass", "...", "return", "None", ";"})


class Spliced(NamedTuple):
    """The template with the student's regions in it.

    Parameters
    ----------
    source : str
        The text to be run.
    lines : tuple of int or None
        For each line of `source` the submission's line, counted from 1; None for a line of the template.
    """

    source: str
    lines: tuple[int | None, ...]


def compare_with_template(source: str, template: str) -> TemplateState:
    """Tell whether the code outside the regions is still that of the template.

    Comments, docstrings, blank lines, layout and the choice of quotes do not count.

    Parameters
    ----------
    source, template : str
        Any texts with line ends of one kind.
    """
    regions, given = find_regions(source), find_regions(template)
    if not regions or len(regions) != len(given):
        return TemplateState(markers=False)
    actual, expected = _outside(source, regions), _outside_template(template)
    if actual is None or expected is None:
        return TemplateState(markers=True)
    return TemplateState(markers=True, modified_outside_markers=actual != expected)


def splice_into_template(source: str, template: str) -> Spliced | None:
    """Put the student's regions, verbatim, in place of those of the template.

    Parameters
    ----------
    source, template : str
        Any texts with line ends of one kind.

    Returns
    -------
    Spliced or None
        None when the submission has no regions, or not as many as the template.
    """
    regions, given = find_regions(source), find_regions(template)
    if not regions or len(regions) != len(given):
        return None
    theirs, ours = source.split("\n"), template.split("\n")
    texts: list[str] = []
    origins: list[int | None] = []
    done = 0
    for region, place in zip(regions, given, strict=True):
        kept = ours[done : place.first_line - 1]
        texts += kept + region.body(theirs)
        origins += [None] * len(kept) + list(range(region.first_line, region.last_line + 1))
        done = place.last_line
    texts += ours[done:]
    origins += [None] * (len(ours) - done)
    return Spliced("\n".join(texts), tuple(origins))


def is_unfilled(source: str, template: str) -> bool:
    """Tell whether every region still holds no code, or only what the template put there.

    Blanks, comments, strings, `pass`, `...` and a bare `return` are no code. False without regions.
    """
    regions, given = find_regions(source), find_regions(template)
    if not regions or len(regions) != len(given):
        return False
    theirs, ours = source.split("\n"), template.split("\n")
    return all(
        _has_no_code(region.body(theirs), place.body(ours))
        for region, place in zip(regions, given, strict=True)
    )


def _has_no_code(body: list[str], given: list[str]) -> bool:
    lines, before = logical_lines("\n".join(body)), logical_lines("\n".join(given))
    if lines is None:
        return False
    if all(token in _FILLERS or is_string(token) for line in lines for token in line.tokens):
        return not any(line.magic for line in lines)
    return before is not None and [_statement(line) for line in lines] == [
        _statement(line) for line in before
    ]


@lru_cache(maxsize=16)
def _outside_template(template: str) -> list[list[_Statement]] | None:
    """Collect the statements of a template once for all of its submissions."""
    return _outside(template, find_regions(template))


def _outside(source: str, regions: Sequence[Region]) -> list[list[_Statement]] | None:
    """Collect the statements before, between and behind the regions; None when they cannot be told apart."""
    texts = source.split("\n")
    for region in regions:
        texts[region.first_line - 1 : region.last_line] = [""] * (region.last_line - region.first_line + 1)
    lines = logical_lines("\n".join(texts))
    if lines is None:
        return None
    parts: list[list[_Statement]] = [[]]
    for line in lines:
        while len(parts) <= len(regions) and line.first_line >= regions[len(parts) - 1].first_line:
            parts.append([])
        if line.magic or not all(is_string(token) for token in line.tokens):
            parts[-1].append(_statement(line))
    return parts + [[] for _ in range(len(regions) + 1 - len(parts))]


def _statement(line: LogicalLine) -> _Statement:
    tokens = tuple(_with_one_kind_of_quotes(token) if is_string(token) else token for token in line.tokens)
    return line.depth, tokens


def _with_one_kind_of_quotes(string: str) -> str:
    """Write a string with double quotes where that changes nothing else."""
    head, quote, tail = string.partition("'")
    if not quote or '"' in string or "\\" in string or tail.count("'") != 1:
        return string
    return f'{head}"{tail[:-1]}"'
