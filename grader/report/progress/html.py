"""Turns progress into one HTML file: the table of the levels, then the page of each report.

It loads nothing and runs nothing, as `grader.report.html.sheet` has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.report.html.page import page_of
from grader.report.html.sheet import page_style, page_template, read_part
from grader.report.look import Look
from grader.report.progress.rows import level_rows, title_of, total_of, within

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.progress import Progress
    from grader.report.html.page import Page
    from grader.report.progress.rows import LevelRow


class _Shown(NamedTuple):
    """A level in the table, and the page of its report below it."""

    row: LevelRow
    page: Page | None


def render_html(progress: Progress, *, lang: Lang) -> str:
    """Render the page, to be written as UTF-8."""
    look = Look(lang, width=0, unicode=True, verbose=True)
    style = f"{page_style()}\n{read_part(__package__, 'style.css')}"
    return page_template(__package__, "progress.html", lang, style=style).render(
        levels=[
            _Shown(row, None if level.report is None else page_of(level.report, look))
            for row, level in zip(level_rows(progress, look), progress.levels, strict=True)
        ],
        title=title_of(progress, lang),
        total=total_of(progress, lang),
        passed=_passed(progress),
        tone="good" if progress.passed else "bad",
        left_over=tuple(within(path, progress.folder) for path in progress.left_over),
    )


def _passed(progress: Progress) -> int:
    return sum(level.passed for level in progress.levels)
