"""Turns a report into one row a case: all that any machine format may say of it, already safe to show.

A hidden case's row is empty but for its name, tags, verdict and points. Whoever makes a format from these
rows cannot give away more, whatever the record holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.cases import failed, is_hidden
from grader.report.detail import FULL
from grader.report.escape import cut, excerpt, one_line
from grader.report.failure import failure, indented
from grader.report.hints import hint_lines
from grader.report.look import Look
from grader.report.paint import paint
from grader.report.pinned import Pins
from grader.report.places import traced, with_caret
from grader.report.quoted import sentence

if TYPE_CHECKING:
    from grader.messages import Lang, Message
    from grader.model.observation import Captured
    from grader.model.report import CaseResult, Report
    from grader.report.detail import Detail
    from grader.report.paint import Line

WIDTH: Final = 100
MAX_NAME_CHARACTERS: Final = 200
MAX_REASON_CHARACTERS: Final = 1000
MAX_PRINTED_LINES: Final = 400
MAX_PRINTED_CHARACTERS: Final = 40_000

# How the reason reads when the worker died: the runtime error is then no exception that could be told.
DEATHS: Final = frozenset(("judge.crashed", "judge.exited", "judge.garbled"))


class Row(NamedTuple):
    """One case.

    Parameters
    ----------
    died : bool
        Whether a runtime error was the death of the whole process; False for a hidden case.
    points : int or None
        None when the grader itself failed.
    reason : str
        One line; empty for a right answer.
    explanation : str
        Some lines: what was called, how the result differs, where; empty for a right answer.
    printed : str
        The beginning of what the case printed, with a note of how much was cut.
    line : int
        Where to point in the submission, counted from 1.
    """

    number: int
    name: str
    tags: tuple[str, ...]
    hidden: bool
    verdict: Verdict
    points: int | None
    max_points: int
    line: int
    died: bool = False
    wall_seconds: float | None = None
    peak_memory_bytes: int | None = None
    reason: str = ""
    explanation: str = ""
    printed: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer was right."""
        return self.verdict is Verdict.AC

    def told(self, lang: Lang) -> str:
        """Say the verdict, and the reason where there is one, in one line."""
        words = verdict_words(self.verdict, lang)
        if not self.reason:
            return words
        return say(message("formats.verdict_and_reason", verdict=words, reason=self.reason), lang)


def rows_of(report: Report, *, lang: Lang, detail: Detail = FULL) -> list[Row]:
    """Make the rows, in the order of the suite.

    Parameters
    ----------
    lang : str
        The language of the sentences.
    detail : Detail
        How much the explanations tell.
    """
    look = Look(lang, WIDTH, unicode=True, verbose=False)
    shared = _Shared(look, detail, Pins(report.submission))
    return [_row(at, result, report, shared) for at, result in enumerate(report.results, start=1)]


def why_none_ran(report: Report, *, lang: Lang) -> str:
    """Say why no case could be run, and where; empty where some could."""
    if report.reason is None:
        return ""
    look = Look(lang, WIDTH, unicode=True, verbose=False)
    lines = sentence(say(report.reason, lang), look)
    if report.column is not None:
        lines += indented(with_caret(report.trace, report.column, report.submission, look))
    else:
        lines += indented(traced(report.trace, report.submission, look, most=FULL.trace))
    return _text(lines)


def hints(report: Report, *, lang: Lang) -> str:
    """Say what the failures look like; empty where nothing is known."""
    look = Look(lang, WIDTH, unicode=True, verbose=False)
    return _text(hint_lines(report.diagnosis, look, atol=report.exercise.tolerance.atol)).rstrip("\n")


def said(told: Message | None, *, lang: Lang) -> str:
    """Say a reason in one safe line."""
    return "" if told is None else one_line(cut(say(told, lang), characters=MAX_REASON_CHARACTERS))


def safe_path(report: Report) -> str:
    """Name the submission as it was given, in one safe line."""
    return one_line(cut(report.submission.path))


def verdict_words(verdict: Verdict, lang: Lang) -> str:
    """Say a verdict."""
    return Look(lang, WIDTH, unicode=True, verbose=False).verdict(verdict)


class _Shared(NamedTuple):
    look: Look
    detail: Detail
    pins: Pins


def _row(place: int, result: CaseResult, report: Report, shared: _Shared) -> Row:
    look, detail, pins = shared
    spec, judgement = result.case.spec, result.judgement
    row = Row(
        number=result.number or place,
        name=one_line(cut(spec.name, characters=MAX_NAME_CHARACTERS)),
        tags=tuple(map(one_line, spec.tags)),
        hidden=is_hidden(result),
        verdict=judgement.verdict,
        points=None if judgement.verdict is Verdict.IE else result.points,
        max_points=spec.points,
        line=pins.line(() if is_hidden(result) else result.trace),
    )
    if row.hidden:
        return row
    return row._replace(
        died=judgement.reason is not None and judgement.reason.key in DEATHS,
        wall_seconds=None if result.usage is None else result.usage.wall_seconds,
        peak_memory_bytes=None if result.usage is None else result.usage.peak_memory_bytes,
        reason=said(judgement.reason, lang=look.lang),
        explanation=_text(failure(result, report, look, detail)) if failed(result) else "",
        printed=_printed(result.printed, look),
    )


def _text(lines: list[Line]) -> str:
    return paint(lines, colour=False, unicode=True)


def _printed(captured: Captured, look: Look) -> str:
    shown = excerpt(captured.text, lines=MAX_PRINTED_LINES, characters=MAX_PRINTED_CHARACTERS)
    lines = [one_line(text) for text in shown.lines] if captured.text else []
    if shown.cut_characters:
        lines.append(look.words("cut_characters", count=shown.cut_characters))
    if captured.cut_bytes:
        lines.append(look.words("cut_bytes", count=captured.cut_bytes))
    return "\n".join(lines)
