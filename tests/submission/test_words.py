from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission import words


def test_words_are_found_in_code_strings_and_comments() -> None:
    assert words("import numpy.fft as f\n__import__('json') # re\nx1 = 15") == frozenset(
        {"import", "numpy", "fft", "as", "f", "__import__", "json", "re", "x1"}
    )


def test_a_name_is_found_as_python_reads_it() -> None:
    assert words("import ｊｓｏｎ") >= {"ｊｓｏｎ", "json"}


def test_a_very_long_name_is_left_as_it_is() -> None:
    assert words("ｊ" * 1000) == {"ｊ" * 1000}


@settings(derandomize=True, deadline=None)
@given(source=st.text())
def test_any_text_has_words(source: str) -> None:
    assert all(word in source or not word.isascii() or not source.isascii() for word in words(source))
