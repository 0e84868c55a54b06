"""The command `grade`: starts the zygote early, then runs the command line."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # `python -m` puts the current folder there, which may be a student's: see `main`

import contextlib
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from grader.sandbox.launch import Zygote

COMMANDS = (
    "run",
    "progress",
    "batch",
    "diff",
    "similar",
    "start",
    "list",
    "cases",
    "exercise",
    "course",
    "schema",
    "export",
    "collect",
    "doctor",
)
_NO_GRADING = ("--help", "-h", "--version", "--without-layer")
_GRADING = ("run", "progress")
_INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit.

    Notes
    -----
    Nothing may be imported from the current folder: it may be a student's fork, with a `numpy` or a `json` of
    its own. The command `grade` never looks there. `python -m grader` does until this module's first lines
    have run, and a fork's own `grader` would win: in foreign folders it is `python -P -m grader`.
    """
    arguments = sys.argv[1:]
    zygote = None
    # Before numpy: its pool of threads takes longer to start and to end than a submission to grade.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        zygote = start_early(arguments)
        from grader.cli import run_command_line  # noqa: PLC0415 - the zygote warms up while this is imported

        code = run_command_line(arguments, zygote)
    except KeyboardInterrupt:  # before the command line could say so
        code = _INTERRUPTED
    finally:
        if zygote is not None:
            zygote.end()
    end_at_once(code)


def end_at_once(code: int) -> NoReturn:
    """End without taking the interpreter apart, which with numpy in it takes as long as grading."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # the reader has left, or closed it
            stream.flush()
    os._exit(code)


def start_early(arguments: list[str]) -> Zygote | None:
    """Start the zygote before anything else is imported, if this call is going to grade on Linux."""
    if sys.platform != "linux" or not arguments:
        return None
    if any(argument.partition("=")[0] in _NO_GRADING for argument in arguments):
        return None
    if arguments[0] in COMMANDS and arguments[0] not in _GRADING:
        return None
    from grader.sandbox.launch import start_zygote  # noqa: PLC0415 - only where it is used

    return start_zygote()


if __name__ == "__main__":
    main()
