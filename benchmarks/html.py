"""What the HTML page costs: bytes and milliseconds, of failures in small arrays and of one in large ones.

    python benchmarks/html.py [--runs N]

The first page of a process also loads and compiles the template; that is timed apart.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.messages import message
from grader.model.case import Case, CaseSpec
from grader.model.exercise import Exercise, Limits, Observe, Step, Target, Text, Tolerance
from grader.model.judgement import Judgement, Mismatch, Verdict, WrongValues
from grader.model.observation import Usage
from grader.model.report import CaseResult, Isolation, Report
from grader.model.submission import Submission, TemplateState

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.case import Array

KIB: Final = 1 << 10
STEPS: Final = (
    Step(call="forward", args=("x",), observe=(Observe(name="out"),), given=True),
    Step(call="backward", args=("dout",), observe=(Observe(name="dx"),)),
)
EXERCISE: Final = Exercise(
    id="layer_backward",
    folder=Path(),
    title=Text(zh="示例层的反向传播", en="Backward pass of a layer"),
    reference=Path(),
    limits=Limits(),
    tolerance=Tolerance(),
    modules=(),
    imports=(),
    params=(),
    inputs=(),
    targets=(Target(name="Layer", construct=(), steps=STEPS),),
    tags=(),
)


class Page(NamedTuple):
    """What a page is made of, and how large it may be."""

    name: str
    report: Report
    at_most_bytes: int


def failure(number: int, shape: tuple[int, ...]) -> CaseResult:
    """Make a case of which every element is wrong."""
    expected = np.random.default_rng(number).normal(size=shape)
    actual = -expected
    found = WrongValues(
        size=expected.size,
        differing=expected.size,
        max_abs_error=float(np.abs(actual - expected).max()),
        atol=1e-5,
        first=(),
        actual=actual,
        expected=expected,
    )
    spec = CaseSpec(
        name=f"case{number}",
        target="Layer",
        construct=(),
        seed=number,
        params={},
        dims={},
        inputs={},
        steps=STEPS,
        points=10,
    )
    inputs: dict[str, Array] = {"x": expected, "dout": expected[..., ::2, ::2]}
    mismatch = Mismatch(value="dx", given=False, difference=found)
    told = message("judge.none", call="backward")
    return CaseResult(
        case=Case(spec=spec, inputs=inputs, expected={}),
        judgement=Judgement(verdict=Verdict.WA, reason=told, mismatch=mismatch),
        points=0,
        usage=Usage(wall_seconds=0.001),
    )


def report_of(*shapes: tuple[int, ...]) -> Report:
    """Make a report of failures with arrays of these shapes."""
    results = tuple(failure(number, shape) for number, shape in enumerate(shapes, 1))
    return Report(
        exercise=EXERCISE,
        submission=Submission(path="submission.py", sha256="0" * 64, source="# Begin\npass\n# End\n" * 30),
        template=TemplateState(markers=True),
        isolation=Isolation(level="A"),
        results=results,
        verdict=Verdict.WA,
        score=0,
        max_score=10 * len(results),
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Time a call by what the processor spent on it: other work on the machine does not count."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    pages = (
        Page("three failures", report_of((2, 3, 12, 12), (2, 3, 8, 15), (2, 3, 8, 8)), 300 * KIB),
        Page("eleven failures", report_of(*[(2, 3, 7, 7)] * 11), 2048 * KIB),
        Page("(8, 16, 64, 64)", report_of((8, 16, 64, 64)), 2048 * KIB),
    )
    print(
        f"first page     {milliseconds(partial(rendered, pages[0])):7.1f} ms, with all that is loaded for it"
    )
    for page in pages:
        size = len(rendered(page).encode())
        best = min(milliseconds(partial(rendered, page)) for _ in range(runs))
        print(f"{page.name:15}{best:7.1f} ms {size / KIB:9.1f} KiB of at most {page.at_most_bytes // KIB}")


def rendered(page: Page) -> str:
    """Render a page; the first call loads the renderer."""
    from grader.report.html import render_html  # noqa: PLC0415 - that this takes time is part of what is measured

    return render_html(page.report, lang="zh")


if __name__ == "__main__":
    main()
