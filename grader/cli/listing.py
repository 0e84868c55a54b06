"""`grade list`: the exercises of the course."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of
from grader.cli.options import course_option, debug_option, language_option
from grader.messages import message

if TYPE_CHECKING:
    from grader.messages import Lang


def list_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    def list_exercises(course: str | None) -> None:
        from grader.suite.course import find_course  # noqa: PLC0415 - only when it is called
        from grader.suite.exercise import load_exercise  # noqa: PLC0415 - only when it is called
        from grader.suite.unit import load_unit  # noqa: PLC0415 - only when it is called

        found = find_course(course, os.environ)
        ids = load_unit(found).levels
        width = max(map(len, ids), default=0)
        for name in ids:
            click.echo(f"{name:{width}}  {getattr(load_exercise(found, name).title, lang)}")

    parameters = [
        course_option(lang),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(list_exercises, "list", parameters, told=message("cli.help_list"), lang=lang)
