"""`grade batch`: grade the submissions of a whole class, and go on where an earlier run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_option, debug_option, language_option, option, without_layer_option
from grader.cli.run import LEAST_MEMORY_MIB, LEVELS, MOST_MEMORY_MIB, MOST_SECONDS
from grader.cli.values import OneOf, Seconds, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

MOST_LANES = 1024


def batch_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its reports in one that may be another."""

    def batch(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.batch.running import Options, run_batch  # noqa: PLC0415 - only when it is called

        return run_batch(Options(lang=report_lang, **given))

    wrapped: Callable[..., int] = batch
    for decorate in reversed(_parameters(lang)):
        wrapped = decorate(wrapped)
    return click.command("batch", help=say(message("batch.help"), lang))(wrapped)


def _parameters(lang: Lang) -> list[Callable[[Any], Any]]:
    return [
        click.argument("paths", metavar="PATH...", nargs=-1, required=True),
        _own(lang, "-o", "--output", "folder", metavar="DIR", required=True, told="output"),
        option(lang, "--exercise", metavar="ID", told="exercise"),
        course_option(lang),
        option(lang, "--cases", metavar="FILE", told="cases"),
        option(lang, "--case", "names", metavar="NAME", multiple=True, told="case"),
        _own(lang, "--pattern", metavar="GLOB", told="pattern"),
        _own(lang, "--id-from", metavar="REGEX", told="id_from"),
        _own(lang, "--roster", metavar="FILE", told="roster"),
        _own(lang, "-j", "--lanes", type=Whole(least=1, most=MOST_LANES), metavar="N", told="lanes"),
        *_cluster(lang),
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
        _own(
            lang,
            "--require-isolation",
            type=OneOf(LEVELS),
            default="B",
            metavar="LEVEL",
            told="require_isolation",
        ),
        without_layer_option(lang),
        option(lang, "--strict-template", is_flag=True, told="strict_template"),
        option(lang, "--no-hints", is_flag=True, told="no_hints"),
        _own(lang, "--dry-run", is_flag=True, told="dry_run"),
        language_option(lang),
        _own(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        _own(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]


def _cluster(lang: Lang) -> list[Callable[[Any], Any]]:
    return [
        _own(lang, "--cluster", metavar="ADDRESS", told="cluster"),
        _own(lang, "--insecure-cluster", is_flag=True, told="insecure_cluster"),
        _own(lang, "--tls-ca-file", metavar="FILE", told="tls_ca_file"),
        _own(lang, "--tls-cert", metavar="FILE", told="tls_cert"),
        _own(lang, "--tls-key", metavar="FILE", told="tls_key"),
    ]


def _own(lang: Lang, *names: str, told: str, **settings: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - click's own
    return click.option(*names, help=say(message(f"batch.option_{told}"), lang), **settings)
