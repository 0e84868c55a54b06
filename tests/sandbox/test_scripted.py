"""The sandbox for tests keeps the contract's shape: a run for each case, in order, as it was told."""

from __future__ import annotations

import pytest

from grader.errors import InternalError
from grader.model.observation import Crashed, NotRun
from grader.sandbox.scripted import ScriptedSandbox
from tests.sandbox.conftest import Bench, layer, stimulus


def test_it_answers_every_case_in_order_and_remembers_the_job() -> None:
    with ScriptedSandbox(lambda asked: Crashed(status=asked.calls[0].args[0])) as sandbox:  # type: ignore[arg-type]  # numbers here
        bench = Bench(sandbox, "scripted")
        result = bench.run(layer(), stimulus(1), stimulus(2), stimulus(3))
    assert [run.observation for run in result.runs] == [Crashed(status=number) for number in (1, 2, 3)]
    assert result.wall_seconds == pytest.approx(sum(run.usage.wall_seconds for run in result.runs))
    assert [job.source for job in sandbox.jobs] == [layer()]


def test_it_isolates_from_nothing_and_says_so() -> None:
    assert ScriptedSandbox(lambda _: NotRun()).isolation.level == "N"


def test_it_can_fail_as_a_sandbox_fails() -> None:
    with pytest.raises(InternalError) as error:
        Bench(ScriptedSandbox(lambda _: NotRun(), broken=True), "scripted").run(layer())
    assert error.value.told.key == "sandbox.no_worker"
