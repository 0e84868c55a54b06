"""What the grader compiles of the course's own modules is what a worker would have made of them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import msgspec

from grader.model.exercise import GivenModule
from grader.model.observation import LoadRaised, Raised, Returned, Unloadable
from tests.sandbox.conftest import Bench, layer

if TYPE_CHECKING:
    from grader.model.observation import Observation


def seen_with(bench: Bench, given: str, source: str) -> Observation:
    module = GivenModule(name="given", aliases=("more.given",), source=given)
    job = msgspec.structs.replace(bench.job(source), modules=(module,))
    return bench.sandbox.run(job).runs[0].observation


def test_a_given_module_that_does_not_compile_fails_where_the_submission_is_loaded(bench: Bench) -> None:
    seen = seen_with(bench, "def broken(:\n", layer())
    assert isinstance(seen, Unloadable)
    assert isinstance(seen.cause, LoadRaised)
    assert seen.cause.exception.type_name == "SyntaxError"
    assert seen.cause.exception.kind == "other"  # the course's, not the submission's


def test_a_given_module_that_warns_does_so_to_nobody(bench: Bench) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        seen = seen_with(bench, "PATTERN = '\\d'\nassert PATTERN is not 'x'\n", layer(before="import given"))
    assert isinstance(seen, Returned)


def test_a_given_module_keeps_its_asserts_its_source_and_its_own_names(bench: Bench) -> None:
    given = "def check():\n    assert False, __name__ + __file__\n"
    seen = seen_with(bench, given, layer("check()", before="from more.given import check"))
    assert isinstance(seen, Raised)
    assert (seen.exception.type_name, seen.exception.text) == ("AssertionError", "given/given.py")
    read = "import inspect\nassert 'def check' in inspect.getsource(check)\nreturn x"
    seen = seen_with(bench, given, layer(read, before="from given import check"))
    assert isinstance(seen, Returned)
