"""`grade progress FOLDER`: how far a student has come through the exercises of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import command_of
from grader.cli.options import course_option, report_options
from grader.messages import message

if TYPE_CHECKING:
    from grader.messages import Lang


def progress_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its report in one that may be another."""

    @click.pass_obj
    def progress(started: Any, /, **given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.progress.running import Options, run_progress  # noqa: PLC0415 - only to grade

        return run_progress(Options(lang=report_lang, **given), started)

    parameters = [click.argument("folder", metavar="FOLDER"), course_option(lang), *report_options(lang)]
    return command_of(progress, "progress", parameters, told=message("progress.help"), lang=lang)
