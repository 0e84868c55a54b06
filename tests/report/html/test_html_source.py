"""The listing shows the student's region, folds the rest, and stays bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model.submission import CellLine, Submission
from grader.report.html.source import MOST_LINES, listing

if TYPE_CHECKING:
    from tests.report.conftest import Build


def script(source: str, **more: object) -> Submission:
    return Submission(path="a.py", sha256="", source=source, **more)  # type: ignore[arg-type]  # fields by name


def test_region_is_open_and_the_rest_is_folded(build: Build) -> None:
    blocks = listing(build.reports["right"]().submission, {})
    assert [(block.first.number, block.last.number, block.own, block.folded) for block in blocks] == [
        (1, 12, False, True),
        (13, 18, True, False),
    ]


def test_failing_line_opens_what_it_stands_in(build: Build) -> None:
    first, _ = listing(build.reports["right"]().submission, {10: ["case 2"]})
    assert not first.folded
    assert first.lines[9].failures == ("case 2",)


def test_source_without_markers_is_open() -> None:
    (block,) = listing(script("a = 1\nb = 2\n"), {})
    assert [line.text for line in block.lines] == ["a = 1", "b = 2"]
    assert not block.folded


def test_lines_that_are_not_there_are_not_marked() -> None:
    (block,) = listing(script("a = 1\n"), {0: ["x"], -1: ["x"], 10**9: ["x"]})
    assert not any(line.failures for line in block.lines)


def test_unreadable_submission_has_no_listing() -> None:
    assert listing(script(""), {}) == ()


def test_notebook_lines_are_named_by_their_cell() -> None:
    cells = (CellLine(cell=2, line=1), CellLine(cell=3, line=1))
    (block,) = listing(script("a = 1\nb = 2\n", cells=cells, kind="notebook"), {})
    assert [line.label for line in block.lines] == ["[2] 1", "[3] 1"]


def test_long_source_keeps_the_region_and_what_is_near_a_failing_line() -> None:
    lines = [f"x{at} = {at}" for at in range(5000)]
    lines[100:100] = ["# Begin", "y = 1", "# End"]
    blocks = listing(script("\n".join(lines)), {4000: ["case 1"]})
    shown = [line.number for block in blocks for line in block.lines]
    assert len(shown) < MOST_LINES
    assert {101, 102, 103, *range(3997, 4004)} == set(shown)
    assert sum(block.left_out for block in blocks) + len(shown) == 5003


def test_long_line_is_cut() -> None:
    (block,) = listing(script("x" * 10_000_000), {})
    assert len(block.lines[0].text) == 300
