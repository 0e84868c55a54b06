"""What mostly helps is said of exceptions as Python and numpy word them here."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.diagnosis import HELPING_MAX
from grader.diagnosis.advice import advice
from grader.diagnosis.clues import first_of
from grader.judge import judge
from grader.model.observation import ExceptionInfo, LoadRaised, Raised, TimedOut, Unloadable
from grader.model.seen import Seen

if TYPE_CHECKING:
    from grader.model.observation import ExceptionKind, Observation
    from tests.diagnosis.conftest import SmallCourse

RAISING = {
    "np.zeros(3)": "raised_no_numpy",
    "get_ipython().run_line_magic('matplotlib', 'inline')": "raised_exported",
    "mask * 2": "raised_name",
    "mask·dout": "raised_name",
    "xrange(3)": "raised_python2",
    "unicode('a')": "raised_python2",
    "dout &lt": "damaged_entity",
    "input()": "raised_input",
    "dout ** 2 - dout ^ 2": "raised_power",
    "2.0 ^ 2": "raised_power",
    "-(dout > 0)": "raised_negated_mask",
    "(dout > 0) - (dout > 1)": "raised_negated_mask",
    "dout if dout > 0 else 0": "raised_truth",
    "numpy.dot(dout, dout)": "raised_product",
    "dout @ dout": "raised_product",
    "dout + dout.T": "raised_broadcast",
    "dout.__setitem__(slice(2), dout.T)": "raised_broadcast",
    "dout.reshape(2, 2)": "raised_reshape",
    "self.x.shape": "raised_attribute_of_none",
    "size.shape": "raised_attribute_of_value",
    "dout.tolist().shape": "raised_attribute_of_value",
    "self.arg_max": "raised_attribute",
    "numpy.zero(3)": "raised_module",
    "numpy.int(3)": "raised_module",
    "math.exponent(3)": "raised_module",
    "(lambda a, b: a)(1)": "raised_arguments",
    "(lambda a, b: a)(1, 2, 3)": "raised_arguments",
    "(lambda a, b: a)(1, c=2)": "raised_arguments",
    "(lambda a, b: a)(1, a=2)": "raised_arguments",
    "self.x + 1": "raised_none",
    "self.x * dout": "raised_none",
    "self.x[0]": "raised_none",
    "dout(size)": "raised_called",
    "self.x(size)": "raised_called",
    "size(2)": "raised_called",
    "numpy.zeros(size / 2)": "raised_size_is_float",
    "range(numpy.float64(2))": "raised_size_is_float",
    "dout[: size / 2]": "raised_size_is_float",
    "numpy.ones(3, int).__iadd__(0.5)": "raised_integers",
    "math.exp(dout)": "raised_one_number",
    "numpy.max(dout[5:])": "raised_empty",
    "dout[5:].argmax()": "raised_empty",
    "max(dout[5:])": "raised_empty",
    "dout[2, 0]": "raised_index",
    "dout[numpy.arange(3), 0]": "raised_index",
    "dout[[0, 1], [0, 1, 2]]": "raised_broadcast",
    "dout[0, 0, 0]": "raised_axes",
    "dout[size / 2]": "raised_index_kind",
    "dout[[dout[0]]]": "raised_index_kind",
    "dout.transpose(0, 2, 3, 1)": "raised_axes",
    "numpy.max(dout, axis=3)": "raised_axes",
    "[0 for a, b, c in [dout.shape]]": "raised_unpack",
    "[0 for (a,) in [dout.shape]]": "raised_unpack",
    "again(again)": "raised_recursion",
}
UNREADABLE = {
    "x = （1)": "raised_full_width",
    "x = [1， 2]": "raised_full_width",
    "x = “a”": "raised_full_width",
    "x = 1 − 2": "raised_character",
    "x\u00a0= 1": "raised_blank",
    "x = 1\u200b": "raised_blank",
    "if x:\n        y = 1\n\tz = 2": "raised_tabs",
    "x = 1\n  y = 2": "raised_indent",
    "if x:\n    y = 1\n  z = 2": "raised_indent",
    "if x:\ny = 1": "raised_indent",
    "return x": "raised_outside",
    "x = (1": "raised_bracket",
    "x = 1)": "raised_bracket",
    "x = (1]": "raised_bracket",
    "x = 'a": "raised_string",
    "print 'a'": "raised_print",
    "if x\n    y = 1": "raised_colon",
    "if x = 1:\n    pass": "raised_comparison",
}


def told(small_course: SmallCourse, *observations: Observation) -> list[str]:
    _, cases = small_course()
    pairs = zip(cases, observations, strict=False)
    seen = (Seen(case, found, judge(case, found, atol=1e-5)) for case, found in pairs)
    return [one.id for one in first_of(map(advice, seen), HELPING_MAX)]


def raised(error: BaseException, kind: ExceptionKind = "other") -> ExceptionInfo:
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return ExceptionInfo(type_name=type(error).__name__, text=text, kind=kind)


def unloadable(text: str, type_name: str, kind: ExceptionKind) -> Observation:
    return Unloadable(cause=LoadRaised(exception=ExceptionInfo(type_name=type_name, text=text, kind=kind)))


@pytest.mark.parametrize(("expression", "clue"), RAISING.items())
def test_what_a_call_raises_is_known(expression: str, clue: str, small_course: SmallCourse) -> None:
    import math  # noqa: PLC0415 - for the expressions alone

    def again(call):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        return call(call)

    names = {
        "numpy": np,
        "math": math,
        "dout": np.ones((2, 3)),
        "size": 4,
        "self": SimpleNamespace(x=None),
        "again": again,
        "input": lambda: (_ for _ in ()).throw(EOFError("EOF when reading a line")),
    }
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the text is what is tested
        eval(expression, names)  # noqa: S307 - as a submission would
    found = Raised(call="backward", exception=raised(caught.value))
    assert told(small_course, found) == [clue]


@pytest.mark.parametrize(("source", "clue"), UNREADABLE.items())
def test_what_is_no_python_is_known(source: str, clue: str, small_course: SmallCourse) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile(source, "submission.py", "exec")
    found = Unloadable(cause=LoadRaised(exception=raised(caught.value, "syntax")))
    assert told(small_course, found) == [clue]


def test_imports_and_signatures_are_known(small_course: SmallCourse) -> None:
    text = "No module named 'utils.utils'; 'utils' is not a package"
    assert told(small_course, unloadable(text, "ModuleNotFoundError", "no_import")) == ["raised_package"]
    assert told(small_course, unloadable("No module named 'a'", "ModuleNotFoundError", "no_import")) == [
        "raised_import"
    ]
    with pytest.raises(ImportError) as caught:
        exec("from json import Loads")  # noqa: S102 - as a submission would
    assert told(small_course, unloadable(str(caught.value), "ImportError", "other")) == ["raised_import_name"]
    with pytest.raises(ImportError) as caught:
        exec("from .json import loads", {"__package__": ""})  # noqa: S102 - as above
    assert told(small_course, unloadable(str(caught.value), "ImportError", "other")) == ["raised_relative"]
    with pytest.raises(TypeError) as refused:
        json.loads()  # type: ignore[call-arg]  # that is the mistake
    found = Raised(call="backward", exception=raised(refused.value, "signature"))
    assert told(small_course, found) == ["raised_signature"]


def test_a_name_that_is_not_known_is_said(small_course: SmallCourse) -> None:
    _, (case, *_) = small_course()
    found = Raised(call=None, exception=raised(NameError("name 'mask' is not defined")))
    one = advice(Seen(case, found, judge(case, found, atol=1e-5)))
    assert one is not None
    assert "'mask'" in one.told.en
    assert "'mask'" in one.told.zh


def test_each_is_said_once_and_no_more_than_two(small_course: SmallCourse) -> None:
    texts = ["name 'a' is not defined", "name 'b' is not defined", "name 'np' is not defined"]
    found = [Raised(call="backward", exception=raised(NameError(text))) for text in texts]
    found.append(Raised(call="backward", exception=raised(EOFError("EOF when reading a line"))))
    assert told(small_course, *found) == ["raised_name", "raised_no_numpy"]


def test_what_is_not_known_or_not_raised_is_passed_over(small_course: SmallCourse) -> None:
    found = Raised(call="backward", exception=raised(ValueError("too bad")))
    assert told(small_course, found, TimedOut(limit_seconds=1.0)) == []
