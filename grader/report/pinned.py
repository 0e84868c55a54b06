"""Turns a trace into the line that CI can point at, and a path into the name that CI knows the file by."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.submission.markers import find_regions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.observation import TraceLine
    from grader.model.submission import Submission
    from grader.submission.markers import Region

STANDARD_INPUT = "-"


class Pins:
    """Where to point in one submission.

    Parameters
    ----------
    submission : Submission
        Of a notebook, whose lines are those of its cells, only the file as a whole can be pointed at.
    """

    def __init__(self, submission: Submission) -> None:
        self._in_file = submission.kind == "script"
        self._regions = find_regions(submission.source) if self._in_file else ()
        self._last_line = submission.source.count("\n") + 1

    def line(self, trace: tuple[TraceLine, ...] = ()) -> int:
        """Choose a line, counted from 1.

        The innermost one of the trace that the student wrote between Begin and End, else the innermost, else
        the first line between Begin and End, else the first line of the file. A line that is not there is
        forged.
        """
        lines = [where.line for where in reversed(trace) if 0 < where.line <= self._last_line]
        if not self._in_file:
            return 1
        own = [line for line in lines if any(_holds(region, line) for region in self._regions)]
        begin = [region.first_line for region in self._regions]
        return (*own, *lines, *begin, 1)[0]


def path_in_repository(path: str, environment: Mapping[str, str], variable: str) -> str:
    """Name a file from the root of the repository, which a variable names; unchanged outside of it."""
    root = environment.get(variable)
    if not root or path == STANDARD_INPUT:
        return path
    try:
        inside = os.path.relpath(path, root)
    except ValueError:  # another drive, or a NUL
        return path
    return path if inside.startswith(os.pardir) else inside.replace(os.sep, "/")


def _holds(region: Region, line: int) -> bool:
    return region.first_line <= line <= region.last_line
