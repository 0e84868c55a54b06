"""Turns a result of a document into what a student's page shows of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.report.document import HiddenResult, NotFiniteMismatch, ValuesMismatch
from grader.report.escape import cut
from grader.report.html.case import (
    MOST_NAME_CHARACTERS,
    MOST_PLACES,
    CaseCard,
    Cell,
    Explanation,
    Place,
    Seen,
    points_told,
    printed_text,
    sentence,
    title_of,
)
from grader.report.html.verdict import shown_verdict
from grader.report.numbers import format_for, mebibytes, written
from grader.report.places import Place as PlaceInFile
from grader.report.places import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.document import MismatchEntry, PositionEntry, PublicResult, TraceEntry
    from grader.report.look import Look

MOST_CELLS: Final = 10


def card_of(
    result: PublicResult | HiddenResult, look: Look, told: dict[object, int], *, ran: bool
) -> CaseCard:
    """Show a case.

    Parameters
    ----------
    told : dict
        What earlier cases of the page failed for, and their numbers; it grows.
    ran : bool
        Whether any case could be run: if not, the page says why, once.
    """
    return CaseCard(
        number=result.number,
        title=title_of(result.number, look),
        name=cut(result.case, characters=MOST_NAME_CHARACTERS),
        verdict=shown_verdict(Verdict(result.verdict), look),
        points=points_told(result.points, result.max_points, look),
        tags=result.tags,
        seen=None if isinstance(result, HiddenResult) else _seen(result, look, told, ran=ran),
    )


def places_of(trace: Sequence[TraceEntry], look: Look) -> tuple[Place, ...]:
    """Name the last places of a trace, outermost first; one that repeats is named once."""
    return _places(trace, look)[-MOST_PLACES:]


def _seen(result: PublicResult, look: Look, told: dict[object, int], *, ran: bool) -> Seen:
    peak = result.peak_memory_bytes
    captured = Captured(text=result.stdout, cut_bytes=result.stdout_cut_bytes)
    return Seen(
        called=None,
        time=None if result.wall_seconds is None else look.seconds(result.wall_seconds),
        memory=None if peak is None else mebibytes(peak),
        printed=printed_text(captured),
        explanation=_explanation(result, look, told) if ran and result.verdict != Verdict.AC else None,
    )


def _explanation(result: PublicResult, look: Look, told: dict[object, int]) -> Explanation:
    earlier = told.setdefault((result.verdict, result.reason, result.trace), result.number)
    bare = Explanation(sentence(result.reason or ""))
    if earlier != result.number and result.mismatch is None:
        return bare._replace(same=look.words("same_reason", number=earlier))
    made = _places(result.trace, look)
    return bare._replace(
        places=made[-MOST_PLACES:],
        places_left_out=max(0, len(made) - MOST_PLACES),
        cells=_cells(result.mismatch),
    )


def _places(trace: Sequence[TraceEntry], look: Look) -> tuple[Place, ...]:
    return tuple(_place(where, len(list(same)), look) for where, same in groupby(trace))


def _place(where: TraceEntry, count: int, look: Look) -> Place:
    found = TraceLine(line=where.line, function=where.function)
    told = named(found, PlaceInFile(where.line, where.cell), look)
    return Place(named=told, line=where.line, source=None, repeated=count - 1)


def _cells(mismatch: MismatchEntry | None) -> tuple[Cell, ...]:
    if not isinstance(mismatch, NotFiniteMismatch | ValuesMismatch):
        return ()
    first = mismatch.first[:MOST_CELLS]
    form = format_for([(float(cell.actual), float(cell.expected)) for cell in first])
    return tuple(_cell(cell, form) for cell in first)


def _cell(cell: PositionEntry, form: str) -> Cell:
    index = ", ".join(map(str, cell.index))
    return Cell(f"[{index}]", written(float(cell.actual), form), written(float(cell.expected), form))
