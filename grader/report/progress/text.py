"""Turns progress into a table for a person at a terminal: a line a level, then what it all comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.messages import message, say
from grader.report.look import Look
from grader.report.paint import BOLD, DIM, GAP_COLUMNS, Span, cells, columns, line, narrow, paint
from grader.report.progress.rows import level_rows, title_of, total_of, why, within
from grader.report.text import render_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from grader.model.progress import Progress
    from grader.report.paint import Line
    from grader.report.progress.rows import LevelRow

TITLE: Final = 2
POINTS: Final = 4
LEAST_TITLE_COLUMNS: Final = 16


def render_table(  # noqa: PLR0913 - how a terminal is, and what its reader asked for
    progress: Progress,
    *,
    lang: Lang,
    colour: bool = False,
    unicode: bool = True,
    width: int = 80,
    verbose: bool = False,
) -> str:
    """Render the table; `verbose` puts the whole report of every file below it.

    See Also
    --------
    grader.report.text.render_text : what holds of the text and of its parameters.
    """
    look = Look(lang, width, unicode, verbose)
    text = paint(_lines(progress, look), colour=colour, unicode=unicode)
    reports = progress.reports if verbose else ()
    return "\n".join([
        text,
        *(
            render_text(report, lang=lang, colour=colour, unicode=unicode, width=width, verbose=True)
            for report in reports
        ),
    ])  # fmt: skip


def total_line(progress: Progress, lang: Lang) -> str:
    """Say what it all comes to, in one line."""
    return f"{total_of(progress, lang)}\n"


def _lines(progress: Progress, look: Look) -> Iterator[Line]:
    yield line(title_of(progress, look.lang), BOLD)
    yield line()
    rows = level_rows(progress, look)
    table = _with_titles_cut([_spans(row, look) for row in rows], look)
    for row, spans in zip(rows, columns(table, right=frozenset((POINTS,))), strict=True):
        yield spans
        if row.others:
            told = message("progress.others", files=", ".join(row.others))
            yield line(say(told, look.lang), DIM, indent=2)
    yield line()
    if progress.left_over:
        told = message(
            "progress.left_over",
            files=", ".join(within(path, progress.folder) for path in progress.left_over),
        )
        yield line(say(told, look.lang), DIM)
    command = next(filter(None, map(why, progress.levels)), "")
    if command:
        yield line(say(message("progress.begin_with", command=command), look.lang), BOLD)
    yield line(total_of(progress, look.lang), BOLD)


def _with_titles_cut(table: list[list[Span]], look: Look) -> list[list[Span]]:
    """Cut the titles to what the other columns leave of a line; none where that says next to nothing."""
    others = [max(cells(span.text) + GAP_COLUMNS for span in column) for column in zip(*table, strict=True)]
    del others[TITLE]
    room = look.width - sum(others)
    ellipsis = "…" if look.unicode else "..."
    for row in table:
        title = narrow(row[TITLE].text, room, ellipsis=ellipsis) if room >= LEAST_TITLE_COLUMNS else ""
        row[TITLE] = row[TITLE]._replace(text=title)
    return table


def _spans(row: LevelRow, look: Look) -> list[Span]:
    return [
        Span(say(message("progress.level", number=row.number), look.lang)),
        Span(row.id),
        Span(row.title, DIM),
        Span(f"{row.mark} {row.result}", row.style),
        Span(row.points),
        Span(row.file),
    ]
