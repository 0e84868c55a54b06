"""Every kind of sandbox, with small jobs for it: a class `Layer`, its `forward` and its `backward`."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pytest

from grader.model.exercise import GivenModule, Observe
from grader.model.observation import (
    Crashed,
    Garbled,
    NoClass,
    NotRun,
    Raised,
    Returned,
    ReturnedArray,
    TimedOut,
    Unloadable,
)
from grader.sandbox.interface import Call, Job, Stimulus
from grader.sandbox.spawned import SpawnedSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from grader.model.case import Array
    from grader.model.observation import CaseRun, Observation, ReturnedValue
    from grader.sandbox.interface import JobResult, Sandbox

MEMORY_BYTES = 256 << 20
OUTPUT_BYTES = 8 << 20
GIVEN = GivenModule(name="utils", aliases=("common.util",), source="def im2col(x):\n    return x + 1\n")

ITS_OWN: Final = (Crashed, Garbled, NoClass, NotRun, Raised, Returned, TimedOut, Unloadable)
"""What may be seen of a submission that interferes; never a failure of ours."""

X = np.arange(6.0).reshape(2, 3)
DOUT = -np.ones((2, 3))


def lines(*parts: str) -> str:
    """Join pieces of code that were indented on their own."""
    return "\n".join(textwrap.dedent(part).strip("\n") for part in parts)


def layer(forward: str = "return x * 2", backward: str = "return dout * 3", *, before: str = "") -> str:
    """Write a submission from the bodies of its methods."""
    return "\n".join((
        "import numpy as np",
        lines(before),
        "class Layer:",
        "    def forward(self, x):",
        textwrap.indent(lines(forward), " " * 8),
        "    def backward(self, dout):",
        textwrap.indent(lines(backward), " " * 8),
        "",
    ))  # fmt: skip


def line_of(source: str, marker: str) -> int:
    """Find the line of a source that holds a marker, counted from 1."""
    return 1 + next(index for index, line in enumerate(source.splitlines()) if marker in line)


def stimulus(
    x: Array | float = X,
    *,
    target: str = "Layer",
    method: str = "backward",
    timeout_seconds: float | None = None,
) -> Stimulus:
    """Order what every case here does: construct, forward, backward."""
    return Stimulus(
        target=target,
        construct=(),
        calls=(
            Call(method="forward", args=(x,), observe=(Observe(name="out"),)),
            Call(method=method, args=(DOUT,), observe=(Observe(name="dx"),)),
        ),
        timeout_seconds=timeout_seconds,
    )


def values_of(run: CaseRun) -> dict[str, float]:
    assert isinstance(run.observation, Returned)
    values = {}
    for name, value in run.observation.values.items():
        assert isinstance(value, ReturnedArray)
        values[name] = float(value.array.flat[0])
    return values


class Bench(NamedTuple):
    """A sandbox, and jobs for it."""

    sandbox: Sandbox
    kind: str

    def job(self, source: str, *stimuli: Stimulus, **limits: Any) -> Job:  # noqa: ANN401 - of a Job
        usual = {"wall_seconds": 20.0, "memory_bytes": MEMORY_BYTES, "output_bytes": OUTPUT_BYTES}
        return Job(source=source, modules=(GIVEN,), stimuli=stimuli or (stimulus(),), **{**usual, **limits})

    def run(self, source: str, *stimuli: Stimulus, **limits: Any) -> JobResult:  # noqa: ANN401 - of a Job
        return self.sandbox.run(self.job(source, *stimuli, **limits))

    def case(self, source: str, **limits: Any) -> CaseRun:  # noqa: ANN401 - of a Job
        (run,) = self.run(source, **limits).runs
        return run

    def seen(self, source: str, **limits: Any) -> Observation:  # noqa: ANN401 - of a Job
        return self.case(source, **limits).observation

    def values(self, expressions: Mapping[str, str], *, before: str = "") -> dict[str, ReturnedValue]:
        """What is observed of methods that return these expressions, all in one job."""
        methods = [
            f"    def take_{index}(self, dout):\n        return {expression}\n"
            for index, expression in enumerate(expressions.values())
        ]
        ordered = [stimulus(method=f"take_{index}") for index in range(len(methods))]
        runs = self.run(layer(before=before) + "".join(methods), *ordered).runs
        found = {}
        for name, run in zip(expressions, runs, strict=True):
            assert isinstance(run.observation, Returned), (name, run.observation)
            found[name] = run.observation.values["dx"]
        return found

    def array(self, expression: str, *, before: str = "") -> NDArray[Any]:
        value = self.values({"only": expression}, before=before)["only"]
        assert isinstance(value, ReturnedArray)
        return value.array


def _open(kind: str) -> Sandbox:
    if kind == "spawned":
        return SpawnedSandbox()
    from grader.sandbox.forked import ForkedSandbox  # noqa: PLC0415 - of Linux
    from grader.sandbox.zygote import ZygoteHandle  # noqa: PLC0415 - of Linux

    return ForkedSandbox(ZygoteHandle(None), complete=kind == "warm")


KINDS = ("cold", "warm", "spawned") if sys.platform == "linux" else ("spawned",)


@pytest.fixture(scope="session", params=KINDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each kind of sandbox in turn, one for all the tests: what a job does must not reach the next."""
    with _open(request.param) as sandbox:
        yield Bench(sandbox, request.param)


@pytest.fixture(scope="session")
def forked() -> Iterator[Bench]:
    """A sandbox of Linux, for what is the same however its zygote was started."""
    if sys.platform != "linux":
        pytest.skip("forks on Linux alone")
    with _open("cold") as sandbox:
        yield Bench(sandbox, "cold")


@pytest.fixture(scope="session")
def spawned() -> Iterator[Bench]:
    with _open("spawned") as sandbox:
        yield Bench(sandbox, "spawned")
