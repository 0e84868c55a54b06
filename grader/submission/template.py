"""Turns a submission and its template into how they relate, or into the template with the student's part."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from grader.model.submission import TemplateState
from grader.submission.markers import find_regions
from grader.submission.outline import Place, outline
from grader.submission.scan import is_string, logical_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.markers import Region
    from grader.submission.scan import LogicalLine

Idle: TypeAlias = Literal["unfilled", "nested", "given"]
"""Why a method does nothing: no code in its region, only itself once more, or it is not its own fault."""
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


class Unfilled(NamedTuple):
    """Which regions hold no code yet.

    Parameters
    ----------
    everywhere : bool
        None of them holds any.
    places : frozenset of Place
        The methods without code in any region of theirs.
    nested : frozenset of Place
        The methods in whose region only they themselves are defined: pasted with its `def`, and never called.
    asked : frozenset of Place
        The methods in which the template has regions.
    """

    everywhere: bool
    places: frozenset[Place]
    nested: frozenset[Place]
    asked: frozenset[Place]

    def why(self, class_name: str, method: str) -> Idle | None:
        """Say why a method may do nothing; any of them, where all is empty."""
        place = Place(class_name, method)
        if self.everywhere or place in self.places:
            return "unfilled"
        if place in self.nested:
            return "nested"
        return None if place in self.asked else "given"


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


def unfilled_in(source: str, template: str) -> Unfilled:
    """Tell which regions still hold no code, or only what the template put there.

    Blanks, comments, strings, `pass`, `...` and a bare `return` are no code. No region is taken for empty
    where there are not as many of them as in the template.
    """
    regions, given = find_regions(source), find_regions(template)
    asked = outline(template).regions
    if not regions or len(regions) != len(given):
        return Unfilled(everywhere=False, places=frozenset(), nested=frozenset(), asked=frozenset(asked))
    theirs, ours = source.split("\n"), template.split("\n")
    filled: set[Place] = set()
    empty: set[Place] = set()
    nested: set[Place] = set()
    for region, place, stands in zip(regions, given, asked, strict=False):
        body = region.body(theirs)
        (empty if _has_no_code(body, place.body(ours)) else filled).add(stands)
        if _only_defines(body, stands.method):
            nested.add(stands)
    return Unfilled(
        everywhere=not filled,
        places=frozenset(empty - filled),
        nested=frozenset(nested),
        asked=frozenset(asked),
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


def _only_defines(body: list[str], method: str) -> bool:
    """Tell whether all of a region is a definition of the method in which it stands."""
    lines = logical_lines("\n".join(body)) or []
    depth = min((line.depth for line in lines), default=0)
    outer = [
        line.tokens[:2] for line in lines if line.depth == depth and not all(map(is_string, line.tokens))
    ]
    return outer == [("def", method)]


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
