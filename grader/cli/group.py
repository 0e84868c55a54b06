"""Turns functions into commands, and these into groups; with the outermost, `grade FILE` is `run FILE`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import debug_option, language_option
from grader.cli.values import Misuse, guess
from grader.errors import UsageError
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.cli.options import Decorator
    from grader.messages import Lang, Message

EXIT_USAGE = 2
LIKE_A_COMMAND = 0.7
FULL_STOPS = ("。", ". ")


def command_of(
    run: Callable[..., Any], name: str, parameters: Sequence[Decorator], *, told: Message, lang: Lang
) -> click.Command:
    """Make a command of a function, with its parameters in the order in which help lists them."""
    for decorate in (_help_option(lang), *reversed(parameters)):
        run = decorate(run)
    return click.command(name, cls=_Command, help=say(told, lang))(run)


def group_of(name: str, commands: Sequence[click.Command], *, told: Message, lang: Lang) -> click.Group:
    """Make a group of commands."""
    return _with_settings(CommandGroup(name, help=say(told, lang)), commands, lang)


def outermost_group(
    commands: Sequence[click.Command], *, told: Message, epilog: Message, version: str, lang: Lang
) -> click.Group:
    """Make the group `grade`, whose commands are listed by their names."""
    group = DefaultCommandGroup("grade", default="run", help=say(told, lang), epilog=say(epilog, lang))
    shown = say(message("cli.option_version"), lang)
    click.version_option(version, prog_name="layergrade", help=shown)(group)
    return _with_settings(group, commands, lang)


def _with_settings(group: click.Group, commands: Sequence[click.Command], lang: Lang) -> click.Group:
    for decorate in (language_option(lang), debug_option(lang), _help_option(lang)):
        decorate(group)
    for command in commands:
        group.add_command(command)
    return group


def _help_option(lang: Lang) -> Decorator:
    return click.help_option("-h", "--help", help=say(message("cli.option_help"), lang))


class _Command(click.Command):
    """A command that says in our words what is too much, or too little."""

    allow_extra_args = True  # to be refused here

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            left = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise Misuse(self._without_value(error.option_name), ctx) from error
        if left:
            raise Misuse(message("cli.too_many", words=" ".join(left)), ctx)
        return left

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the first sentence, whole; click does not see where a Chinese one ends."""
        del limit
        return _first_sentence(self.help or "")

    def _without_value(self, name: str) -> Message:
        flags = {opt for param in self.params if getattr(param, "is_flag", False) for opt in param.opts}
        return message("cli.takes_no_value" if name in flags else "cli.needs_value", name=name)


class CommandGroup(click.Group):
    """A group that helps where no command is named, and takes `--lang` and `--debug` in front of it, too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where no command is named. That is no success: in a script, something is missing."""
        if not args[_count_settings(args) :]:
            click.echo(ctx.get_help())
            ctx.exit(EXIT_USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        if args[0] not in self.commands:
            close = guess(args[0], list(self.commands))
            raise Misuse(message("cli.unknown_command", name=args[0], guess=close), ctx)
        return super().resolve_command(ctx, args)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give the first sentence, as a command does."""
        del limit
        return _first_sentence(self.help or "")


class DefaultCommandGroup(CommandGroup):
    """A group with a default command.

    Parameters
    ----------
    default : str
        The command that takes the arguments when the first of them names none.
    """

    def __init__(self, name: str, *, default: str, help: str, epilog: str) -> None:  # noqa: A002 - click's own
        super().__init__(name, help=help, epilog=epilog)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless the first argument is a command or a group's option."""
        settings = _count_settings(args)
        if args[settings:]:
            args = [*args[:settings], *self._with_command(ctx, args[settings:])]
        return super().parse_args(ctx, args)

    def _with_command(self, ctx: click.Context, args: list[str]) -> list[str]:
        own_options = {option for param in self.get_params(ctx) for option in param.opts}
        if args[0] in own_options:
            return args[:1]  # such as `--help`, whatever else is asked for
        if args[0] in self.commands:
            return args
        if args[0] == "help" and not os.path.lexists("help"):
            return [*args[1:], "--help"]
        self._refuse_misspelt(args[0])
        return [self.default, *args]

    def _refuse_misspelt(self, word: str) -> None:
        """Refuse what is no file, has no suffix as a file has, and is much like a command."""
        if not word.isalpha() or os.path.lexists(word):
            return
        from difflib import get_close_matches  # noqa: PLC0415 - only for what may be a typing mistake

        for command in get_close_matches(word, self.commands, n=1, cutoff=LIKE_A_COMMAND):
            raise UsageError(message("cli.no_command", name=word, command=command))


def _count_settings(args: Sequence[str]) -> int:
    """Count the arguments in front that say how to speak, and not what to do."""
    count = 0
    while count < len(args) and (args[count] in {"--lang", "--debug"} or args[count].startswith("--lang=")):
        count += 2 if args[count] == "--lang" else 1
    return min(count, len(args))


def _first_sentence(text: str) -> str:
    ends = (text.find(stop) + 1 for stop in FULL_STOPS)
    return text[: next(filter(None, ends), None)]
