"""Target: a student's file, from its bytes to its place in the template (`grader.submission`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from grader.messages import LANGS, say
from grader.model.observation import Unreadable
from grader.submission.decode import decode_source
from grader.submission.markers import find_regions
from grader.submission.notebook import read_notebook
from grader.submission.read import SCRIPT_BYTES, read_submission
from grader.submission.scan import logical_lines
from grader.submission.template import compare_with_template, splice_into_template, unfilled_in

if TYPE_CHECKING:
    from grader.submission.notebook import Notebook

BYTES_MAX: Final = 8192
_TEXTS: Final = (
    "########## Begin ##########\n", "########## End ##########\n", "# 开始\n", "# 结束\n", "#begin",
    "\f", "\r", "\r\n", '"""', "'''", '"', "'", "\\\n", "\\", "(", ")", "[", "]", "{", "}", "#", "f'{",
    "rb'", "\n    ", "\n\t", "class Layer:\n", "def f(self, x=1, *a):\n", "lambda x: ", "for x in ",
    "import numpy as np\n", "async def ", "@staticmethod\n", "%%time\n", "%time ", "!ls\n", "x?\n",
    "%matplotlib inline\n", "if __name__ == 'x':\n", "from __future__ import annotations\n", "global x\n",
    ":=", "**=", "...", "pass\n", "return\n", "else:\n", "# -*- coding: gbk -*-\n", "# coding=utf-16\n",
    "# coding: latin-1\n", "# vim: set fileencoding=big5 :\n",
    '{"cells":[{"cell_type":"code","source":["', '"]},{"cell_type":"code","source":"', '"}]}', '\\n", "',
    "\\ud800", "\ufeff", "\u2028", "\x85", "\0", "名字", "，", "é",
)  # fmt: skip
WORDS: Final = (
    *(text.encode() for text in _TEXTS),
    *(b"\xff\xfe", b"\xfe\xff", b"\x89PNG", b"PK\x03\x04", b"\xc4\xe3\xba\xc3"),
)
TEMPLATE: Final = """\
import numpy as np

class Layer:
    '''A layer.'''
    def forward(self, x):
        return x * 2

    def backward(self, dout):
        ########## Begin ##########
        pass
        ########## End ##########
        return dx
"""
_HALF: Final = b"\n===\n"


def examine(data: bytes) -> None:
    """Read any bytes as a script, as a notebook and against a template; nothing of it is ever run."""
    _check_text(data)
    _check_notebook(read_notebook(data, code_bytes=SCRIPT_BYTES))
    submission = read_submission("-", stdin=io.BytesIO(data))
    assert len(submission.sha256) == 64  # noqa: PLR2004 - hexadecimal digits
    if submission.unreadable is not None:
        _check_told(submission.unreadable)
        return
    source, _, other = submission.source.partition(_HALF.decode())
    for template in (TEMPLATE, other):
        _check_against(source, template)


def _check_told(unreadable: Unreadable) -> None:
    assert all(say(unreadable.told, lang) for lang in LANGS)


def _check_text(data: bytes) -> None:
    text = decode_source(data)
    if isinstance(text, Unreadable):
        _check_told(text)
        return
    assert "\r" not in text
    assert "\0" not in text
    text.encode("utf-8")


def _check_notebook(notebook: Notebook | None) -> None:
    if notebook is None:
        return
    if notebook.unreadable is not None:
        _check_told(notebook.unreadable)
        return
    assert len(notebook.cells) == notebook.source.count("\n") + 1
    assert all(place.cell >= 1 and place.line >= 1 for place in notebook.cells)
    assert "\0" not in notebook.source


def _check_against(source: str, template: str) -> None:
    lines = source.split("\n")
    _check_regions(source, len(lines))
    _check_lines(source, len(lines))
    state = compare_with_template(source, template)
    unfilled_in(source, template)
    spliced = splice_into_template(source, template)
    assert state.markers == (spliced is not None)
    if spliced is None:
        return
    texts = spliced.source.split("\n")
    assert len(texts) == len(spliced.lines)
    for text, origin in zip(texts, spliced.lines, strict=True):
        assert origin is None or lines[origin - 1] == text
    again = splice_into_template(spliced.source, template)
    assert again is not None
    assert again.source == spliced.source


def _check_regions(source: str, line_count: int) -> None:
    before = 0
    for region in find_regions(source):
        assert before < region.first_line - 1 <= region.last_line < line_count
        before = region.last_line + 1


def _check_lines(source: str, line_count: int) -> None:
    before = 1
    for line in logical_lines(source) or ():
        assert before <= line.first_line <= line.last_line <= line_count
        assert line.tokens or line.magic
        assert line.depth >= 0
        before = line.first_line
