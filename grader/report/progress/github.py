"""Turns progress into what a GitHub Actions job prints, the summary of its step and its outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.messages import message, say
from grader.report.github import LOG_COLUMNS, annotations_of, commands_of, folded, outputs_text
from grader.report.github import title_of as report_title
from grader.report.markdown import code, render_markdown
from grader.report.progress.rows import level_rows, plain_look, title_of, total_of
from grader.report.progress.text import render_table
from grader.report.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.messages import Lang
    from grader.model.progress import Progress
    from grader.report.formats import Run

COLUMNS = ("level", "exercise", "file")


def render_github(progress: Progress, *, lang: Lang, run: Run, token: Callable[[], str] | None = None) -> str:
    """Render the lines for standard output: annotations in all files, the table, and each report folded.

    Parameters
    ----------
    token : callable or None
        Makes the words that end the parts in which commands are not obeyed; None for random ones.
    """
    found = [one for report in progress.reports for one in annotations_of(report, lang, run)]
    table = render_table(progress, lang=lang, width=LOG_COLUMNS)
    lines = [*commands_of(found, lang), *folded(title_of(progress, lang), table, token=token)]
    for report in progress.reports:
        text = render_text(report, lang=lang, width=LOG_COLUMNS, verbose=run.verbose)
        lines += folded(report_title(report, lang), text, token=token)
    return "".join(f"{line}\n" for line in [*lines, total_of(progress, lang)])


def step_outputs(progress: Progress, *, token: Callable[[], str] | None = None) -> str:
    """Render what is appended to the file of a step's outputs; the score is empty where there is none."""
    values = {
        "score": "" if progress.score is None else str(progress.score),
        "max-score": str(progress.max_score),
        "passed": "true" if progress.passed else "false",
    }
    return outputs_text(values, token=token)


def render_summary(progress: Progress, *, lang: Lang, most_bytes: int) -> str:
    """Render a Markdown page: the table, then the page of each report as far as it fits."""
    page = "".join(_table(progress, lang))
    for report in progress.reports:
        page += "\n" + render_markdown(report, lang=lang, most_bytes=most_bytes - len(page.encode()) - 1)
    return page if len(page.encode()) <= most_bytes else ""


def _table(progress: Progress, lang: Lang) -> Iterator[str]:
    yield f"# {code(title_of(progress, lang))}\n\n**{total_of(progress, lang)}**\n\n"
    level, exercise, file = (say(message(f"progress.column_{name}"), lang) for name in COLUMNS)
    result, points = (say(message(f"formats.column_{name}"), lang) for name in ("result", "points"))
    yield f"| {level} | {exercise} | {result} | {points} | {file} |\n|--:|---|---|--:|---|\n"
    for row in level_rows(progress, plain_look(lang)):
        name = f"{code(row.id)} {code(row.title)}"
        yield f"| {row.number} | {name} | {row.mark} {row.result} | {row.points} | {code(row.file)} |\n"
