"""`grade FILE`: grade one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, debug_option, language_option, option
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LEVELS = ("A", "B", "C", "M", "W", "N")
FORMATS = ("text", "json")
MEMORY_MIB_MAX = 1 << 20


def run_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    @click.pass_obj
    def run(started: Any, /, **given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.grading import Options, run_grading  # noqa: PLC0415 - numpy and the rest, only to grade

        return run_grading(Options(lang=lang, **given), started)

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
        option(lang, "--format", "form", type=click.Choice(FORMATS), default="text", told="format"),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        option(
            lang,
            "--timeout",
            "timeout_seconds",
            type=click.FloatRange(0, min_open=True),
            metavar="SECONDS",
            told="timeout",
        ),
        option(
            lang,
            "--memory",
            "memory_mebibytes",
            type=click.IntRange(1, MEMORY_MIB_MAX),
            metavar="MIB",
            told="memory",
        ),
        option(
            lang, "--require-isolation", type=click.Choice(LEVELS), metavar="LEVEL", told="require_isolation"
        ),
        option(lang, "--without-layer", "without", metavar="NAME", multiple=True, told="without_layer"),
        option(lang, "--strict-template", is_flag=True, told="strict_template"),
        option(lang, "--fail-under", type=click.IntRange(0), metavar="POINTS", told="fail_under"),
        option(lang, "--exit-zero", is_flag=True, told="exit_zero"),
        option(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        option(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]
