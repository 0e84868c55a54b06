"""Turns the results into one aligned line a case, with the explanation of a failure below its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import say
from grader.model.judgement import NotFinite, Verdict, WrongValues
from grader.report.detail import BRIEF, EVERYTHING, FIRST, FULL
from grader.report.escape import cut
from grader.report.failure import failure, indented, output_of
from grader.report.numbers import mebibytes
from grader.report.paint import BAD, BOLD, DIM, GOOD, OURS, WARN, Span, columns, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.report import CaseResult, Report
    from grader.report.detail import Detail
    from grader.report.look import Look
    from grader.report.paint import Line

EXPLAINED_IN_FULL: Final = 3
MAX_NAME_CHARACTERS: Final = 40
STYLES: Final = {
    Verdict.AC: GOOD,
    Verdict.WA: BAD,
    Verdict.RTE: BAD,
    Verdict.CE: BAD,
    Verdict.TLE: WARN,
    Verdict.MLE: WARN,
    Verdict.OLE: WARN,
    Verdict.SC: DIM,
    Verdict.IE: OURS,
}


class Numbered(NamedTuple):
    """A result and its place in the suite, counted from 1."""

    number: int
    result: CaseResult


def is_hidden(result: CaseResult) -> bool:
    """Whether only name, tags, verdict and points of a result may be shown."""
    return result.case.spec.visibility != "public"


def failed(result: CaseResult) -> bool:
    """Whether a result is anything but right."""
    return result.judgement.verdict is not Verdict.AC


def case_lines(results: Sequence[Numbered], report: Report, look: Look) -> list[Line]:
    """Show every case in the order of the suite.

    The first failures are explained in full, later ones in brief, and one that has the reason of an earlier
    one by naming that. An empty line ends an explanation: failures stand apart from the cases that pass.
    """
    aligned = columns([_row(at, look) for at in results], right=frozenset((3,)))
    tails = _tails([at.result for at in results], look)
    told: dict[object, int] = {}
    lines: list[Line] = []
    for at, row, tail in zip(results, aligned, tails, strict=True):
        same = _told_before(at.result, look, told)
        note = [] if same is None else [Span("  "), Span(look.words("same_reason", number=same), DIM)]
        below = _below(at, report, look, told) if same is None else []
        lines += [(*row, Span("  "), *tail, *note), *indented(below), *([line()] if below else [])]
    return lines


def _row(at: Numbered, look: Look) -> list[Span]:
    result, spec = at.result, at.result.case.spec
    verdict = result.judgement.verdict
    key = "unscored_points" if verdict is Verdict.IE else "points"
    return [
        Span(look.words("case_number", number=at.number), BOLD if failed(result) else ""),
        Span(cut(spec.name, characters=MAX_NAME_CHARACTERS), BOLD if failed(result) else ""),
        Span(f"{look.mark(verdict)} {look.verdict(verdict)}", STYLES[verdict]),
        Span(look.words(key, points=result.points, max_points=spec.points)),
    ]


def _tails(results: Sequence[CaseResult], look: Look) -> list[Line]:
    """Show time and memory of the public cases in columns of their own, and the tags of the hidden ones."""
    measured = columns(
        [_used(result, look) for result in results if not is_hidden(result)], right=frozenset((0, 1))
    )
    rows = iter(measured)
    return [_tags(result, look) if is_hidden(result) else next(rows) for result in results]


def _used(result: CaseResult, look: Look) -> list[Span]:
    if result.usage is None:
        return [Span(""), Span("")]
    peak = result.usage.peak_memory_bytes
    return [
        Span(look.seconds(result.usage.wall_seconds), DIM),
        Span("" if peak is None else mebibytes(peak), DIM),
    ]


def _tags(result: CaseResult, look: Look) -> Line:
    tags = result.case.spec.tags
    return line(look.words("hidden") + (f" [{', '.join(tags)}]" if tags else ""), DIM)


def _told_before(result: CaseResult, look: Look, told: dict[object, int]) -> int | None:
    """Give the number of the case that failed for the very same reason, where there was one."""
    return None if is_hidden(result) or look.verbose else told.get(_why(result, look))


def _below(at: Numbered, report: Report, look: Look, told: dict[object, int]) -> list[Line]:
    result = at.result
    if is_hidden(result):
        return []
    if not failed(result):
        return output_of(result, look, EVERYTHING) if look.verbose else []
    detail = _detail(len(told), look)
    told[_why(result, look)] = at.number
    return failure(result, report, look, detail)


def _why(result: CaseResult, look: Look) -> object:
    """Give what failures with the same reason have in common; where numbers differ, each has its own."""
    mismatch, told = result.judgement.mismatch, result.judgement.reason
    if told is None or (mismatch is not None and isinstance(mismatch.difference, WrongValues | NotFinite)):
        return id(result)
    return (result.judgement.verdict, say(told, look.lang), result.trace)


def _detail(explained: int, look: Look) -> Detail:
    if look.verbose:
        return EVERYTHING
    return FIRST if explained == 0 else FULL if explained < EXPLAINED_IN_FULL else BRIEF
