"""What copying does to code is told at the line where Python gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.diagnosis.damaged import damage
from grader.judge import judge
from grader.model.observation import ExceptionInfo, LoadRaised, Raised, TraceLine, Unloadable
from grader.model.seen import Seen

if TYPE_CHECKING:
    from grader.model.observation import Observation
    from tests.diagnosis.conftest import SmallCourse

DAMAGED = {
    "```python\n        dx = dout": "damaged_fence",
    ">>> dx = dout": "damaged_prompt",
    "In [3]: import numpy": "damaged_prompt",
    "<<<<<<< HEAD": "damaged_conflict",
    "> import numpy": "damaged_mark",
    "+class Layer:": "damaged_mark",
    "<pre><code>": "damaged_html",
    "<span>dx</span> = dout": "damaged_html",
    "%matplotlib inline": "damaged_magic",
    "!pip install numpy": "damaged_magic",
    "pip install numpy": "damaged_magic",
    "1 dx = dout": "damaged_number",
    "12. return dout": "damaged_number",
    "dx = dout * (self.x &gt; 0)": "damaged_entity",
    "if n &lt;= 0:\n    pass": "damaged_entity",
    "print(&#39;a&#39;)": "damaged_entity",
    "import numpy as npfrom math import pi": "damaged_joined",
    "path.append(name)import math": "damaged_joined",
    "第六关的代码：": "damaged_prose",
    "————————————": "damaged_prose",
    "retrun dout": "damaged_word",
    "Return dout": "damaged_word",
    "improt numpy": "damaged_word",
    "esle x:": None,
    "dx dout": None,
    "print dout": None,
    "dx = （dout）": None,
    "dx = dout  # 梯度\n  return dx": None,
    "dx = (dout": None,
    "if dout > 0\n    pass": None,
}


def told(small_course: SmallCourse, source: str, observation: Observation) -> str | None:
    _, (case, *_) = small_course()
    found = damage([Seen(case, observation, judge(case, observation, atol=1e-5))], source)
    return None if found is None else found.id


@pytest.mark.parametrize(("source", "clue"), DAMAGED.items())
def test_damage_is_known(source: str, clue: str | None, small_course: SmallCourse) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile(source, "submission.py", "exec")
    exception = ExceptionInfo(
        type_name="SyntaxError",
        text=caught.value.msg,
        kind="syntax",
        trace=(TraceLine(line=caught.value.lineno or 0, function=""),),
    )
    assert told(small_course, source, Unloadable(cause=LoadRaised(exception=exception))) == clue


@pytest.mark.parametrize("line", [0, 2, -1])
def test_nothing_is_told_of_a_line_that_is_not_there(line: int, small_course: SmallCourse) -> None:
    trace = (TraceLine(line=line, function=""),)
    exception = ExceptionInfo(type_name="SyntaxError", text="invalid syntax", kind="syntax", trace=trace)
    assert told(small_course, "```", Unloadable(cause=LoadRaised(exception=exception))) is None


def test_nothing_is_told_of_another_exception(small_course: SmallCourse) -> None:
    exception = ExceptionInfo(type_name="E", text="", trace=(TraceLine(line=1, function=""),))
    assert told(small_course, "```", Unloadable(cause=LoadRaised(exception=exception))) is None
    assert told(small_course, "```", Raised(call="backward", exception=exception)) is None
