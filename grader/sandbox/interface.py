"""What a sandbox is: it takes a job across the trust boundary and says what happened to each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from weakref import WeakKeyDictionary

import msgspec

from grader.model.observation import Captured

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Self

    from grader.model.case import Array, Case
    from grader.model.exercise import GivenModule, Observe
    from grader.model.observation import CaseRun
    from grader.model.report import Isolation


RESULT_BYTES_MAX: Final = 64 << 20
"""The most that any exercise has use for of one observed value."""
_RESULT_BYTES_MIN: Final = 1 << 20
_WIDEST_ELEMENT_BYTES: Final = 16


class Call(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One call of a method, and what is observed after it."""

    method: str
    args: tuple[Array | int | float, ...]
    observe: tuple[Observe, ...]


class Stimulus(msgspec.Struct, frozen=True, kw_only=True, eq=False, weakref=True):
    """What crosses of a case: the calls and their inputs, never what is expected of them."""

    target: str
    construct: tuple[Array | int | float, ...]
    calls: tuple[Call, ...]
    timeout_seconds: float | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One submission and the cases to run it on, in order.

    Parameters
    ----------
    source : str
        The submission's text.
    modules : tuple of GivenModule
        What it may import beside the standard library and numpy.
    wall_seconds : float
        For the whole job; the cases that finished before it ran out are kept.
    memory_bytes : int
        Above what the interpreter itself uses.
    output_bytes : int
        Printed in all.
    result_bytes : int
        The most that is taken of one observed value: all values of all cases are kept until they are judged.
    silent : bool
        What the submission prints goes nowhere.
    """

    source: str
    modules: tuple[GivenModule, ...]
    stimuli: tuple[Stimulus, ...]
    wall_seconds: float
    memory_bytes: int
    output_bytes: int
    result_bytes: int = RESULT_BYTES_MAX
    silent: bool = False


class JobResult(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What happened: a run for each case, in order, and what was printed during the import."""

    runs: tuple[CaseRun, ...]
    wall_seconds: float
    peak_memory_bytes: int | None = None
    printed: Captured = Captured()


class Sandbox(Protocol):
    """Runs jobs, one at a time. Only our own failures raise; what a submission does is in the result."""

    @property
    def isolation(self) -> Isolation:
        """What keeps a submission from the machine, as proven on this one."""
        ...

    def run(self, job: Job) -> JobResult:
        """Run one job to its end.

        Raises
        ------
        InternalError
            When no worker can be had at all.
        """
        ...

    def close(self) -> None:
        """End every process that the sandbox started."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_stimuli: WeakKeyDictionary[Case, Stimulus] = WeakKeyDictionary()


def stimulus_of(case: Case) -> Stimulus:
    """Take from a case what may cross the boundary: the same for every submission, and so packed once."""
    if (made := _stimuli.get(case)) is None:
        made = _stimuli[case] = _stimulus(case)
    return made


def result_bytes_of(cases: Iterable[Case]) -> int:
    """Say how large a result may be that is of use: as large as any that is expected, whatever its dtype.

    A smaller one is always sent, to show what a wrong one looks like.
    """
    largest = max((expected.size for case in cases for expected in case.expected.values()), default=0)
    return min(max(largest * _WIDEST_ELEMENT_BYTES, _RESULT_BYTES_MIN), RESULT_BYTES_MAX)


def _stimulus(case: Case) -> Stimulus:
    spec = case.spec
    values: dict[str, Array | int | float] = {**spec.params, **case.inputs}
    return Stimulus(
        target=spec.target,
        construct=tuple(values[name] for name in spec.construct),
        calls=tuple(
            Call(method=step.call, args=tuple(values[name] for name in step.args), observe=step.observe)
            for step in spec.steps
        ),
        timeout_seconds=spec.timeout_seconds,
    )
