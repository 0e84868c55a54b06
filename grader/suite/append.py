"""Turns a case file and one more case into the file's new text; all that stood there stays as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grader.errors import CourseError, UsageError
from grader.messages import message
from grader.suite.cases import load_suite
from grader.suite.tree import ListNode, MapNode, document

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import CaseSpec, Suite
    from grader.suite.tree import Document

_BOM: Final = "\ufeff"
_LINE: Final = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
_NO_CONTENT: Final = re.compile(r"\s*(?:#|$)")


def with_case(text: str, path: Path, item: str) -> str:
    """Put one more item at the end of the list `cases`.

    Parameters
    ----------
    text : str
        All of the file, with its byte order mark and its line ends.
    path : Path
        For messages.
    item : str
        The case as `case_yaml` writes it.

    Raises
    ------
    UsageError
        The list is written in brackets, so that nothing can be put after it as text.
    """
    bare = text.removeprefix(_BOM)
    read = document(path, bare)
    lines = [line for line in _LINE.findall(bare) if line]
    newline = "\r\n" if "\r\n" in bare else "\n"
    indent = " " * _indent(read, lines)
    block = newline.join(indent + line if line else "" for line in item.splitlines()) + newline
    at = _end_of_cases(read, lines)
    before, after = "".join(lines[:at]), "".join(lines[at:])
    if not before.endswith(("\n", "\r")):
        before += newline
    gap = newline if lines[at - 1].strip() else ""
    return text[: len(text) - len(bare)] + before + gap + block + (newline if after else "") + after


def proven(suite: Suite, path: Path, text: str, name: str) -> CaseSpec:
    """Load the suite with a new text of one file; give the new case.

    Raises
    ------
    CourseError
        The new case is wrong, or does not go with the others.
    UsageError
        Another case would no longer be what it is: nothing can be put after what stands there.
    """
    paths = suite.paths if path in suite.paths else (*suite.paths, path)
    try:
        loaded = load_suite(suite.exercise, paths, texts={path: text.removeprefix(_BOM)})
    except CourseError as error:
        if any(problem.told.key.startswith("suite.yaml_") for problem in error.problems):
            raise UsageError(message("cases.cannot_append", path=str(path))) from error
        raise
    others = [repr(spec) for spec in loaded.cases if spec.name != name]
    if others != [repr(spec) for spec in suite.cases]:
        raise UsageError(message("cases.cannot_append", path=str(path)))
    return next(spec for spec in loaded.cases if spec.name == name)


def _indent(read: Document, lines: list[str]) -> int:
    """Find how far the dashes of the cases stand from the left."""
    root = read.root
    cases = root.values.get("cases") if isinstance(root, MapNode) else None
    if not isinstance(cases, ListNode) or lines[cases.line - 1][cases.column - 1] != "-":
        raise UsageError(message("cases.cannot_append", path=str(read.problems.path)))
    return cases.column - 1


def _end_of_cases(read: Document, lines: list[str]) -> int:
    """Find how many lines stand before the place where another case goes."""
    root = read.root
    keys = root.keys.values() if isinstance(root, MapNode) else ()
    own = root.keys["cases"].line if isinstance(root, MapNode) else 0
    following = [key.line - 1 for key in keys if key.line > own]
    if not following:
        return len(lines)
    at = min(following)
    while at > 1 and _NO_CONTENT.match(lines[at - 1]):
        at -= 1
    return at
