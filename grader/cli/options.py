"""The options that mean the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from grader.cli.reports import NAMES, NamedFile
from grader.cli.values import OneOf, Seconds, Whole
from grader.messages import LANGS, message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LEVELS = ("A", "B", "C", "M", "W", "N")
LEAST_ISOLATION = "B"
MOST_SECONDS = 3600.0
LEAST_MEMORY_MIB = 16
MOST_MEMORY_MIB = 1 << 20
MOST_POINTS = 10**9
LAYERS = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")
"""As the far side of the sandbox names them; a test holds the two lists together."""

_F = TypeVar("_F", bound="Callable[..., Any]")
Decorator: TypeAlias = "Callable[[Any], Any]"


def option(lang: Lang, *names: str, told: str, **settings: Any) -> Callable[[_F], _F]:  # noqa: ANN401 - click's own
    """Make an option whose help is the message `cli.option_<told>`."""
    return click.option(*names, help=say(message(f"cli.option_{told}"), lang), **settings)


def exercise_option(lang: Lang) -> Callable[[_F], _F]:
    """`--exercise ID`, where there is no one submission that could show which is meant."""
    return option(lang, "--exercise", metavar="ID", told="exercise_or_default")


def course_option(lang: Lang) -> Callable[[_F], _F]:
    """`--course DIR`."""
    return option(lang, "--course", metavar="DIR", told="course")


def language_option(lang: Lang) -> Callable[[_F], _F]:
    """`--lang zh|en`; read before anything else, and here only checked."""
    return option(lang, "--lang", type=OneOf(LANGS), metavar="|".join(LANGS), expose_value=False, told="lang")


def without_layer_option(lang: Lang) -> Callable[[_F], _F]:
    """`--without-layer NAME`, any number of times."""
    return option(
        lang,
        "--without-layer",
        "without",
        type=OneOf(LAYERS),
        metavar="NAME",
        multiple=True,
        told="without_layer",
    )


def debug_option(lang: Lang) -> Callable[[_F], _F]:
    """`--debug`; read before anything else."""
    return option(lang, "--debug", is_flag=True, expose_value=False, told="debug")


def report_options(lang: Lang) -> list[Decorator]:
    """Make what the commands that grade one student take: how to grade, what to write, how to exit."""
    return [
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
            lang, "--report", "reports", type=NamedFile(), metavar="NAME=FILE", multiple=True, told="report"
        ),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        *limit_options(lang),
        isolation_option(lang, always=False),
        without_layer_option(lang),
        *strictness_options(lang),
        option(
            lang, "--fail-under", type=Whole(least=0, most=MOST_POINTS), metavar="POINTS", told="fail_under"
        ),
        option(lang, "--exit-zero", is_flag=True, told="exit_zero"),
        option(lang, "-q", "--quiet", is_flag=True, told="quiet"),
        option(lang, "-v", "--verbose", is_flag=True, told="verbose"),
        debug_option(lang),
    ]


def limit_options(lang: Lang) -> list[Decorator]:
    """`--timeout SECONDS` and `--memory MIB`."""
    seconds, mebibytes = Seconds(most=MOST_SECONDS), Whole(least=LEAST_MEMORY_MIB, most=MOST_MEMORY_MIB)
    return [
        option(lang, "--timeout", "timeout_seconds", type=seconds, metavar="SECONDS", told="timeout"),
        option(lang, "--memory", "memory_mebibytes", type=mebibytes, metavar="MIB", told="memory"),
    ]


def isolation_option(lang: Lang, *, always: bool) -> Decorator:
    """`--require-isolation LEVEL`; where it is not given, B: always, or where CI is set."""
    return option(
        lang,
        "--require-isolation",
        type=OneOf(LEVELS),
        default=LEAST_ISOLATION if always else None,
        metavar="LEVEL",
        told="require_isolation_always" if always else "require_isolation",
    )


def strictness_options(lang: Lang) -> list[Decorator]:
    """`--strict-template` and `--no-hints`."""
    return [
        option(lang, "--strict-template", is_flag=True, told="strict_template"),
        option(lang, "--no-hints", is_flag=True, told="no_hints"),
    ]


def finding_options(lang: Lang) -> list[Decorator]:
    """`--pattern GLOB` and `--id-from REGEX`, of commands that look for the submissions of a class."""
    return [
        option(lang, "--pattern", metavar="GLOB", told="pattern"),
        option(lang, "--id-from", metavar="REGEX", told="id_from"),
    ]
