"""`grade exercise check|new` and `grade course new`: the commands with which instructors make exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, debug_option, language_option
from grader.cli.values import OneOf
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

CHECK_FORMATS = ("text", "json")


def exercise_command(lang: Lang) -> click.Group:
    """Build the group, with its help in one language."""
    group = click.Group("exercise", help=say(message("exercise.help"), lang))
    group.add_command(_check(lang))
    group.add_command(_new(lang))
    return group


def course_command(lang: Lang) -> click.Group:
    """Build the group, with its help in one language."""
    group = click.Group("course", help=say(message("course.help"), lang))
    group.add_command(_new_course(lang))
    return group


def _check(lang: Lang) -> click.Command:
    def check(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.check import Options, run_check  # noqa: PLC0415 - only when it is called

        return run_check(Options(lang=lang, **given))

    form = click.option(
        "--format",
        "form",
        type=OneOf(CHECK_FORMATS),
        metavar="|".join(CHECK_FORMATS),
        default="text",
        help=say(message("exercise.option_format"), lang),
    )
    exercise = click.argument("exercise", metavar="[ID]", required=False)
    return _command(
        "check", say(message("exercise.help_check"), lang), lang, check, [exercise, form, course_option(lang)]
    )


def _new(lang: Lang) -> click.Command:
    def new(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.new import NewExercise, new_exercise  # noqa: PLC0415 - only when it is called

        new_exercise(NewExercise(lang=lang, **given))

    like = click.option("--like", metavar="ID", help=say(message("exercise.option_like"), lang))
    exercise = click.argument("exercise", metavar="ID")
    parameters = [exercise, like, course_option(lang)]
    return _command("new", say(message("exercise.help_new"), lang), lang, new, parameters)


def _new_course(lang: Lang) -> click.Command:
    def new(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.new import NewCourse, new_course  # noqa: PLC0415 - only when it is called

        new_course(NewCourse(lang=lang, **given))

    like = click.option("--like", metavar="ID", help=say(message("course.option_like"), lang))
    folder = click.argument("folder", metavar="DIR")
    return _command("new", say(message("course.help_new"), lang), lang, new, [folder, like])


def _command(
    name: str, told: str, lang: Lang, run: Callable[..., Any], parameters: list[Any]
) -> click.Command:
    wrapped = run
    for decorate in reversed([*parameters, language_option(lang), debug_option(lang)]):
        wrapped = decorate(wrapped)
    return click.command(name, help=told)(wrapped)
