"""The command `grade`: starts the zygote early, runs the command line, turns every failure into an exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.sandbox.launch import Zygote

COMMANDS = ("run", "start", "list", "doctor")
_INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    arguments = sys.argv[1:]
    zygote = start_early(arguments)
    from grader.cli import run_command_line  # noqa: PLC0415 - the zygote warms up while this is imported

    sys.exit(run_command_line(arguments, zygote))


def start_early(arguments: list[str]) -> Zygote | None:
    """Start the zygote before anything else is imported, if this call is going to grade on Linux."""
    if (
        sys.platform != "linux"
        or not arguments
        or {"--help", "-h", "--version", "--without-layer"} & set(arguments)
    ):
        return None
    if arguments[0] in COMMANDS and arguments[0] != "run":
        return None
    from grader.sandbox.launch import start_zygote  # noqa: PLC0415 - only where it is used

    return start_zygote()


if __name__ == "__main__":
    main()
