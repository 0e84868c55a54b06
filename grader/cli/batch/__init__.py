"""`grade batch`: grade the submissions of a whole class, and go on where an earlier run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import command_of
from grader.cli.options import (
    course_option,
    debug_option,
    exercise_option,
    finding_options,
    isolation_option,
    language_option,
    limit_options,
    option,
    strictness_options,
    without_layer_option,
)
from grader.cli.values import Folder, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from grader.cli.options import Decorator
    from grader.messages import Lang

MOST_LANES = 1024


def batch_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its reports in one that may be another."""

    def batch(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.batch.running import Options, run_batch  # noqa: PLC0415 - only when it is called

        return run_batch(Options(lang=report_lang, **given))

    return command_of(batch, "batch", _parameters(lang), told=message("batch.help"), lang=lang)


def _parameters(lang: Lang) -> list[Decorator]:
    return [
        click.argument("paths", metavar="PATH...", nargs=-1, required=True),
        _own(lang, "-o", "--output", "folder", type=Folder(), metavar="DIR", required=True, told="output"),
        exercise_option(lang),
        course_option(lang),
        option(lang, "--cases", metavar="FILE", told="cases"),
        option(lang, "--case", "names", metavar="NAME", multiple=True, told="case"),
        *finding_options(lang),
        _own(lang, "--roster", metavar="FILE", told="roster"),
        _own(lang, "-j", "--lanes", type=Whole(least=1, most=MOST_LANES), metavar="N", told="lanes"),
        *_cluster(lang),
        *limit_options(lang),
        isolation_option(lang, always=True),
        without_layer_option(lang),
        *strictness_options(lang),
        _own(lang, "--dry-run", is_flag=True, told="dry_run"),
        language_option(lang),
        option(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        _own(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]


def _cluster(lang: Lang) -> list[Decorator]:
    return [
        _own(lang, "--cluster", metavar="ADDRESS", told="cluster"),
        _own(lang, "--insecure-cluster", is_flag=True, told="insecure_cluster"),
        _own(lang, "--tls-ca-file", metavar="FILE", told="tls_ca_file"),
        _own(lang, "--tls-cert", metavar="FILE", told="tls_cert"),
        _own(lang, "--tls-key", metavar="FILE", told="tls_key"),
    ]


def _own(lang: Lang, *names: str, told: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's own
    return click.option(*names, help=say(message(f"batch.option_{told}"), lang), **settings)
