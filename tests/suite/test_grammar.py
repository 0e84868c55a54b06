from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.messages import say
from grader.model.expression import ExpressionError
from grader.suite.grammar import parse

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


@pytest.mark.parametrize(("text", "key", "offset"), REFUSED)
def test_text_outside_the_grammar_is_refused_at_its_place(text: str, key: str, offset: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.told.key, caught.value.offset) == (key, offset)
    assert say(caught.value.told, "en")
    assert say(caught.value.told, "zh")


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
    assert parse("(" * 20 + "a" + ")" * 20).evaluate({"a": 7}) == 7


def test_equal_texts_give_equal_expressions() -> None:
    assert parse("a + 1") == parse("a + 1")
    assert hash(parse("a + 1")) == hash(parse("a + 1"))


def _outcome(text: str, names: dict[str, int]) -> object:
    """The value of a text, or the key of the refusal."""
    try:
        return parse(text).evaluate(names)
    except ExpressionError as error:
        return error.told.key


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
