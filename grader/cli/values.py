"""Turns the text of an option into its value, or says what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.messages import Message

    ChoiceType = click.Choice[str]
    FloatType = click.ParamType[float]
    IntType = click.ParamType[int]
    StrType = click.ParamType[str]
else:  # older versions of click know no type parameters
    ChoiceType = click.Choice
    FloatType = IntType = StrType = click.ParamType


class BadValue(click.BadParameter):
    """A value that an option does not take.

    Parameters
    ----------
    told : Message
        What was found and what was expected.
    """

    def __init__(self, told: Message, ctx: click.Context | None, param: click.Parameter | None) -> None:
        super().__init__(told.key, ctx=ctx, param=param)
        self.told = told


class Misuse(click.UsageError):
    """Arguments that a command or a group cannot do anything with.

    Parameters
    ----------
    told : Message
        What is wrong with them.
    """

    def __init__(self, told: Message, ctx: click.Context) -> None:
        super().__init__(told.key, ctx=ctx)
        self.told = told


def _refuse(told: Message, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
    raise BadValue(told, ctx, param)


class OneOf(ChoiceType):
    """One of a few words."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a word that is there, or guess which one was meant."""
        if value in self.choices:
            return value
        words = ", ".join(self.choices)
        _refuse(
            message("cli.not_one_of", value=value, words=words, guess=guess(value, self.choices)), param, ctx
        )


class Seconds(FloatType):
    """A time in seconds, above 0 and finite."""

    name = "seconds"

    def __init__(self, *, most: float) -> None:
        self.most = most

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a number."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = 0.0
        if not 0.0 < seconds <= self.most:  # NaN fails every comparison
            _refuse(message("cli.no_seconds", value=value, most=f"{self.most:g}"), param, ctx)
        return seconds


class Whole(IntType):
    """A whole number between two others."""

    name = "integer"

    def __init__(self, *, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a number."""
        try:
            whole = int(value)
        except ValueError:
            whole = self.least - 1
        if not self.least <= whole <= self.most:
            _refuse(message("cli.no_whole", value=value, least=self.least, most=self.most), param, ctx)
        return whole


class Folder(StrType):
    """A folder to be written to."""

    name = "folder"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name, but for an empty one, as an unset variable of a shell leaves it, and `-`."""
        if not value:
            raise click.MissingParameter(ctx=ctx, param=param)
        if value == "-":
            _refuse(message("cli.no_folder_name"), param, ctx)
        return value


def guess(name: str, known: Sequence[str]) -> Message:
    """Say which of the known names is most like one that is not known; nothing where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a typing mistake

    close = get_close_matches(name, known, n=1)
    return message("cli.did_you_mean", name=close[0]) if close else message("cli.nothing_more")
