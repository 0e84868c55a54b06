"""Runs a failing submission once more, on cases made for it: how it fails when it is looked at closely.

Everything here happens in the sandbox, as the grading did, and within a second or not at all.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from grader.checker.compare import compare
from grader.diagnosis.shrinking import smaller_specs
from grader.errors import GraderError
from grader.messages import LANGS, message, say
from grader.model.case import Case, Literally
from grader.model.diagnosis import Clue, SmallExample
from grader.model.exercise import Text
from grader.model.observation import Returned, ReturnedArray
from grader.oracle import load_reference, make_case
from grader.sandbox.interface import stimulus_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.case import Array, CaseSpec
    from grader.model.exercise import Exercise
    from grader.model.observation import CaseRun
    from grader.sandbox.interface import Job, Sandbox

_SECONDS: Final = 1.0
_CHUNK: Final = 24
_CELLS_MAX: Final = 150
"""Beyond this a smaller example is no help to anyone."""


class Prober:
    """Runs one submission on cases of our making.

    Parameters
    ----------
    exercise : Exercise
        Whose reference is asked.
    job : Job
        The submission, as it was graded; its cases are replaced.
    sandbox : Sandbox
        Where it is run.
    """

    def __init__(self, exercise: Exercise, job: Job, sandbox: Sandbox) -> None:
        self._exercise = exercise
        self._job = job
        self._sandbox = sandbox
        self._reference = load_reference(exercise)
        self._deadline = time.monotonic() + _SECONDS

    def small_example(self, spec: CaseSpec) -> SmallExample | None:
        """Search for the smallest case with the same params whose values are wrong; None: no time."""
        candidates = smaller_specs(self._exercise, spec)
        for start in range(0, len(candidates), _CHUNK):
            cases = [
                case for one in candidates[start : start + _CHUNK] if (case := self._case(one)) is not None
            ]
            for case, run in zip(cases, self._run(cases), strict=False):
                example = self._failure(case, run)
                if example is not None:
                    return example
            if time.monotonic() > self._deadline:
                return None
        return None

    def clues(self, case: Case) -> tuple[Clue, ...]:
        """See whether the case fails on its own, and whether results follow what comes from above."""
        doubled = list(self._doubled(case))
        runs = self._run([case, *(other for _, other in doubled)])
        if len(runs) != len(doubled) + 1 or not isinstance(runs[0].observation, Returned):
            return ()
        if all(
            compare(actual=runs[0].observation.values[name], expected=array, atol=self._atol, scalar=True)
            is None
            for name, array in case.expected.items()
        ):
            return (_clue("call_order"),)
        return tuple(
            _clue("not_linear", value=list(case.expected)[-1], name=name)
            for (name, other), run in zip(doubled, runs[1:], strict=True)
            if self._is_linear(case, other) and not self._doubles(case, runs[0], run)
        )

    @property
    def _atol(self) -> float:
        return self._exercise.tolerance.atol

    def _case(self, spec: CaseSpec) -> Case | None:
        try:
            return make_case(self._exercise, spec, self._reference)
        except GraderError:  # the reference does not take such a case
            return None

    def _run(self, cases: Sequence[Case]) -> tuple[CaseRun, ...]:
        left_seconds = self._deadline - time.monotonic()
        if not cases or left_seconds <= 0:
            return ()
        stimuli = tuple(map(stimulus_of, cases))
        job = msgspec.structs.replace(self._job, stimuli=stimuli, wall_seconds=left_seconds, silent=True)
        try:
            return self._sandbox.run(job).runs
        except GraderError:  # a diagnosis is not worth a failure of ours
            return ()

    def _failure(self, case: Case, run: CaseRun) -> SmallExample | None:
        if not isinstance(run.observation, Returned):
            return None
        for seen in (seen for step in case.spec.steps for seen in step.observe):
            actual, expected = run.observation.values[seen.name], case.expected[seen.name]
            if not isinstance(actual, ReturnedArray) or actual.array.shape != expected.shape:
                return None
            if compare(actual=actual, expected=expected, atol=self._atol, scalar=seen.scalar) is not None:
                if sum(array.size for array in (*case.inputs.values(), expected)) > _CELLS_MAX:
                    return None
                return SmallExample(
                    spec=case.spec,
                    value=seen.name,
                    inputs=case.inputs,
                    actual=actual.array,
                    expected=expected,
                )
        return None

    def _doubled(self, case: Case) -> Iterator[tuple[str, Case]]:
        """Make the case again for each input that only its last call takes, with that input doubled."""
        *before, last = case.spec.steps
        used = {name for step in before for name in step.args} | set(case.spec.construct)
        for name in last.args:
            if before and name in case.inputs and name not in used:
                inputs = {**case.inputs, name: np.multiply(case.inputs[name], 2)}
                made = make_case(self._exercise, _with_inputs(case.spec, inputs), self._reference)
                yield name, made

    def _is_linear(self, case: Case, other: Case) -> bool:
        value = list(case.expected)[-1]
        return bool(np.allclose(2 * case.expected[value], other.expected[value], rtol=0, atol=self._atol))

    def _doubles(self, case: Case, one: CaseRun, two: CaseRun) -> bool:
        value = list(case.expected)[-1]
        first, second = _array(one, value), _array(two, value)
        if first is None or second is None or first.shape != second.shape:
            return True
        with np.errstate(all="ignore"):
            doubled = 2 * first.astype(np.float64)
            return bool(
                np.allclose(doubled, second.astype(np.float64), rtol=0, atol=2 * self._atol, equal_nan=True)
            )


def _with_inputs(spec: CaseSpec, inputs: dict[str, Array]) -> CaseSpec:
    return msgspec.structs.replace(
        spec, inputs={name: Literally(array=array) for name, array in inputs.items()}
    )


def _array(run: CaseRun, value: str) -> Array | None:
    if not isinstance(run.observation, Returned):
        return None
    returned = run.observation.values[value]
    return returned.array if isinstance(returned, ReturnedArray) else None


def _clue(name: str, /, **args: object) -> Clue:
    told = message(f"diagnosis.{name}", **args)
    return Clue(id=name, told=Text(**{lang: say(told, lang) for lang in LANGS}))
