"""Turns a submission into a listing: the student's region open, the rest folded, failing lines marked.

Of a very long file, the region and the marked lines stay, with what is near them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.report.escape import cut
from grader.report.places import place_of
from grader.submission import find_regions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.model.submission import Submission

MOST_LINES: Final = 800
MOST_REGION_LINES: Final = 400
MOST_LINE_CHARACTERS: Final = 300
NEAR_LINES: Final = 3


class SourceLine(NamedTuple):
    """A line, its number in the file or in the notebook's cell, and the failures it has to do with."""

    number: int
    label: str
    text: str
    own: bool
    failures: tuple[str, ...]


class Block(NamedTuple):
    """Lines that follow each other; those of a folded block are seen when it is opened."""

    first: SourceLine
    last: SourceLine
    lines: tuple[SourceLine, ...]
    own: bool
    folded: bool
    left_out: int


def listing(submission: Submission, failures: Mapping[int, Sequence[str]]) -> tuple[Block, ...]:
    """List the source of a submission.

    Parameters
    ----------
    submission : Submission
        Which may have no source at all.
    failures : mapping of int to sequence of str
        What to write beside a line, by its number in the source. Numbers may be forged: those of no line are
        not looked at.
    """
    texts = submission.source.removesuffix("\n").split("\n") if submission.source else []
    own = _own(submission.source)
    lines = [
        SourceLine(
            number=number,
            label=_label(submission, number),
            text=cut(text.expandtabs(4), characters=MOST_LINE_CHARACTERS),
            own=number in own,
            failures=tuple(failures.get(number, ())),
        )
        for number, text in enumerate(texts, 1)
    ]
    kept = _kept(lines)
    parts = groupby(lines, key=lambda line: (line.own, line.number in kept))
    return tuple(_block(tuple(part), kept=shown, folding=bool(own)) for (_, shown), part in parts)


def _own(source: str) -> frozenset[int]:
    """Find the lines that are the student's, with the marker lines around them."""
    return frozenset(
        line for region in find_regions(source) for line in range(region.first_line - 1, region.last_line + 2)
    )


def _label(submission: Submission, number: int) -> str:
    place = place_of(submission, number)
    return str(place.line) if place.cell is None else f"[{place.cell}] {place.line}"


def _kept(lines: list[SourceLine]) -> frozenset[int]:
    if len(lines) <= MOST_LINES:
        return frozenset(line.number for line in lines)
    own = [line.number for line in lines if line.own][:MOST_REGION_LINES] or range(1, MOST_REGION_LINES)
    marked = [line.number for line in lines if line.failures]
    near = {number + step for number in marked for step in range(-NEAR_LINES, NEAR_LINES + 1)}
    return frozenset(own) | near


def _block(lines: tuple[SourceLine, ...], *, kept: bool, folding: bool) -> Block:
    own = lines[0].own
    return Block(
        first=lines[0],
        last=lines[-1],
        lines=lines if kept else (),
        own=own,
        folded=folding and not own and not any(line.failures for line in lines),
        left_out=0 if kept else len(lines),
    )
