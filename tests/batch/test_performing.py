"""What a lane answers where the sandbox fails us."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.batch.performing import _Bench, perform, prepared, with_digest
from grader.batch.task import Graded, NotGraded, task_of
from grader.errors import UsageError
from grader.model.observation import NoClass, TimedOut
from grader.sandbox.scripted import ScriptedSandbox
from tests.batch.scene import RIGHT, bare_order, shipped_order

if TYPE_CHECKING:
    from pathlib import Path

    from grader.batch.task import Answer

OTHER_REFERENCE = """

class MaxPool(MaxPool):
    def backward(self, dout):
        return super().backward(dout) + 1
"""
TASK = task_of(RIGHT.encode(), notebook=False)


def bench(sandbox: ScriptedSandbox, **changes: object) -> _Bench:
    order = msgspec.structs.replace(with_digest(shipped_order("sample")), **{"required": "N", **changes})
    return _Bench(order, prepared(order).ready, sandbox)


def no_class(_stimulus: object) -> NoClass:
    return NoClass(name="X")


def test_our_own_failure_is_no_result() -> None:
    answer = bench(ScriptedSandbox(no_class, broken=True)).grade(TASK)
    assert isinstance(answer, NotGraded)
    assert not answer.fatal
    assert "scripted" in answer.detail


def test_a_students_failure_is_a_result() -> None:
    answer = bench(ScriptedSandbox(no_class)).grade(TASK)
    assert isinstance(answer, Graded)
    assert not answer.timed_out


def test_a_time_out_is_noted() -> None:
    answer = bench(ScriptedSandbox(lambda _: TimedOut(limit_seconds=1.0))).grade(TASK)
    assert isinstance(answer, Graded)
    assert answer.timed_out


def test_what_was_isolated_less_than_required_is_no_result() -> None:
    answer = bench(ScriptedSandbox(no_class), required="B").grade(TASK)
    assert isinstance(answer, NotGraded)
    assert "level B is required" in answer.detail


def test_an_order_that_cannot_be_carried_out_is_refused_for_good() -> None:
    answer = perform(bare_order(), TASK)
    assert isinstance(answer, NotGraded)
    assert (answer.fatal, answer.exit_code) == (True, 2)


def test_expected_values_and_misconceptions_are_computed_once_for_an_order() -> None:
    order = with_digest(shipped_order("sample"))
    made = prepared(order)
    assert prepared(order) is made
    assert made.ready.hints is not None
    catalogue = made.ready.hints.catalogue(made.ready.exercise)
    first = catalogue.answer(catalogue.misconceptions[0], made.ready.cases[0])
    assert catalogue.answer(catalogue.misconceptions[0], made.ready.cases[0]) is first


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the level is not B")
def test_a_process_that_outlives_a_run_notices_what_has_changed(course: Path) -> None:
    before = with_digest(msgspec.structs.replace(shipped_order("sample"), course=str(course)))
    assert verdict(perform(before, TASK)) == "AC"
    with (course / "reference" / "maxpool.py").open("a", encoding="utf-8") as reference:
        reference.write(OTHER_REFERENCE)
    unknown = msgspec.structs.replace(before, digest="of a client that knows")
    refused = perform(unknown, TASK)
    assert isinstance(refused, NotGraded)
    assert "reference" in refused.detail
    after = with_digest(msgspec.structs.replace(before, digest="", parts=()))
    assert after.digest != before.digest
    assert verdict(perform(after, TASK)) == "WA"


def verdict(answer: Answer) -> str:
    assert isinstance(answer, Graded)
    return str(msgspec.json.decode(answer.document)["verdict"])


def test_an_unknown_case_is_told_before_anything_is_graded() -> None:
    with pytest.raises(UsageError):
        with_digest(shipped_order("nothing"))
