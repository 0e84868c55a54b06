"""`grade FILE`: grade one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, debug_option, language_option, option, without_layer_option
from grader.cli.reports import NAMES, NamedFile
from grader.cli.values import OneOf, Seconds, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LEVELS = ("A", "B", "C", "M", "W", "N")
MOST_SECONDS = 3600.0
LEAST_MEMORY_MIB = 16
MOST_MEMORY_MIB = 1 << 20
MOST_POINTS = 10**9


def run_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its report in one that may be another."""

    @click.pass_obj
    def run(started: Any, /, **given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.grading import Options, run_grading  # noqa: PLC0415 - numpy and the rest, only to grade

        return run_grading(Options(lang=report_lang, **given), started)

    wrapped: Callable[..., int] = run
    for decorate in reversed(_parameters(lang)):
        wrapped = decorate(wrapped)
    return click.command("run", help=say(message("cli.help_run"), lang))(wrapped)


def _parameters(lang: Lang) -> list[Callable[[Any], Any]]:
    return [
        click.argument("file", metavar="FILE"),
        option(lang, "--exercise", metavar="ID", told="exercise"),
        course_option(lang),
        option(lang, "--cases", metavar="FILE", told="cases"),
        option(lang, "--case", "names", metavar="NAME", multiple=True, told="case"),
        option(
            lang,
            "--format",
            "form",
            type=OneOf(NAMES),
            metavar="|".join(NAMES),
            default="text",
            told="format",
        ),
        option(
            lang,
            "--report",
            "reports",
            type=NamedFile(),
            metavar="NAME=FILE",
            multiple=True,
            told="report",
        ),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        option(
            lang,
            "--timeout",
            "timeout_seconds",
            type=Seconds(most=MOST_SECONDS),
            metavar="SECONDS",
            told="timeout",
        ),
        option(
            lang,
            "--memory",
            "memory_mebibytes",
            type=Whole(least=LEAST_MEMORY_MIB, most=MOST_MEMORY_MIB),
            metavar="MIB",
            told="memory",
        ),
        option(lang, "--require-isolation", type=OneOf(LEVELS), metavar="LEVEL", told="require_isolation"),
        without_layer_option(lang),
        option(lang, "--strict-template", is_flag=True, told="strict_template"),
        option(lang, "--no-hints", is_flag=True, told="no_hints"),
        option(
            lang, "--fail-under", type=Whole(least=0, most=MOST_POINTS), metavar="POINTS", told="fail_under"
        ),
        option(lang, "--exit-zero", is_flag=True, told="exit_zero"),
        option(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        option(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]
