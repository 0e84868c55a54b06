"""`grade schema cases|exercise|course|report|progress`: the JSON Schemas, for editors and programs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of
from grader.cli.options import course_option, debug_option, language_option
from grader.cli.values import OneOf
from grader.messages import message, say

if TYPE_CHECKING:
    from grader.messages import Lang

KINDS = ("cases", "exercise", "course", "report", "progress")


def schema_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    def schema(kind: str, exercise: str | None, course: str | None) -> None:
        from grader.cli.output import emit  # noqa: PLC0415 - only when it is called

        emit(schema_of(kind, exercise, course), None, encoding="utf-8")

    parameters = [
        click.argument("kind", metavar="|".join(KINDS), type=OneOf(KINDS)),
        click.option("--exercise", metavar="ID", help=say(message("cases.option_schema_exercise"), lang)),
        course_option(lang),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(schema, "schema", parameters, told=message("cases.help_schema"), lang=lang)


def schema_of(kind: str, exercise_id: str | None, course: str | None) -> str:
    """Write one schema; that of an exercise's own cases where one is named."""
    from grader.suite.schema import cases_schema, course_schema, exercise_schema, schema_text  # noqa: PLC0415 - only when called

    if kind == "report":
        from grader.report import schema as report  # noqa: PLC0415 - only when called

        return report.schema_text()
    if kind == "progress":
        from grader.report import schema as report  # noqa: PLC0415 - only when called

        return report.schema_text(report.progress_schema())
    if kind == "exercise":
        return schema_text(exercise_schema())
    if kind == "course":
        return schema_text(course_schema())
    if exercise_id is None:
        return schema_text(cases_schema())
    from grader.suite.course import find_course  # noqa: PLC0415 - only when called
    from grader.suite.exercise import load_exercise  # noqa: PLC0415 - only when called

    return schema_text(cases_schema(load_exercise(find_course(course, os.environ), exercise_id)))
