"""Turns source text into the regions between its Begin and End markers."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# A comment line whose only word is a marker, with any decoration around it.
_MARKER: Final = re.compile(
    r"^(?P<indentation>[ \t\f]*+)#(?:[^\w\n]|_)*(?:(?P<begin>begin|开始)|end|结束)(?:[^\w\n]|_)*$",
    re.MULTILINE | re.IGNORECASE,
)


class Region(NamedTuple):
    """The lines between a Begin and its End.

    Parameters
    ----------
    first_line, last_line : int
        The lines between the markers, counted from 1; `last_line` is `first_line - 1` when there are none.
    indentation : str
        The blanks before the Begin marker.
    """

    first_line: int
    last_line: int
    indentation: str

    def body(self, lines: list[str]) -> list[str]:
        """Pick the lines of the region out of all the lines of its text."""
        return lines[self.first_line - 1 : self.last_line]


def find_regions(source: str) -> tuple[Region, ...]:
    """Find the regions that a student is to fill in.

    A marker is a comment on a line of its own with the single word Begin or End, in any case and decoration:
    `########## Begin ##########`, `#********* End *********#`, `# begin`.

    Parameters
    ----------
    source : str
        Any text with line ends of one kind.

    Returns
    -------
    tuple of Region
        In the order of the text. Empty when there are no markers, or when they do not alternate.
    """
    regions: list[Region] = []
    opened: Region | None = None
    line = 1
    position = 0
    for marker in _MARKER.finditer(source):
        line += source.count("\n", position, marker.start())
        position = marker.start()
        if bool(marker["begin"]) == (opened is not None):
            return ()
        if opened is None:
            opened = Region(line + 1, line, marker["indentation"])
        else:
            regions.append(opened._replace(last_line=line - 1))
            opened = None
    return () if opened is not None else tuple(regions)
