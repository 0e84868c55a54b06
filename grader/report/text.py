"""Turns a report into text for a person at a terminal: the cases, what failed and why, then the score.

Cases that pass take one line each. The first failures are explained in full, later ones in brief, so that the
first one is still in sight when the prompt comes back. A hidden case shows name, tags, verdict and points,
whatever else its record may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.messages import say
from grader.model.judgement import Verdict
from grader.report.calls import reproduce
from grader.report.cases import STYLES, Numbered, case_lines, failed, is_hidden
from grader.report.detail import EVERYTHING, FULL
from grader.report.failure import indented
from grader.report.hints import hint_lines
from grader.report.look import Look
from grader.report.numbers import mebibytes
from grader.report.paint import BOLD, DIM, GOOD, OURS, WARN, Span, line, paint
from grader.report.places import traced, with_caret
from grader.report.quoted import printed, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from grader.messages import Lang, Message
    from grader.model.report import Isolation, Report
    from grader.report.paint import Line

OPEN_LEVELS: Final = frozenset(("W", "N"))


def render_text(  # noqa: PLR0913 - how a terminal is, and what its reader asked for
    report: Report,
    *,
    lang: Lang,
    colour: bool = False,
    unicode: bool = True,
    width: int = 80,
    only: Collection[str] = (),
    chosen: Message | None = None,
    verbose: bool = False,
) -> str:
    """Render a report for a person.

    Parameters
    ----------
    report : Report
        What to tell.
    lang : str
        `zh` or `en`.
    colour : bool
        Whether to colour with SGR sequences.
    unicode : bool
        Whether the stream can show ticks and dashes; else ASCII stands for them. Chinese stays Chinese.
    width : int
        Columns of the terminal.
    only : collection of str
        The names of the cases that the reader chose; these alone are shown, in full. Empty: all.
    chosen : Message or None
        Which exercise was taken and why, where the reader did not say which.
    verbose : bool
        Whether to explain every failure in full and show what passing cases printed.

    Returns
    -------
    str
        Lines, each with a newline. It holds no control character but newline and, with `colour`, the report's
        own SGR sequences; no line begins with what a CI runner would obey.
    """
    in_full = verbose or bool(only)
    look = Look(lang, width, unicode, in_full, heat=colour and in_full)
    shown = [at for at in _numbered(report) if not only or at.result.case.spec.name in only]
    lines = [*_heading(report, look), *([line(say(chosen, lang), DIM)] if chosen else []), line()]
    lines += _import_output(report, look)
    lines += (
        case_lines(shown, report, look)
        if report.reason is None
        else _why_none_ran(report.reason, report, look)
    )
    lines += [] if lines[-1] == line() else [line()]
    lines += hint_lines(report.diagnosis, look, atol=report.exercise.tolerance.atol)
    lines += _summary(shown, report, look, chosen=bool(only))
    if report.score == report.max_score and report.verdict is Verdict.AC and not only:
        lines.append(line(look.words("full_marks"), GOOD))
    return paint(lines, colour=colour, unicode=unicode)


def _numbered(report: Report) -> list[Numbered]:
    return [Numbered(result.number or place, result) for place, result in enumerate(report.results, 1)]


def _heading(report: Report, look: Look) -> list[Line]:
    title = report.exercise.title.zh if look.lang == "zh" else report.exercise.title.en
    hidden = sum(is_hidden(result) for result in report.results)
    count = len(report.results)
    outline = look.words(
        "outline" if hidden else "outline_public",
        count=count,
        public=count - hidden,
        hidden=hidden,
        limit=look.seconds(report.exercise.limits.wall_seconds),
    )
    return [line(look.words("title", title=title, path=_path(report, look)), BOLD), line(outline)]


def _path(report: Report, look: Look) -> str:
    return look.words("standard_input") if report.submission.path == "-" else report.submission.path


def _import_output(report: Report, look: Look) -> list[Line]:
    if report.verdict is Verdict.AC and not look.verbose:
        return []
    detail = EVERYTHING if look.verbose else FULL
    lines = printed(
        report.printed,
        look.words("printed_at_import"),
        look,
        lines=detail.printed_lines,
        characters=detail.printed_characters,
    )
    return [*lines, line()] if lines else []


def _why_none_ran(reason: Message, report: Report, look: Look) -> list[Line]:
    lines = [line(f"{look.mark(report.verdict)} {look.verdict(report.verdict)}", STYLES[report.verdict])]
    below = sentence(say(reason, look.lang), look)
    if report.column is not None:
        below += indented(with_caret(report.trace, report.column, report.submission, look))
    else:
        below += indented(traced(report.trace, report.submission, look, most=FULL.trace))
    return lines + indented(below)


def _summary(shown: Sequence[Numbered], report: Report, look: Look, *, chosen: bool) -> list[Line]:
    failures = [at for at in shown if failed(at.result)]
    public = [at for at in failures if not is_hidden(at.result)]
    lines: list[Line] = []
    if report.reason is None and len(public) > 1:
        first = public[0]
        command = reproduce(report, first.result.case.spec)
        lines.append(line(look.words("begin_with", number=first.number, command=command), BOLD))
    if report.reason is None and len(failures) > len(public):
        lines.append(line(look.words("hidden_failed"), DIM))
    return [
        *lines,
        *_notices(report, look),
        _score(shown, report, look, chosen=chosen),
        *_circumstances(report, look),
    ]


def _notices(report: Report, look: Look) -> list[Line]:
    if report.submission.unreadable is not None:
        return []
    if report.template.modified_outside_markers:
        return [line(look.words("template_modified"), WARN)]
    return [] if report.template.markers else [line(look.words("markers_missing"), WARN)]


def _score(shown: Sequence[Numbered], report: Report, look: Look, *, chosen: bool) -> Line:
    """Say the score: of the whole suite, or of the cases that were chosen."""
    if report.score is None:
        return line(look.words("not_scored"), OURS)
    if report.reason is not None:
        return (*_points(report.score, report.max_score, "score", look), _verdict(report, look))
    earned = sum(at.result.points for at in shown) if chosen else report.score
    most = sum(at.result.case.spec.points for at in shown) if chosen else report.max_score
    passed = look.words("passed_of", passed=sum(not failed(at.result) for at in shown), count=len(shown))
    key = "score_of_chosen" if chosen else "score"
    return (*_points(earned, most, key, look), _verdict(report, look), Span("   "), Span(passed))


def _points(earned: int, most: int, key: str, look: Look) -> Line:
    return (Span(look.words(key, score=earned, max_score=most), BOLD), Span("   "))


def _verdict(report: Report, look: Look) -> Span:
    return Span(look.words("verdict", verdict=look.verdict(report.verdict)), STYLES[report.verdict])


def _circumstances(report: Report, look: Look) -> list[Line]:
    time = look.seconds(report.wall_seconds)
    if report.peak_memory_bytes is None:
        used = look.words("used", time=time)
    else:
        used = look.words("used_with_memory", time=time, memory=mebibytes(report.peak_memory_bytes))
    return [line(used, DIM), line(_isolation(report.isolation, look), DIM)]


def _isolation(isolation: Isolation, look: Look) -> str:
    if isolation.level in OPEN_LEVELS:
        return look.words("isolation_open", level=isolation.level)
    if not isolation.layers:
        return look.words("isolation_none", level=isolation.level)
    return look.words("isolation", level=isolation.level, layers=", ".join(isolation.layers))
