from __future__ import annotations

import io
import textwrap
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission.scan import LogicalLine, logical_lines

LAYOUT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)
PIECES = st.sampled_from(
    [*"()[]{}'\"\\#%!?=:;.,+ \t\n\f", '"""', "'''", "\\\n", "def f():\n", "    ", "x", "é", "中", "f'"]
)


def scanned(source: str) -> list[LogicalLine]:
    lines = logical_lines(source)
    assert lines is not None
    return lines


def test_lines_have_places_depths_and_tokens() -> None:
    source = (
        "import a  # why\n\ndef f(x,\n      y=1):\n\n    '''doc\n    more'''\n    return x\nz = 1 + \\\n  2\n"
    )
    assert scanned(source) == [
        LogicalLine(1, 1, 0, ("import", "a")),
        LogicalLine(3, 4, 0, ("def", "f", "(", "x", ",", "y", "=", "1", ")", ":")),
        LogicalLine(6, 7, 1, ("'''doc\n    more'''",)),
        LogicalLine(8, 8, 1, ("return", "x")),
        LogicalLine(9, 10, 0, ("z", "=", "1", "+", "2")),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "x = 'it\\'s # no comment' + \"#\" # comment ' here",
        "x = r'\\'' ; y = rb\"\\\"\" ; z = U'{x}'",
        "x = '''a\n''' 'b' \"\"\"\"c\"\"\"",
        "x = ['', \"\", '''''']",
        "if a != b: c //= d ** e ; f = lambda *g: (h := 1) ; i = j[..., ::2] -k @ l",
        "class A(B):\n\tdef f(self) -> None:\n\t\tpass\n\tx: int = 1\n",
        "\x0cdef f():\n    pass\n\x0c\ndef g(): pass\n",
        "for i in range(3):\n  if i:\n      print(i)\n  else:\n      pass\nprint()\n",
    ],
)
def test_tokens_are_those_of_python(source: str) -> None:
    expected = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in LAYOUT
    ]
    assert [token for line in scanned(source) for token in line.tokens] == expected


@pytest.mark.parametrize(
    "source", ["x = 'abc\ny = 1", "x = '''abc\n", "f(1,\n", "x = {'a': [1}\n", "'", 'x = """a"', "x = '''a'"]
)
def test_what_is_left_open_cannot_be_cut(source: str) -> None:
    assert logical_lines(source) is None


def test_commands_of_a_notebook_end_with_their_line() -> None:
    source = "%time f('it\n!echo it's \\\n  more (\nfiles = !ls 'x\nf?\nif x:\n    !ls\n"
    source += "y = (a\n  % b)\nz = (a ? b)\n"
    assert [(line.first_line, line.last_line, line.depth, line.magic) for line in scanned(source)] == [
        (1, 1, 0, True),
        (2, 3, 0, True),
        (4, 4, 0, True),
        (5, 5, 0, True),
        (6, 6, 0, False),
        (7, 7, 1, True),
        (8, 9, 0, False),
        (10, 10, 0, False),
    ]


def test_tabs_and_form_feeds_are_counted_as_python_does() -> None:
    source = "if a:\n\tb\n        c\n\x0c        d\n  \x0c\te\nf\n"
    assert [line.depth for line in scanned(source)] == [0, 1, 1, 1, 1, 0]


@pytest.mark.parametrize("unit", ["\\'", "%\\'", "'\\", '"""\\"""', "(", "!\\\n", "\\\n", "'\"", "\f", "f'{"])
def test_hostile_repetition_is_scanned(unit: str) -> None:
    logical_lines(unit * 100_000)


@settings(derandomize=True, deadline=None)
@given(source=st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_scanned_in_the_order_of_its_lines(source: str) -> None:
    lines = logical_lines(source) or []
    at = 0
    for line in lines:
        assert at < line.first_line <= line.last_line <= source.count("\n") + 1
        at = line.last_line
        assert line.depth >= 0


@settings(derandomize=True, deadline=None)
@given(depth=st.lists(st.integers(0, 3), max_size=20))
def test_depth_counts_blocks(depth: list[int]) -> None:
    steps = [min(at, level) for at, level in enumerate(depth)]
    for at in range(1, len(steps)):
        steps[at] = min(steps[at], steps[at - 1] + 1)
    source = textwrap.dedent("".join(f"{'   ' * level}x\n" for level in steps)) if steps[:1] == [0] else ""
    assert [line.depth for line in scanned(source)] == (steps if source else [])
