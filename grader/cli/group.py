"""A group whose first argument need not be a command: `grade FILE` is `grade run FILE`."""

from __future__ import annotations

import os

import click

from grader.errors import UsageError
from grader.messages import message

EXIT_USAGE = 2
LIKE_A_COMMAND = 0.7


class DefaultCommandGroup(click.Group):
    """A click group with a default command.

    Parameters
    ----------
    default : str
        The command that takes the arguments when the first of them names none.
    """

    def __init__(self, *args: object, default: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as click's own subclasses
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front, unless the first argument is a command or a group's option.

        No argument at all shows the help, and is no success: in a script, the name of the file is missing.
        """
        if not args:
            click.echo(ctx.get_help())
            ctx.exit(EXIT_USAGE)
        own_options = {option for param in self.get_params(ctx) for option in param.opts}
        if args[0] in own_options:
            args = args[:1]  # such as `--help`, whatever else is asked for
        elif args[0] not in self.commands:
            self._refuse_misspelt(args[0])
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelt(self, word: str) -> None:
        """Refuse what is no file, has no suffix as a file has, and is much like a command."""
        if not word.isalpha() or os.path.lexists(word):
            return
        from difflib import get_close_matches  # noqa: PLC0415 - only for what may be a typing mistake

        for command in get_close_matches(word, self.commands, n=1, cutoff=LIKE_A_COMMAND):
            raise UsageError(message("cli.no_command", name=word, command=command))
