"""A submission: the source text of one student's file, and where in it the student's own region lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from grader.model.observation import Unreadable


class CellLine(msgspec.Struct, frozen=True, kw_only=True):
    """Where a line of a notebook's source stands: cell and line, both counted from 1."""

    cell: int
    line: int


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One student's file, read once.

    Parameters
    ----------
    path : str
        The name under which to speak of it; `-` for standard input.
    sha256 : str
        Of the file's bytes, in hexadecimal; of nothing when it could not be read.
    source : str
        The text that Python would compile, with line ends of one kind.
    cells : tuple of CellLine
        For a notebook, the origin of each line of `source`.
    unreadable : Unreadable or None
        Why it cannot be compiled. `source` is then what can be told of the text, for finding its exercise.
    """

    path: str
    sha256: str
    source: str = ""
    kind: Literal["script", "notebook"] = "script"
    cells: tuple[CellLine, ...] = ()
    unreadable: Unreadable | None = None


class TemplateState(msgspec.Struct, frozen=True, kw_only=True):
    """How a submission relates to its template.

    Parameters
    ----------
    markers : bool
        Whether the submission has as many Begin/End regions as the template.
    modified_outside_markers : bool or None
        Whether code outside the regions differs from the template (comments and layout do not count).
        None where it cannot be said (no markers, or no such template).
    """

    markers: bool
    modified_outside_markers: bool | None = None
