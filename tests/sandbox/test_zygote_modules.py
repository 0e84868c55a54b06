"""A zygote loads what submissions need, once, and its workers cost no more memory or time for the rest."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import pytest

from grader.model.observation import OutOfMemory, Returned
from tests.sandbox.conftest import MEMORY_BYTES, Bench, layer, stimulus, values_of

if sys.platform != "linux":
    pytest.skip("there are zygotes on Linux alone", allow_module_level=True)

from grader.sandbox.forked import ForkedSandbox
from grader.sandbox.zygote import ZygoteHandle

if TYPE_CHECKING:
    from collections.abc import Iterator

RARE = "colorsys"
IS_LOADED = "import sys\nreturn float('color' + 'sys' in sys.modules)"
ALL = "__import__('color' + 'sys')"


@pytest.fixture
def fresh() -> Iterator[Bench]:
    with contextlib.closing(ZygoteHandle(None)) as handle, ForkedSandbox(handle) as sandbox:
        yield Bench(sandbox, "cold")


def seen_value(bench: Bench, source: str) -> float:
    return values_of(bench.case(source))["out"]


def test_a_module_is_loaded_when_a_submission_names_it_and_stays(fresh: Bench) -> None:
    assert seen_value(fresh, layer(IS_LOADED)) == 0
    assert isinstance(fresh.seen(layer(before=f"import {RARE}")), Returned)
    assert seen_value(fresh, layer(IS_LOADED)) == 1


def test_a_submission_that_needs_the_whole_list_has_it_stay(fresh: Bench) -> None:
    assert isinstance(fresh.seen(layer(ALL + "\nreturn x")), Returned)
    assert seen_value(fresh, layer(IS_LOADED)) == 1


def test_a_module_that_is_not_on_the_list_is_not_found_the_next_time_either(fresh: Bench) -> None:
    source = layer("try:\n    import tkinter\nexcept ModuleNotFoundError:\n    return x * 2\nreturn x * 0")
    for _ in range(2):
        assert isinstance(fresh.seen(source), Returned)
        assert seen_value(fresh, source) == 0  # the first element of 0, 1, 2, ...


@pytest.mark.parametrize("before", ["", ALL], ids=["few", "all"])
def test_memory_is_counted_from_what_is_loaded(fresh: Bench, before: str) -> None:
    """Address space, to which the libraries of modules add tens of mebibytes."""
    fresh.run(layer(before=before))
    # A worker may give back a little of what it was forked with, and have that beside its limit.
    most, more = int(MEMORY_BYTES * 0.9), int(MEMORY_BYTES * 1.05)
    runs = fresh.run(layer("np.empty(int(x), np.uint8)\nreturn x"), stimulus(most), stimulus(more)).runs
    assert isinstance(runs[0].observation, Returned)
    assert isinstance(runs[1].observation, OutOfMemory)


def test_the_output_of_a_worker_is_the_same_kind_of_file_when_nobody_listens(fresh: Bench) -> None:
    source = layer("import sys\nreturn np.array([sys.stdout.seekable(), sys.stdout.isatty()])")
    assert values_of(fresh.case(source)) == values_of(fresh.case(source, silent=True))
