"""`grade exercise check|new` and `grade course new`: the commands with which instructors make exercises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import command_of, group_of
from grader.cli.options import course_option, debug_option, language_option
from grader.cli.values import OneOf
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.cli.options import Decorator
    from grader.messages import Lang, Message

CHECK_FORMATS = ("text", "json")


def exercise_command(lang: Lang, *, report_lang: Lang) -> click.Group:
    """Build the group, with its help in one language and its findings in one that may be another."""
    commands = [_check(lang, report_lang), _new(lang)]
    return group_of("exercise", commands, told=message("exercise.help"), lang=lang)


def course_command(lang: Lang) -> click.Group:
    """Build the group, with its help in one language."""
    return group_of("course", [_new_course(lang)], told=message("course.help"), lang=lang)


def _check(lang: Lang, report_lang: Lang) -> click.Command:
    def check(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.check import Options, run_check  # noqa: PLC0415 - only when it is called

        return run_check(Options(lang=report_lang, **given))

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
        "check", message("exercise.help_check"), lang, check, [exercise, form, course_option(lang)]
    )


def _new(lang: Lang) -> click.Command:
    def new(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.new import NewExercise, new_exercise  # noqa: PLC0415 - only when it is called

        new_exercise(NewExercise(lang=lang, **given))

    like = click.option("--like", metavar="ID", help=say(message("exercise.option_like"), lang))
    exercise = click.argument("exercise", metavar="ID")
    parameters = [exercise, like, course_option(lang)]
    return _command("new", message("exercise.help_new"), lang, new, parameters)


def _new_course(lang: Lang) -> click.Command:
    def new(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.exercises.new import NewCourse, new_course  # noqa: PLC0415 - only when it is called

        new_course(NewCourse(lang=lang, **given))

    like = click.option("--like", metavar="ID", help=say(message("course.option_like"), lang))
    folder = click.argument("folder", metavar="DIR")
    return _command("new", message("course.help_new"), lang, new, [folder, like])


def _command(
    name: str, told: Message, lang: Lang, run: Callable[..., Any], parameters: list[Decorator]
) -> click.Command:
    given = [*parameters, language_option(lang), debug_option(lang)]
    return command_of(run, name, given, told=told, lang=lang)
