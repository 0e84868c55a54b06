"""Turns a report into its JSON document: one object on one line, safe to print, to log and in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import say
from grader.model.judgement import NotFinite, Verdict, WrongShape, WrongType, WrongValues
from grader.report.document import (
    FORMAT_VERSION,
    HiddenResult,
    IsolationEntry,
    NotFiniteMismatch,
    PositionEntry,
    PublicResult,
    ReportDocument,
    ShapeMismatch,
    SubmissionEntry,
    TemplateEntry,
    TraceEntry,
    TypeMismatch,
    ValuesMismatch,
    number_entry,
)
from grader.report.escape import escape_json, for_json
from grader.report.json_hints import hints_of
from grader.report.places import place_of

if TYPE_CHECKING:
    from grader.messages import Lang, Message
    from grader.model.judgement import Mismatch, Position
    from grader.model.observation import TraceLine
    from grader.model.report import CaseResult, Report
    from grader.model.submission import Submission
    from grader.report.document import MismatchEntry

MAX_TEXT_CHARACTERS: Final = 4 << 10
MAX_STDOUT_CHARACTERS: Final = 64 << 10
MAX_TRACE_LINES: Final = 100


def render_json(report: Report, *, lang: Lang) -> str:
    """Render a report as one line of JSON, with a newline.

    Returns
    -------
    str
        ASCII escapes stand for control characters, for characters that reorder text, for `<` and for what a
        CI runner would obey. It can be encoded as UTF-8, and holds no NaN or Infinity.
    """
    return escape_json(msgspec.json.encode(to_document(report, lang=lang)).decode()) + "\n"


def to_document(report: Report, *, lang: Lang) -> ReportDocument:
    """Make the document of a report, with sentences in one language."""
    hinted = hints_of(report.diagnosis)
    return ReportDocument(
        format_version=FORMAT_VERSION,
        exercise=report.exercise.id,
        lang=lang,
        submission=SubmissionEntry(
            path=_text(report.submission.path),
            sha256=report.submission.sha256,
            kind=report.submission.kind,
        ),
        passed=report.verdict is Verdict.AC,
        verdict=report.verdict.value,
        score=report.score,
        max_score=report.max_score,
        reason=_said(report.reason, lang),
        reason_key=report.reason.key if report.reason else None,
        trace=_trace(report.trace, report.submission),
        column=report.column,
        wall_seconds=_seconds(report.wall_seconds),
        peak_memory_bytes=report.peak_memory_bytes,
        misconception=hinted.misconception,
        misconceptions=hinted.misconceptions,
        clues=hinted.clues,
        small_example=hinted.small_example,
        stdout=for_json(report.printed.text, characters=MAX_STDOUT_CHARACTERS),
        stdout_cut_bytes=report.printed.cut_bytes,
        isolation=IsolationEntry(level=report.isolation.level, layers=report.isolation.layers),
        template=TemplateEntry(
            markers=report.template.markers,
            modified_outside_markers=report.template.modified_outside_markers,
        ),
        results=tuple(_result(at, result, report, lang) for at, result in enumerate(report.results, 1)),
    )


def _result(place: int, result: CaseResult, report: Report, lang: Lang) -> PublicResult | HiddenResult:
    number = result.number or place
    points = None if result.judgement.verdict is Verdict.IE else result.points
    if result.case.spec.visibility != "public":
        return _hidden(result, number, points)
    return _public(result, number, points, report.submission, lang)


def _hidden(result: CaseResult, number: int, points: int | None) -> HiddenResult:
    spec = result.case.spec
    return HiddenResult(
        case=_text(spec.name),
        number=number,
        tags=spec.tags,
        verdict=result.judgement.verdict.value,
        points=points,
        max_points=spec.points,
    )


def _public(
    result: CaseResult, number: int, points: int | None, submission: Submission, lang: Lang
) -> PublicResult:
    spec, judgement, usage = result.case.spec, result.judgement, result.usage
    return PublicResult(
        case=_text(spec.name),
        number=number,
        tags=spec.tags,
        verdict=judgement.verdict.value,
        points=points,
        max_points=spec.points,
        wall_seconds=None if usage is None else _seconds(usage.wall_seconds),
        peak_memory_bytes=None if usage is None else usage.peak_memory_bytes,
        reason=_said(judgement.reason, lang),
        reason_key=judgement.reason.key if judgement.reason else None,
        mismatch=None if judgement.mismatch is None else _mismatch(judgement.mismatch),
        trace=_trace(result.trace, submission),
        stdout=for_json(result.printed.text, characters=MAX_STDOUT_CHARACTERS),
        stdout_cut_bytes=result.printed.cut_bytes,
    )


def _mismatch(mismatch: Mismatch) -> MismatchEntry:
    value, given, found = _text(mismatch.value), mismatch.given, mismatch.difference
    match found:
        case WrongType():
            dtype = None if found.dtype is None else _text(found.dtype)
            return TypeMismatch(value=value, given=given, actual_type=_text(found.actual_type), dtype=dtype)
        case WrongShape():
            return ShapeMismatch(
                value=value, given=given, actual_shape=found.actual, expected_shape=found.expected
            )
        case NotFinite():
            return NotFiniteMismatch(
                value=value,
                given=given,
                size=found.size,
                nan_count=found.nan_count,
                inf_count=found.inf_count,
                first=_positions(found.first),
            )
        case WrongValues():
            return ValuesMismatch(
                value=value,
                given=given,
                size=found.size,
                differing=found.differing,
                max_abs_error=number_entry(found.max_abs_error),
                atol=found.atol,
                first=_positions(found.first),
            )


def _positions(first: tuple[Position, ...]) -> tuple[PositionEntry, ...]:
    return tuple(
        PositionEntry(index=at.index, actual=number_entry(at.actual), expected=number_entry(at.expected))
        for at in first
    )


def _trace(trace: tuple[TraceLine, ...], submission: Submission) -> tuple[TraceEntry, ...]:
    places = [(place_of(submission, where.line), where.function) for where in trace[-MAX_TRACE_LINES:]]
    return tuple(
        TraceEntry(line=place.line, cell=place.cell, function=_text(function)) for place, function in places
    )


def _seconds(seconds: float) -> float:
    return round(seconds, 6)


def _said(told: Message | None, lang: Lang) -> str | None:
    return None if told is None else _text(say(told, lang))


def _text(text: str) -> str:
    return for_json(text, characters=MAX_TEXT_CHARACTERS)
