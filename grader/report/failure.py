"""Turns a failed public case into the lines that explain it: what was called, how it differs, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.messages import say
from grader.model.judgement import Verdict
from grader.report.calls import called, reproduce
from grader.report.differences import differences
from grader.report.paint import DIM, line
from grader.report.places import traced
from grader.report.quoted import printed, sentence

if TYPE_CHECKING:
    from grader.model.judgement import Mismatch
    from grader.model.report import CaseResult, Report
    from grader.report.detail import Detail
    from grader.report.look import Look
    from grader.report.paint import Line

INDENT_CELLS: Final = 2


# There is nothing to explain about a call that was not made, or that we ourselves failed to make.
NOT_JUDGED: Final = frozenset((Verdict.SC, Verdict.IE))


def failure(result: CaseResult, report: Report, look: Look, detail: Detail) -> list[Line]:
    """Explain a failed public case, in the lines that stand below that of the case."""
    if result.judgement.verdict in NOT_JUDGED:
        return _reason(result, look)
    mismatch = result.judgement.mismatch
    lines = [line(called(result.case, report.exercise)), *_reason(result, look)]
    if mismatch is not None:
        width = look.width - 2 * INDENT_CELLS
        lines += indented(differences(mismatch, look, detail, width=width))
        lines += indented(_heat(mismatch, result, look._replace(width=width)))
    lines += indented(traced(result.trace, report.submission, look, most=detail.trace))
    lines += output_of(result, look, detail)
    lines += _explained(result, look)
    return [
        *lines,
        line(look.words("reproduce", command=reproduce(report, result.case.spec)), DIM),
    ]


def output_of(result: CaseResult, look: Look, detail: Detail) -> list[Line]:
    """Show what a public case printed."""
    if not detail.printed_lines:
        return []
    return printed(
        result.printed,
        look.words("printed"),
        look,
        lines=detail.printed_lines,
        characters=detail.printed_characters,
    )


def indented(lines: list[Line]) -> list[Line]:
    """Move lines to the right by one step."""
    return [(*line(indent=INDENT_CELLS), *spans) for spans in lines]


def _heat(mismatch: Mismatch, result: CaseResult, look: Look) -> list[Line]:
    if not look.heat:
        return []
    from grader.report.heat import heat_lines  # noqa: PLC0415 - a run that shows no pictures loads nothing for them

    return heat_lines(mismatch, result.case, look)


def _reason(result: CaseResult, look: Look) -> list[Line]:
    told = result.judgement.reason
    return [] if told is None else sentence(say(told, look.lang), look)


def _explained(result: CaseResult, look: Look) -> list[Line]:
    explain = result.case.spec.explain
    if explain is None:
        return []
    return [line(look.words("explain", text=explain.zh if look.lang == "zh" else explain.en))]
