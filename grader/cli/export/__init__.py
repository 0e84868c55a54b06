"""`grade export gradescope DIR`: what another platform needs to grade an exercise with this grader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, debug_option, language_option, option
from grader.cli.values import OneOf
from grader.messages import message, say

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Level

LEVELS = ("A", "B", "C", "M", "W", "N")
LEAST_ISOLATION = "B"


def export_command(lang: Lang, *, report_lang: Lang) -> click.Group:
    """Build the group, with its help in one language; reports will speak one that may be another."""
    group = click.Group("export", help=say(message("formats.help_export"), lang))
    group.add_command(_gradescope(lang, report_lang))
    return group


def _gradescope(lang: Lang, report_lang: Lang) -> click.Command:
    @click.command("gradescope", help=say(message("formats.help_gradescope"), lang))
    @click.argument("folder", metavar="DIR")
    @option(lang, "--exercise", metavar="ID", told="exercise")
    @course_option(lang)
    @option(
        lang,
        "--require-isolation",
        "level",
        type=OneOf(LEVELS),
        metavar="LEVEL",
        default=LEAST_ISOLATION,
        told="require_isolation",
    )
    @language_option(lang)
    @debug_option(lang)
    def gradescope(folder: str, exercise: str | None, course: str | None, level: Level) -> None:
        from grader.cli.export.archive import write_archive  # noqa: PLC0415 - only when it is called

        path = write_archive(folder, exercise=exercise, course=course, level=level, lang=report_lang)
        click.echo(say(message("formats.exported", path=str(path), level=level), lang))

    return gradescope
