"""Turns progress into one HTML file: the table of the levels, then the page of each report.

It loads nothing and runs nothing, as `grader.report.html.sheet` has it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from grader.report.html.page import page_of, page_style
from grader.report.html.sheet import LANGUAGE_TAGS, make_environment, ours, policy, read_part, words
from grader.report.look import Look
from grader.report.progress.rows import level_rows, title_of, total_of, within

if TYPE_CHECKING:
    import jinja2

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
    style = _style()
    return _template().render(
        levels=[
            _Shown(row, None if level.report is None else page_of(level.report, look))
            for row, level in zip(level_rows(progress, look), progress.levels, strict=True)
        ],
        title=title_of(progress, lang),
        total=total_of(progress, lang),
        passed=_passed(progress),
        tone="good" if progress.passed else "bad",
        left_over=tuple(within(path, progress.folder) for path in progress.left_over),
        style=ours(style),
        policy=policy(style),
        language=LANGUAGE_TAGS[lang],
        t=words(lang, "html"),
    )


def _passed(progress: Progress) -> int:
    return sum(level.passed for level in progress.levels)


@cache
def _template() -> jinja2.Template:
    return make_environment((__package__, "grader.report.html")).get_template("progress.html")


@cache
def _style() -> str:
    return f"{page_style()}\n{read_part(__package__, 'style.css')}"
