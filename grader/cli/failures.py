"""Turns what stopped a command into a message on standard error and an exit code."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import click

from grader.cli.language import language_on
from grader.cli.output import abandon_output, cannot_print
from grader.cli.values import BadValue, Misuse
from grader.errors import GraderError
from grader.messages import message, say
from grader.report.escape import visible

if TYPE_CHECKING:
    from grader.messages import Lang, Message

EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130
EXIT_UNREAD = 141
"""Whoever read our output left: what a shell says of a program that a closed pipe ended."""


def failed(error: BaseException, lang: Lang, *, debug: bool) -> int:
    """Tell what stopped a command, and give its exit code."""
    match error:
        case SystemExit() | BrokenPipeError():  # click exits when whoever reads our output has left
            abandon_output()
            return EXIT_UNREAD
        case KeyboardInterrupt() | click.Abort():
            return _tell(message("cli.interrupted"), lang, EXIT_INTERRUPTED)
        case click.ClickException():
            _tell_usage(error)
            return _tell(_error(_misused(error)), lang, error.exit_code)
        case GraderError(exit_code=code):
            _show_traceback(error, debug=debug and code == EXIT_INTERNAL)
            return _tell(_error(message("cli.told", text=error.text(_spoken(lang)))), lang, code)
        case OSError() if _while_printing(error):
            return failed(cannot_print(error), lang, debug=debug)
        case _:
            _show_traceback(error, debug=debug)
            told = message("cli.internal", type_name=type(error).__name__, text=str(error))
            return _tell(told, lang, EXIT_INTERNAL)


def _spoken(lang: Lang) -> Lang:
    return language_on(sys.stderr, lang)


def _error(told: Message) -> Message:
    return message("cli.error", text=told)


def _tell(told: Message, lang: Lang, code: int) -> int:
    _print(visible(say(told, _spoken(lang))) + "\n")
    return code


def _tell_usage(error: click.ClickException) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        _print(context.get_usage() + "\n")


def _print(text: str) -> None:
    with contextlib.suppress(OSError):  # nobody can be told; the exit code still says it
        click.echo(text, err=True, nl=False)


def _while_printing(error: OSError) -> bool:
    """Tell whether a stream refused what click printed to it: a file that is written says its name."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code is click.echo.__code__


def _misused(error: click.ClickException) -> Message:
    """Say what was wrong with the arguments; for what click alone knows, in its own English words."""
    match error:
        case BadValue(param=click.Parameter() as param, told=told):
            return message("cli.bad_value", name=param.opts[0], reason=told)
        case Misuse(told=told):
            return told
        case click.NoSuchOption(option_name=name, possibilities=near):
            close = message("cli.did_you_mean", name=near[0]) if near else message("cli.nothing_more")
            return message("cli.no_option", name=name, guess=close)
        case click.MissingParameter(param=click.Parameter() as param):
            name = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
            return message("cli.missing", name=name)
        case _:
            return message("cli.told", text=error.format_message())


def _show_traceback(error: BaseException, *, debug: bool) -> None:
    if debug:
        import traceback  # noqa: PLC0415 - only where something broke

        _print(visible("".join(traceback.format_exception(error))))
