"""The options that mean the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from grader.cli.values import OneOf
from grader.messages import LANGS, message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LAYERS = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")
"""As the far side of the sandbox names them; a test holds the two lists together."""

_F = TypeVar("_F", bound="Callable[..., Any]")
Decorator: TypeAlias = "Callable[[_F], _F]"


def option(lang: Lang, *names: str, told: str, **settings: Any) -> Callable[[_F], _F]:  # noqa: ANN401 - click's own
    """Make an option whose help is the message `cli.option_<told>`."""
    return click.option(*names, help=say(message(f"cli.option_{told}"), lang), **settings)


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
