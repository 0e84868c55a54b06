from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission import Region, find_regions

PIECES = st.sampled_from(
    ["# Begin", "# End", "#", "\n", " ", "\t", "begin", "END", "*", "x", "'''", "开始", "\x0c", "\x85"]
)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("########## Begin ##########", "########## End ##########"),
        ("#********* Begin *********#", "#********* End *********#"),
        ("# Begin", "# End"),
        ("#  begin", "#END"),
        ("# -- BEGIN --", "# == end == #"),
        ("#____Begin____", "# <end/>"),
        ("# ====== 开始 ======", "# ====== 结束 ======"),
        ("#　Begin。", "#【End】"),
    ],
)
def test_markers_are_known_in_every_decoration(begin: str, end: str) -> None:
    assert find_regions(f"def f():\n    {begin}\n    x\n    y\n    {end}\n") == (Region(3, 4, "    "),)


@pytest.mark.parametrize(
    "line",
    [
        "# begin here",
        "# beginning",
        "x = 1  # Begin",
        "Begin",
        "# Begin End",
        "# 1 Begin",
        "'# Begin'",
        "#\nBegin",
    ],
)
def test_other_lines_are_no_markers(line: str) -> None:
    assert find_regions(f"{line}\nx\n# End\n") == ()


def test_there_may_be_several_regions_and_empty_ones() -> None:
    source = "# Begin\n# End\nx\n\t# Begin\n\n\t# End"
    assert find_regions(source) == (Region(2, 1, ""), Region(5, 5, "\t"))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1\n",
        "# Begin\n",
        "# End\n",
        "# End\n# Begin\n",
        "# Begin\n# Begin\n# End\n# End\n",
        "# Begin\n# End\n# End\n",
        "# Begin\n# End\n# Begin\n",
    ],
)
def test_markers_that_do_not_alternate_give_no_region(source: str) -> None:
    assert find_regions(source) == ()


@settings(derandomize=True, deadline=None)
@given(source=st.lists(PIECES, max_size=40).map("".join))
def test_regions_of_any_text_lie_between_its_markers(source: str) -> None:
    lines = source.split("\n")
    after = 0
    for region in find_regions(source):
        assert after < region.first_line <= region.last_line + 1 <= len(lines)
        assert (
            lines[region.first_line - 2].replace("开始", "begin").lower().strip("#*_ \t\x0c\x85") == "begin"
        )
        after = region.last_line + 1


def test_the_body_is_what_stands_between_the_markers() -> None:
    source = "# Begin\na\nb\n# End\nc"
    assert find_regions(source)[0].body(source.split("\n")) == ["a", "b"]
