"""Turns a report into the page: everything that is shown, laid out by a template that escapes all of it.

What keeps the page safe to open is in `grader.report.html.sheet`. This page runs no script at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.cases import failed, is_hidden
from grader.report.escape import cut
from grader.report.html.case import MOST_PLACES, case_cards, places, printed_text, sentence, title_of
from grader.report.html.hints import hints, in_language
from grader.report.html.sheet import page_style, page_template
from grader.report.html.source import listing
from grader.report.html.verdict import shown_verdict
from grader.report.look import Look
from grader.report.numbers import mebibytes
from grader.report.paint import cells
from grader.report.places import source_line

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.document import ReportDocument
    from grader.report.escape import Excerpt
    from grader.report.formats import Run
    from grader.report.html.case import CaseCard, Place, Printed
    from grader.report.html.hints import Hints
    from grader.report.html.source import Block
    from grader.report.html.verdict import ShownVerdict

MOST_PATH_CHARACTERS: Final = 120
OPEN_LEVELS: Final = frozenset(("W", "N"))


class Heading(NamedTuple):
    """What is seen at a glance."""

    title: str
    path: str
    outline: str | None
    verdict: ShownVerdict
    score: int | None
    max_score: int
    told: tuple[str, ...]
    notices: tuple[str, ...]


class Failure(NamedTuple):
    """Why no case could be run."""

    reason: Excerpt
    places: tuple[Place, ...]
    pointed: str | None = None


class Page(NamedTuple):
    """Everything that the page shows."""

    heading: Heading
    failure: Failure | None
    hints: Hints | None
    printed: Printed | None
    cards: tuple[CaseCard, ...]
    first_failed: CaseCard | None
    hidden_failed: bool
    blocks: tuple[Block, ...]
    facts: tuple[str, ...]


def render_html(report: Report, *, lang: Lang, run: Run | None = None) -> str:
    """Render a report as one HTML file that loads nothing and runs nothing.

    Parameters
    ----------
    report : Report
        What to show. Of hidden cases that is name, tags, verdict and points, whatever the record holds.
    lang : str
        `zh` or `en`.
    run : Run or None
        How the grader ran: which cases were chosen.

    Returns
    -------
    str
        To be written as UTF-8.
    """
    look = Look(lang, width=0, unicode=True, verbose=True)
    template = page_template(__package__, "page.html", lang, style=page_style())
    return template.render(page=page_of(report, look, chosen=bool(run and run.names)))


def page_of(report: Report, look: Look, *, chosen: bool = False) -> Page:
    """Collect what the page shows, in one language."""
    cards = case_cards(report, look)
    seen = [card for card in cards if card.seen is not None and card.seen.explanation is not None]
    return Page(
        heading=_heading(report, look, chosen=chosen),
        failure=_failure(report, look),
        hints=hints(report.diagnosis, look, atol=report.exercise.tolerance.atol),
        printed=printed_text(report.printed),
        cards=cards,
        first_failed=seen[0] if len(seen) > 1 else None,
        hidden_failed=any(is_hidden(result) and failed(result) for result in report.results),
        blocks=listing(report.submission, _marked(report, look)),
        facts=facts_of(report, look, here=True),
    )


def _heading(report: Report, look: Look, *, chosen: bool) -> Heading:
    path = look.words("standard_input") if report.submission.path == "-" else report.submission.path
    return Heading(
        title=in_language(report.exercise.title, look),
        path=cut(path, characters=MOST_PATH_CHARACTERS),
        outline=_outline(report, look),
        verdict=shown_verdict(report.verdict, look),
        score=report.score,
        max_score=report.max_score,
        told=_told(report, look, chosen=chosen),
        notices=_notices(report, look),
    )


def _outline(report: Report, look: Look) -> str:
    hidden = sum(is_hidden(result) for result in report.results)
    count = len(report.results)
    return look.words(
        "outline" if hidden else "outline_public",
        count=count,
        public=count - hidden,
        hidden=hidden,
        limit=look.seconds(report.exercise.limits.wall_seconds),
    )


def _told(report: Report, look: Look, *, chosen: bool) -> tuple[str, ...]:
    if report.score is None:
        return (look.words("not_scored"),)
    passed = sum(not failed(result) for result in report.results)
    told = [look.words("passed_of", passed=passed, count=len(report.results))]
    if chosen:
        told.append(say(message("html.chosen"), look.lang))
    elif report.verdict is Verdict.AC and report.score == report.max_score:
        told.append(look.words("full_marks"))
    return tuple(told)


def _notices(report: Report, look: Look) -> tuple[str, ...]:
    if report.submission.unreadable is not None:
        return ()
    if report.template.modified_outside_markers:
        return (look.words("template_modified"),)
    return () if report.template.markers else (look.words("markers_missing"),)


def facts_of(report: Report | ReportDocument, look: Look, *, here: bool) -> tuple[str, ...]:
    """Say what it took and what guarded it; if nothing did, that is a warning to who ran it `here`."""
    time, isolation = look.seconds(report.wall_seconds), report.isolation
    used = look.words("used", time=time)
    if report.peak_memory_bytes is not None:
        used = look.words("used_with_memory", time=time, memory=mebibytes(report.peak_memory_bytes))
    key = "isolation" if isolation.layers else "isolation_none"
    key = "isolation_open" if here and isolation.level in OPEN_LEVELS else key
    guarded = look.words(key, level=isolation.level, layers=", ".join(isolation.layers))
    return (used, guarded, f"SHA-256: {report.submission.sha256}")


def _failure(report: Report, look: Look) -> Failure | None:
    if report.reason is None:
        return None
    pointed = _pointed_at(report)
    made = places(report.trace, report.submission, look)
    if pointed is not None:
        made = (*made[:-1], made[-1]._replace(source=""))
    return Failure(sentence(say(report.reason, look.lang)), made[-MOST_PLACES:], pointed)


def _pointed_at(report: Report) -> str | None:
    """Show the last line of the trace with a caret below the column; None where there is no such place."""
    line = source_line(report.submission, report.trace[-1].line) if report.trace else None
    if line is None or report.column is None or not 0 < report.column <= len(line) + 1:
        return None
    indent = len(line) - len(line.lstrip())
    before = cut(line)[indent : report.column - 1]
    return f"{cut(line.strip())}\n{' ' * cells(before)}^"


def _marked(report: Report, look: Look) -> dict[int, list[str]]:
    """Say of each line where a public case failed which cases did."""
    marked: dict[int, list[str]] = {}
    if report.reason is not None and report.trace:
        marked[report.trace[-1].line] = [look.verdict(report.verdict)]
        return marked
    for place, result in enumerate(report.results, 1):
        if not is_hidden(result) and result.trace:
            told = title_of(result.number or place, look)
            marked.setdefault(result.trace[-1].line, []).append(told)
    return marked
