"""`grade export gradescope DIR`: what another platform needs to grade an exercise with this grader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of, group_of
from grader.cli.options import course_option, debug_option, exercise_option, isolation_option, language_option
from grader.messages import message, say
from grader.report.escape import visible

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Level


def export_command(lang: Lang, *, report_lang: Lang) -> click.Group:
    """Build the group, with its help in one language; reports will speak one that may be another."""
    commands = [_gradescope(lang, report_lang)]
    return group_of("export", commands, told=message("formats.help_export"), lang=lang)


def _gradescope(lang: Lang, report_lang: Lang) -> click.Command:
    def gradescope(folder: str, exercise: str | None, course: str | None, require_isolation: Level) -> None:
        from grader.cli.export.archive import write_archive  # noqa: PLC0415 - only when it is called

        level = require_isolation
        path = write_archive(folder, exercise=exercise, course=course, level=level, lang=report_lang)
        click.echo(visible(say(message("formats.exported", path=str(path), level=level), lang)))

    parameters = [
        click.argument("folder", metavar="DIR"),
        exercise_option(lang),
        course_option(lang),
        isolation_option(lang, always=True),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(
        gradescope, "gradescope", parameters, told=message("formats.help_gradescope"), lang=lang
    )
