"""A group whose first argument need not be a command: `grade FILE` is `grade run FILE`."""

from __future__ import annotations

import click


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
        """Put the default command in front, unless the first argument is a command or one of the group's options."""
        own_options = {option for param in self.get_params(ctx) for option in param.opts}
        if args and args[0] not in self.commands and args[0] not in own_options:
            args = [self.default, *args]
        return super().parse_args(ctx, args)
