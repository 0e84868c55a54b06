"""The command line: turns arguments into calls of the pipeline, and what comes of them into output and an exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from grader.cli.group import DefaultCommandGroup
from grader.cli.language import choose_language
from grader.cli.listing import list_command
from grader.cli.run import run_command
from grader.cli.start import start_command
from grader.errors import GraderError
from grader.messages import message, say

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.sandbox.launch import Zygote

EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130


def make_command_line(lang: Lang) -> click.Group:
    """Build the command line, with its help in one language."""
    group = DefaultCommandGroup(
        name="grade",
        default="run",
        help=say(message("cli.help"), lang),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.add_command(run_command(lang))
    group.add_command(start_command(lang))
    group.add_command(list_command(lang))
    version = click.version_option(package_name="layergrade", prog_name="layergrade")
    made: click.Group = version(group)
    return made


def run_command_line(arguments: list[str], zygote: Zygote | None = None) -> int:
    """Run one command and return its exit code. Never raises, except with `--debug`.

    Parameters
    ----------
    arguments : list of str
        What follows `grade`.
    zygote : Zygote or None
        One that was started early, for the commands that grade.
    """
    lang = choose_language(arguments)
    debug = "--debug" in arguments
    try:
        code = make_command_line(lang).main(
            args=arguments, prog_name="grade", standalone_mode=False, obj=zygote
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GraderError as error:
        if debug:
            raise
        click.echo(say(message("cli.error", text=error.text(lang)), lang), err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(say(message("cli.interrupted"), lang), err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:
        if debug:
            raise
        told = message("cli.internal", type_name=type(error).__name__, text=str(error))
        click.echo(say(told, lang), err=True)
        return EXIT_INTERNAL


def _reader_gone() -> int:
    """Whoever read our output has left: nothing more can be said, and Python must not try at exit."""
    sys.stdout = None  # so that the interpreter does not flush it
    return EXIT_INTERNAL
