"""Turns progress through a course into text in the format of a name, as `grader.report.formats` does."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from grader.report.formats import Format

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.progress import Progress
    from grader.report.formats import Run

PROGRESS_FORMATS: Final = {
    "json": Format("grader.report.progress.json", "render_json"),
    "html": Format("grader.report.progress.html", "render_html"),
    "jsonl": Format("grader.report.progress.tables", "render_jsonl"),
    "csv": Format("grader.report.progress.tables", "render_csv"),
    "junit": Format("grader.report.progress.junit", "render_junit", knows_run=True),
    "github": Format("grader.report.progress.github", "render_github", knows_run=True),
    "gitlab": Format("grader.report.progress.platforms", "render_gitlab", knows_run=True),
    "gradescope": Format("grader.report.progress.platforms", "render_gradescope"),
    "classroom50": Format("grader.report.progress.platforms", "render_classroom50", knows_run=True),
}


def render_progress(name: str, progress: Progress, *, lang: Lang, run: Run) -> str:
    """Render progress in one of `PROGRESS_FORMATS`.

    Returns
    -------
    str
        To be written as UTF-8, as it is; as safe as `grader.report.formats.render` is for a report.
    """
    form = PROGRESS_FORMATS[name]
    renderer = getattr(import_module(form.module), form.function)
    more = {"run": run} if form.knows_run else {}
    text: str = renderer(progress, lang=lang, **more)
    return text
