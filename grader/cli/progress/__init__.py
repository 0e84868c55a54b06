"""`grade progress FOLDER`: how far a student has come through the exercises of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, debug_option, language_option, option, without_layer_option
from grader.cli.reports import NAMES, NamedFile
from grader.cli.run import LEAST_MEMORY_MIB, LEVELS, MOST_MEMORY_MIB, MOST_POINTS, MOST_SECONDS
from grader.cli.values import OneOf, Seconds, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang


def progress_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its report in one that may be another."""

    @click.pass_obj
    def progress(started: Any, /, **given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.progress.running import Options, run_progress  # noqa: PLC0415 - only to grade

        return run_progress(Options(lang=report_lang, **given), started)

    wrapped: Callable[..., int] = progress
    for decorate in reversed(_parameters(lang)):
        wrapped = decorate(wrapped)
    return click.command("progress", help=say(message("progress.help"), lang))(wrapped)


def _parameters(lang: Lang) -> list[Callable[[Any], Any]]:
    forms = {"type": OneOf(NAMES), "metavar": "|".join(NAMES), "default": "text"}
    seconds = {"type": Seconds(most=MOST_SECONDS), "metavar": "SECONDS"}
    memory = {"type": Whole(least=LEAST_MEMORY_MIB, most=MOST_MEMORY_MIB), "metavar": "MIB"}
    points = {"type": Whole(least=0, most=MOST_POINTS), "metavar": "POINTS"}
    reports = {"type": NamedFile(), "metavar": "NAME=FILE", "multiple": True}
    return [
        click.argument("folder", metavar="FOLDER"),
        course_option(lang),
        option(lang, "--format", "form", told="format", **forms),
        option(lang, "--report", "reports", told="report", **reports),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        option(lang, "--timeout", "timeout_seconds", told="timeout", **seconds),
        option(lang, "--memory", "memory_mebibytes", told="memory", **memory),
        option(lang, "--require-isolation", type=OneOf(LEVELS), metavar="LEVEL", told="require_isolation"),
        without_layer_option(lang),
        option(lang, "--strict-template", is_flag=True, told="strict_template"),
        option(lang, "--no-hints", is_flag=True, told="no_hints"),
        option(lang, "--fail-under", told="fail_under", **points),
        option(lang, "--exit-zero", is_flag=True, told="exit_zero"),
        option(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        option(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]
