"""Which exceptions are the same mistake, made in another style."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.raised import alike, gist

MATMUL = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0, "
    "with gufunc signature (n?,k),(k,m?)->(n?,m?)"
)
SAME = [
    (
        "cannot reshape array of size 96 into shape (2,3,3,3)",
        "cannot reshape array of size 96 into shape (2, 27)",
    ),
    ("index 8 is out of bounds for axis 3 with size 8", "index 9 is out of bounds for axis 3 with size 8"),
    ("'NoneType' object has no attribute 'shape'", "'NoneType' object has no attribute 'size'"),
    ("col has shape (96, 4), 384 values", "col has shape (384,), 384 values"),
    (
        "shapes (2,4) and (3,4) not aligned: 4 (dim 1) != 3 (dim 0)",
        f"{MATMUL} (size 3 is different from 4)",
    ),
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
    (
        "shapes (2,4) and (3,4) not aligned: 4 (dim 1) != 3 (dim 0)",
        f"{MATMUL} (size 4 is different from 3)",
    ),
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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("96 into shape (2,3,3,newaxis)", "96 into shape (2,3,3,3)", True),
        ("96 into shape (2,3,3,3)", "96 into shape (2,newaxis,3,3)", True),
        ("96 into shape (2,27)", "96 into shape (2,3,9)", True),
        ("96 into shape (2,3,4,newaxis)", "96 into shape (2,4,3,3)", False),
        ("96 into shape (2,3,newaxis)", "96 into shape (2,3,3,3)", False),
        ("95 into shape (2,3,3,newaxis)", "96 into shape (2,3,3,3)", False),
    ],
)
def test_an_axis_that_is_left_open_fits_any(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a parameter
    assert alike(f"cannot reshape array of size {one}", f"cannot reshape array of size {other}") is same


def test_products_are_worded_as_numpy_does() -> None:
    with pytest.raises(ValueError, match="not aligned") as dotted:
        np.dot(np.ones((2, 4)), np.ones((3, 4)))
    with pytest.raises(ValueError, match="core dimension") as multiplied:
        np.ones((2, 4)) @ np.ones((3, 4))
    assert gist(str(dotted.value)) == gist(str(multiplied.value)) == "a product of 4 columns and 3 rows"


@pytest.mark.parametrize(
    "text",
    ["(" + "1" * 5000 + "!", "(" * 5000, "(" + "1," * 5000, "(" + "9" * 6000 + ")", "(" + "9 " * 5000 + "x)"],
    ids=["no end", "beginnings", "no last", "a long number", "no number at the end"],
)
def test_a_text_that_is_made_to_hold_the_grader_up_is_left_alone(text: str) -> None:
    """It would not end within a lifetime, or raise."""
    assert gist(text) == text


def test_numbers_of_any_length_are_one_number_of_elements() -> None:
    assert gist("(" + "9" * 60 + ", 9" * 5000 + ")").startswith("<")
