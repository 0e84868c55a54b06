"""Which modules a source may need: rather one too many than one too few."""

from __future__ import annotations

import pytest

from grader.sandbox.words import modules_named

ALLOWED = ("json", "json.decoder", "os", "os.path", "numpy.fft", "_thread")


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("", []),
        ("import json", ["json"]),
        ("from json import decoder", ["json", "json.decoder"]),
        ("import os.path as p", ["os", "os.path"]),
        ("path = 3  # os", ["os", "os.path"]),
        ("import_module('json')", ["json"]),
        ("import numpy as np\nnp.fft.fft(x)", ["numpy.fft"]),
        ("jsonish = _thread", ["_thread"]),
        ("导入 = 'os'", ["os"]),
        ("(((", []),
    ],
)
def test_modules_are_found_by_their_words(source: str, named: list[str]) -> None:
    assert modules_named(source, ALLOWED) == named
