"""Turns a report into text in the format of a name; nothing of a format is loaded before it is used.

Every renderer is a function of a report and of how the grader was run, and gives the whole text of a file.
Where a consumer has rules of its own, `docs/formats.md` names them and says how they are met.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.messages import Lang
    from grader.model.report import Report


class Run(NamedTuple):
    """When and where the grader ran, as far as a format may say it.

    Parameters
    ----------
    environment : mapping of str to str
        The grader's own environment: what the CI tells of itself.
    now : datetime
        With its time zone.
    names : tuple of str
        The cases that were chosen; empty for all.
    verbose : bool
        Whether to tell more in texts for people.
    """

    environment: Mapping[str, str]
    now: datetime
    names: tuple[str, ...] = ()
    verbose: bool = False


class Format(NamedTuple):
    """Where a renderer is, and which variables of the environment it cannot do without."""

    module: str
    function: str
    knows_run: bool = False
    environment: tuple[str, ...] = ()


FORMATS: Final = {
    "json": Format("grader.report.json", "render_json"),
    "html": Format("grader.report.html", "render_html", knows_run=True),
    "jsonl": Format("grader.report.jsonl", "render_jsonl"),
    "csv": Format("grader.report.spreadsheet", "render_csv"),
    "junit": Format("grader.report.junit", "render_junit", knows_run=True),
    "github": Format("grader.report.github", "render_github", knows_run=True),
    "gitlab": Format("grader.report.gitlab", "render_gitlab", knows_run=True),
    "gradescope": Format("grader.report.gradescope", "render_gradescope"),
    "classroom50": Format(
        "grader.report.classroom50",
        "render_classroom50",
        knows_run=True,
        environment=("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"),
    ),
}


def render(name: str, report: Report, *, lang: Lang, run: Run) -> str:
    """Render a report in one of `FORMATS`.

    Returns
    -------
    str
        To be written as UTF-8, as it is. Printed to a terminal or a CI log it makes neither do anything, but
        for `github`, whose commands are its purpose and are all our own.
    """
    form = FORMATS[name]
    renderer = getattr(import_module(form.module), form.function)
    more = {"run": run} if form.knows_run else {}
    text: str = renderer(report, lang=lang, **more)
    return text


def missing_variables(name: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """List the variables that a format needs and that are not set."""
    needed = FORMATS[name].environment if name in FORMATS else ()
    return tuple(variable for variable in needed if not environment.get(variable))
