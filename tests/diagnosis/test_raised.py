"""Which exceptions are the same mistake, made in another style."""

from __future__ import annotations

import pytest

from grader.diagnosis.raised import gist

SAME = [
    (
        "cannot reshape array of size 96 into shape (2,3,3,3)",
        "cannot reshape array of size 96 into shape (2, 27)",
    ),
    ("index 8 is out of bounds for axis 3 with size 8", "index 9 is out of bounds for axis 3 with size 8"),
    ("'NoneType' object has no attribute 'shape'", "'NoneType' object has no attribute 'size'"),
    ("col has shape (96, 4), 384 values", "col has shape (384,), 384 values"),
]
DIFFERENT = [
    (
        "cannot reshape array of size 96 into shape (2,3,3,3)",
        "cannot reshape array of size 96 into shape (2,3,3,4)",
    ),
    (
        "cannot reshape array of size 96 into shape (2,27)",
        "cannot reshape array of size 95 into shape (2,27)",
    ),
    ("index 8 is out of bounds for axis 3 with size 8", "index 8 is out of bounds for axis 2 with size 8"),
    ("index 8 is out of bounds for axis 3 with size 8", "index 8 is out of bounds for axis 3 with size 7"),
    ("'NoneType' object has no attribute 'shape'", "'Layer' object has no attribute 'shape'"),
    ("'Layer' object has no attribute 'a'", "'Layer' object has no attribute 'b'"),
    ("name 'x' is not defined", "name 'y' is not defined"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_style_makes_no_difference(one: str, other: str) -> None:
    assert gist(one) == gist(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_sizes_and_words_make_a_difference(one: str, other: str) -> None:
    assert gist(one) != gist(other)


def test_huge_numbers_and_odd_brackets_are_taken_as_they_come() -> None:
    assert gist("shape (99999999999999999999, 9)") == gist("shape (9, 99999999999999999999)")
    assert gist("f() (x, y) (1; 2) ()") == "f() (x, y) (1; 2) ()"
