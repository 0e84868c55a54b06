from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.messages import say
from grader.model.expression import ExpressionError
from grader.suite.grammar import parse

NAMES = {"a": 7, "b": -3, "c": 0, "w": 2.5}

VALUES = [
    ("3", 3),
    ("a", 7),
    ("(a + 2*3 - 1)//2 + 1", 7),
    ("-a % 4", 1),
    ("- -a", 7),
    ("2 - -3", 5),
    ("7 // -2", -4),
    ("min(a, b, 3)", -3),
    ("max(a, a + 1)", 8),
    ("10 - 2 - 3", 5),
    ("100 // 7 // 2", 7),
    ("a > b", True),
    ("1 <= a <= 7 < 8", True),
    ("1 < a < 3", False),
    ("not a == 7", False),
    ("a > 9 or b < 0 and not c != 0", True),
    ("not (a > 0 and c > 0)", True),
    ("c == 0 or 1 // c > 0", True),
    ("w * 2", 5.0),
    ("\ta\n+ 1 ", 8),
]

WITHOUT_VALUE = [
    ("a // c", "suite.expr_zero_division", 2),
    ("a % (b + 3)", "suite.expr_zero_division", 2),
    ("a + unknown", "suite.expr_unknown_name", 4),
    ("1000000 * 1000000", "suite.expr_too_large", 8),
    ("0 - 999999999 - 2", "suite.expr_too_large", 14),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value_is_what_python_gives(text: str, value: float) -> None:
    found = parse(text).evaluate(NAMES)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "key", "offset"), WITHOUT_VALUE)
def test_expression_without_a_value_says_where(text: str, key: str, offset: int) -> None:
    expression = parse(text)
    with pytest.raises(ExpressionError) as caught:
        expression.evaluate(NAMES)
    assert (caught.value.told.key, caught.value.offset) == (key, offset)
    assert say(caught.value.told, "en")
    assert say(caught.value.told, "zh")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**9 + 1, -1e10])
def test_values_of_names_are_bounded_too(value: float) -> None:
    with pytest.raises(ExpressionError):
        parse("n").evaluate({"n": value})


def test_evaluation_stops_like_python_at_the_first_answer() -> None:
    assert parse("a > 0 or 1 // c == 1").evaluate(NAMES) is True
    assert parse("a < 0 and 1 // c == 1").evaluate(NAMES) is False
    assert parse("a < b < 1 // c").evaluate(NAMES) is False


_integers = st.integers(0, 40).map(str)
_leaves = _integers | st.sampled_from(["a", "b", "c"])


def _joined(parts: st.SearchStrategy[str], signs: list[str]) -> st.SearchStrategy[str]:
    return st.builds("{} {} {}".format, parts, st.sampled_from(signs), parts)


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        _joined(parts, ["+", "-", "*", "//", "%"])
        | parts.map("({})".format)
        | parts.map("-{}".format)
        | st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), parts, parts)
    )


_sums = st.recursive(_leaves, _grown, max_leaves=8)
_comparisons = _joined(_sums, ["==", "!=", "<", "<=", ">", ">="])
_conditions = st.recursive(
    _comparisons,
    lambda parts: _joined(parts, ["and", "or"]) | parts.map("not {}".format) | parts.map("({})".format),
    max_leaves=4,
)


def _outcome(text: str, names: dict[str, int]) -> object:
    """The value of a text, or the key of the refusal."""
    try:
        return parse(text).evaluate(names)
    except ExpressionError as error:
        return error.told.key


def _in_python(text: str, names: dict[str, int]) -> object:
    functions = {"__builtins__": {}, "min": min, "max": max}
    try:
        return eval(text, functions, dict(names))  # noqa: S307 - a text that this test made itself
    except ZeroDivisionError:
        return "suite.expr_zero_division"


@given(text=_sums | _conditions, a=st.integers(-20, 20), b=st.integers(-20, 20), c=st.integers(0, 3))
def test_evaluation_agrees_with_python(text: str, a: int, b: int, c: int) -> None:
    names = {"a": a, "b": b, "c": c}
    found = _outcome(text, names)
    assume(found not in {"suite.expr_too_large", "suite.expr_too_deep", "suite.expr_too_long"})
    expected = _in_python(text, names)
    assert found == expected
    assert type(found) is type(expected)
