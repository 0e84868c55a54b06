from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.messages import say
from grader.model.expression import ExpressionError, parse

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

REFUSED = [
    ("", "suite.expr_ends_early", 0),
    ("a +", "suite.expr_ends_early", 3),
    ("(a", "suite.expr_ends_early", 2),
    ("a b", "suite.expr_unexpected", 2),
    ("a + * b", "suite.expr_unexpected", 4),
    ("a)", "suite.expr_unexpected", 1),
    ("+a", "suite.expr_unexpected", 0),
    ("min(a)", "suite.expr_unexpected", 5),
    ("min + 1", "suite.expr_unexpected", 4),
    ("a == not b", "suite.expr_unexpected", 5),
    ("()", "suite.expr_unexpected", 1),
    ("a(1)", "suite.expr_unexpected", 1),
    ("a ** b", "suite.expr_unexpected", 3),
    ("a / b", "suite.expr_character", 2),
    ("a.b", "suite.expr_character", 1),
    ("1.5", "suite.expr_character", 1),
    ("a = b", "suite.expr_character", 2),
    ("x[0]", "suite.expr_character", 1),
    ("'a'", "suite.expr_character", 0),
    ("a：b", "suite.expr_character", 1),
    ("١ + 1", "suite.expr_character", 0),
    ("017", "suite.expr_leading_zero", 0),
    ("1 + 9999999999", "suite.expr_too_large", 4),
    ("a and b > 1", "suite.expr_condition_wanted", 0),
    ("a > 1 and b", "suite.expr_condition_wanted", 10),
    ("not a", "suite.expr_condition_wanted", 4),
    ("1 + (a > b)", "suite.expr_number_wanted", 4),
    ("(a > b) * 2", "suite.expr_number_wanted", 0),
    ("(a > b) == (b > a)", "suite.expr_number_wanted", 0),
    ("-(a > b)", "suite.expr_number_wanted", 1),
    ("min(a > b, 1)", "suite.expr_number_wanted", 4),
    ("(" * 21 + "a" + ")" * 21, "suite.expr_too_deep", 21),
    ("-" * 22 + "a", "suite.expr_too_deep", 21),
    ("not " * 22 + "a > 1", "suite.expr_too_deep", 84),
    ("a" + " + a" * 50, "suite.expr_too_long", 200),
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


@pytest.mark.parametrize(("text", "key", "offset"), REFUSED)
def test_text_outside_the_grammar_is_refused_at_its_place(text: str, key: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.told.key, caught.value.offset) == (key, offset)
    assert say(caught.value.told, "en")
    assert say(caught.value.told, "zh")


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


def test_names_are_all_that_occur() -> None:
    assert parse("max(a, b) + a*2 - min(c, 1)").names == {"a", "b", "c"}
    assert parse("12").names == frozenset()


def test_a_lone_name_is_told_from_an_expression() -> None:
    assert parse(" a ").lone_name == "a"
    assert parse("a + 0").lone_name is None
    assert parse("3").lone_name is None


def test_a_condition_is_told_from_a_number() -> None:
    assert parse("a > 1 or b > 1").is_condition
    assert not parse("max(a, 1)").is_condition


def test_depth_of_twenty_is_allowed() -> None:
    assert parse("(" * 20 + "a" + ")" * 20).evaluate(NAMES) == 7


def test_equal_texts_give_equal_expressions() -> None:
    assert parse("a + 1") == parse("a + 1")
    assert hash(parse("a + 1")) == hash(parse("a + 1"))


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


@given(st.text() | st.text(alphabet=string.ascii_letters + string.digits + " ()+-*/%<>=!,._"))
def test_parsing_raises_nothing_but_its_own_error(text: str) -> None:
    outcome = _outcome(text, dict.fromkeys(string.ascii_letters, 2))
    assert isinstance(outcome, int) or str(outcome).startswith("suite.expr_")


@given(
    st.lists(
        st.sampled_from(["a", "1", "(", ")", "+", "//", "min", ",", "and", "not", "<", "-"]), max_size=40
    )
)
def test_any_row_of_words_has_a_value_or_is_refused(words: list[str]) -> None:
    outcome = _outcome(" ".join(words), {"a": 2})
    assert isinstance(outcome, int) or str(outcome).startswith("suite.expr_")
