"""`grade FILE`: grade one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import command_of
from grader.cli.options import course_option, option, report_options
from grader.messages import message

if TYPE_CHECKING:
    from grader.messages import Lang


def run_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its report in one that may be another."""

    @click.pass_obj
    def run(started: Any, /, **given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.grading import Options, run_grading  # noqa: PLC0415 - numpy and the rest, only to grade

        return run_grading(Options(lang=report_lang, **given), started)

    parameters = [
        click.argument("file", metavar="FILE"),
        option(lang, "--exercise", metavar="ID", told="exercise"),
        course_option(lang),
        option(lang, "--cases", metavar="FILE", told="cases"),
        option(lang, "--case", "names", metavar="NAME", multiple=True, told="case"),
        *report_options(lang),
    ]
    return command_of(run, "run", parameters, told=message("cli.help_run"), lang=lang)
