from __future__ import annotations

import pytest

from grader.suite.scalars import has_leading_zero, plain_value

VALUES = [
    ("1", 1),
    ("-12", -12),
    ("+3", 3),
    ("0", 0),
    ("1e-5", 1e-5),
    ("1.0e-5", 1e-5),
    ("1E3", 1000.0),
    ("1.", 1.0),
    (".5", 0.5),
    ("-0.0", -0.0),
    ("true", True),
    ("false", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("off", "off"),
    ("True", "True"),
    ("NULL", "NULL"),
    ("017", "017"),
    ("00", "00"),
    ("0o17", "0o17"),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("12:30", "12:30"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("nan", "nan"),
    ("2024-01-01", "2024-01-01"),
    (".", "."),
    ("-", "-"),
    ("1e", "1e"),
    ("١", "١"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_unquoted_text_means_what_yaml_1_2_says(text: str, value: object) -> None:
    found = plain_value(text)
    assert found == value
    assert type(found) is type(value)


def test_a_number_of_thousands_of_digits_stays_text() -> None:
    assert plain_value("9" * 5000) == "9" * 5000


@pytest.mark.parametrize(
    ("text", "is_so"), [("017", True), ("-01.5", True), ("0", False), ("0.5", False), ("a01", False)]
)
def test_leading_zeros_are_seen(text: str, is_so: bool) -> None:  # noqa: FBT001 - a column of the table
    assert has_leading_zero(text) is is_so
