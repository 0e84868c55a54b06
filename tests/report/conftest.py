"""Reports built by hand, one for each thing that can happen to a submission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

from grader.messages import Message, message
from grader.model.case import Array, Case, CaseSpec
from grader.model.exercise import Exercise, Limits, Observe, Step, Target, Text, Tolerance
from grader.model.judgement import (
    Judgement,
    Mismatch,
    NotFinite,
    Position,
    Verdict,
    WrongShape,
    WrongType,
    WrongValues,
)
from grader.model.observation import Captured, TraceLine, Unreadable, Usage
from grader.model.report import CaseResult, Isolation, Report
from grader.model.submission import CellLine, Submission, TemplateState

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = """\
import numpy as np

class Layer:
    def __init__(self, size, stride=1):
        self.size = size
        self.stride = stride

    def forward(self, x):
        self.x = x
        return x.sum()

    def backward(self, dout):
        ########## Begin ##########
        dx = np.zeros_like(self.x)
        while True:
            dx[9, 0] = dout  # 越界
        return dx
        ########## End ##########
"""

STEPS = (
    Step(call="forward", args=("x",), observe=(Observe(name="out"),), given=True),
    Step(call="backward", args=("dout",), observe=(Observe(name="dx"),)),
)
EXERCISE = Exercise(
    id="layer_backward",
    folder=Path("exercises/layer_backward"),
    title=Text(zh="示例层的反向传播", en="Backward pass of a layer"),
    reference=Path("reference/layer.py"),
    limits=Limits(),
    tolerance=Tolerance(),
    modules=(),
    imports=(),
    params=(),
    inputs=(),
    targets=(Target(name="Layer", construct=("size", "stride"), steps=STEPS),),
    tags=(),
)
SUBMISSION = Submission(path="submission.py", sha256="ab" * 32, source=SOURCE)
TRACE = (TraceLine(line=16, function="backward"),)


def spec(name: str, **changes: object) -> CaseSpec:
    fields: dict[str, Any] = {
        "target": "Layer",
        "construct": ("size", "stride"),
        "seed": 7,
        "params": {"size": 3, "stride": 2},
        "dims": {},
        "inputs": {},
        "steps": STEPS,
        "points": 10,
    }
    fields.update(changes)
    return CaseSpec(name=name, **fields)


def result(
    name: str = "overlap",
    verdict: Verdict = Verdict.AC,
    reason: Message | None = None,
    mismatch: Mismatch | None = None,
    **changes: object,
) -> CaseResult:
    """One public case; what is a field of a spec goes there, the rest into the result."""
    of_spec = {key: changes.pop(key) for key in ("tags", "explain", "steps", "visibility") if key in changes}
    inputs: dict[str, Array] = {"x": np.zeros((2, 3, 7, 7)), "dout": np.zeros((2, 3, 3, 3))}
    fields: dict[str, Any] = {
        "points": 10 if verdict is Verdict.AC else 0,
        "usage": Usage(wall_seconds=0.00203, peak_memory_bytes=33 << 20),
    }
    fields.update(changes)
    return CaseResult(
        case=Case(spec=spec(name, **of_spec), inputs=fields.pop("inputs", inputs), expected={}),
        judgement=Judgement(verdict=verdict, reason=reason, mismatch=mismatch),
        **fields,
    )


def hidden(name: str, verdict: Verdict = Verdict.AC, **changes: object) -> CaseResult:
    of_hidden: dict[str, Any] = {"usage": None, "visibility": "hidden"}
    of_hidden.update(changes)
    return result(name, verdict, **of_hidden)


def report(*results: CaseResult, **changes: object) -> Report:
    verdicts = [one.judgement.verdict for one in results]
    failures = [verdict for verdict in verdicts if verdict is not Verdict.AC]
    fields: dict[str, Any] = {
        "exercise": EXERCISE,
        "submission": SUBMISSION,
        "template": TemplateState(markers=True, modified_outside_markers=False),
        "isolation": Isolation(level="A", layers=("seccomp", "landlock")),
        "results": results,
        "verdict": failures[0] if failures else Verdict.AC,
        "score": None if Verdict.IE in verdicts else sum(one.points for one in results),
        "max_score": sum(one.case.spec.points for one in results),
        "wall_seconds": 0.2104,
        "peak_memory_bytes": 33 << 20,
    }
    fields.update(changes)
    return Report(**fields)


def wrong_values(
    actual: Array, expected: Array, *, value: str = "dx", atol: float = 1e-5
) -> tuple[Message, Mismatch]:
    """The reason and the mismatch, as judge and checker make them."""
    errors = np.abs(actual.astype(float) - expected.astype(float))
    places = np.argwhere(~(errors <= atol)).tolist()
    found = WrongValues(
        size=actual.size,
        differing=len(places),
        max_abs_error=float(errors.max()),
        atol=atol,
        first=_first(places, actual, expected),
        actual=actual,
        expected=expected,
    )
    told = message(
        "judge.wrong_values",
        value=value,
        size=actual.size,
        differing=len(places),
        max_abs_error=f"{errors.max():.3g}",
        atol=f"{atol:g}",
    )
    return told, Mismatch(value=value, given=False, difference=found)


def not_finite(actual: Array, expected: Array) -> tuple[Message, Mismatch]:
    places = np.argwhere(~np.isfinite(actual)).tolist()
    nan_count = int(np.isnan(actual).sum())
    found = NotFinite(
        size=actual.size,
        nan_count=nan_count,
        inf_count=len(places) - nan_count,
        first=_first(places, actual, expected),
        actual=actual,
        expected=expected,
    )
    told = message(
        "judge.not_finite",
        value="dx",
        nan_count=nan_count,
        inf_count=len(places) - nan_count,
        size=actual.size,
    )
    return told, Mismatch(value="dx", given=False, difference=found)


def _first(places: list[list[int]], actual: Array, expected: Array) -> tuple[Position, ...]:
    return tuple(
        Position(index=tuple(at), actual=float(actual[tuple(at)]), expected=float(expected[tuple(at)]))
        for at in places[:5]
    )


def sample_arrays() -> tuple[Array, Array]:
    """Two planes of 4 x 4, of which one has two wrong cells."""
    expected = np.zeros((1, 2, 4, 4))
    expected[0, 0, 1, 0], expected[0, 0, 1, 3], expected[0, 1, 0, 1] = 0.41, 0.71, 0.39
    actual = expected.copy()
    actual[0, 0, 1, 0], actual[0, 0, 2, 2] = 0.0, 0.41
    return actual, expected


def large_arrays() -> tuple[Array, Array]:
    expected = np.arange(294, dtype=float).reshape(2, 3, 7, 7) / 100
    actual = expected.copy()
    actual[0, 0, 2, 2:5] -= 0.83
    actual[1, :, 3, 3] -= 0.1
    return actual, expected


def raised(text: str, type_name: str = "IndexError") -> Message:
    inner = message("judge.raised", type_name=type_name, text=text)
    return message("judge.in_call", call="backward", reason=inner)


def wrong_type_report() -> Report:
    told = message("judge.unfilled", call="backward")
    mismatch = Mismatch(value="dx", given=False, difference=WrongType(actual_type="NoneType"))
    return report(
        result("basic", Verdict.WA, told, mismatch),
        result("overlap", Verdict.WA, told, mismatch),
        hidden("leftover", Verdict.WA, tags=("leftover",)),
    )


def wrong_shape_report() -> Report:
    told = message("judge.wrong_shape", value="dx", actual=(2, 7, 7, 3), expected=(2, 3, 7, 7))
    found = WrongShape(actual=(2, 7, 7, 3), expected=(2, 3, 7, 7))
    mismatch = Mismatch(value="dx", given=False, difference=found)
    return report(result("basic"), result("overlap", Verdict.WA, told, mismatch))


def wrong_answer_report() -> Report:
    small = wrong_values(*sample_arrays())
    large = wrong_values(*large_arrays())
    explain = Text(
        zh="窗口重叠时，一个元素可以从几个窗口得到梯度。",
        en="Where windows overlap, an element gets several.",
    )
    return report(
        result("basic"),
        result(
            "sample", Verdict.WA, *small, printed=Captured(text="shape (1, 2, 4, 4)\n第二行\n", cut_bytes=70)
        ),
        result("overlap", Verdict.WA, *large, explain=explain, tags=("overlap",)),
        result("stride", Verdict.WA, *large),
        hidden("leftover", Verdict.WA, tags=("leftover", "padding")),
        hidden("rectangular"),
        template=TemplateState(markers=True, modified_outside_markers=True),
    )


def integer_report() -> Report:
    actual, expected = sample_arrays()
    return report(result("integer_x", Verdict.WA, *wrong_values(actual.astype(np.int64), expected)))


def nan_report() -> Report:
    actual, expected = sample_arrays()
    actual[0, 1, 2, 1:3] = np.nan, -np.inf
    return report(result("basic"), result("sample", Verdict.WA, *not_finite(actual, expected)))


def exception_report() -> Report:
    told = raised("index 9 is out of bounds for axis 0 with size 2")
    return report(
        result("basic"),
        result("overlap", Verdict.RTE, told, trace=TRACE, printed=Captured(text="here\n")),
        result("stride", Verdict.RTE, told, trace=TRACE),
    )


def time_out_report() -> Report:
    told = message("judge.wall_limit", seconds="20")
    where = (TraceLine(line=15, function="backward"),)
    usage = Usage(wall_seconds=20.0021, peak_memory_bytes=31 << 20)
    not_run = message("judge.not_run")
    return report(
        result("basic"),
        result("overlap", Verdict.TLE, told, trace=where, usage=usage),
        result("stride", Verdict.SC, not_run, usage=None),
        result("ties", Verdict.SC, not_run, usage=None),
        wall_seconds=20.01,
    )


def syntax_report() -> Report:
    source = SOURCE.replace("dx = np.zeros_like(self.x)", "dx = np.zeros_like(self.x  # 形状")
    told = message("judge.syntax", text="'(' was never closed")
    return report(
        result("basic", Verdict.CE, told, usage=None),
        hidden("leftover", Verdict.CE),
        submission=Submission(path="我的 作业.py", sha256="cd" * 32, source=source),
        reason=told,
        trace=(TraceLine(line=14, function="<module>"),),
        column=27,
        template=TemplateState(markers=True, modified_outside_markers=True),
    )


def unreadable_report() -> Report:
    told = message("judge.syntax", text="source code cannot contain null bytes")
    return report(
        result("basic", Verdict.CE, told, usage=None),
        submission=Submission(path="-", sha256="cd" * 32, unreadable=Unreadable(told=told)),
        reason=told,
        template=TemplateState(markers=False),
    )


def notebook_report() -> Report:
    cells = tuple(CellLine(cell=3, line=at) for at in range(1, SOURCE.count("\n") + 1))
    notebook = Submission(
        path="homework.ipynb", sha256="ef" * 32, source=SOURCE, kind="notebook", cells=cells
    )
    trace = (TraceLine(line=16, function="backward"), *([TraceLine(line=10, function="forward")] * 40))
    told = raised("maximum recursion depth exceeded", "RecursionError")
    return report(
        result("basic", Verdict.RTE, told, trace=trace),
        submission=notebook,
        template=TemplateState(markers=False),
    )


def internal_error_report() -> Report:
    told = message("judge.sandbox_failed", detail="worker pipe closed")
    return report(result("basic"), result("overlap", Verdict.IE, told), hidden("leftover"))


def right_report() -> Report:
    return report(
        *(result(f"case{number}") for number in range(9)),
        hidden("leftover", tags=("leftover",)),
        isolation=Isolation(level="N"),
    )


REPORTS: dict[str, Callable[[], Report]] = {
    "wrong_answer": wrong_answer_report,
    "wrong_type": wrong_type_report,
    "wrong_shape": wrong_shape_report,
    "integer": integer_report,
    "nan": nan_report,
    "exception": exception_report,
    "time_out": time_out_report,
    "syntax": syntax_report,
    "unreadable": unreadable_report,
    "notebook": notebook_report,
    "internal_error": internal_error_report,
    "right": right_report,
}


class Build(NamedTuple):
    """The builders, as tests use them."""

    result: Callable[..., CaseResult] = result
    hidden: Callable[..., CaseResult] = hidden
    report: Callable[..., Report] = report
    raised: Callable[..., Message] = raised
    wrong_values: Callable[..., tuple[Message, Mismatch]] = wrong_values
    reports: dict[str, Callable[[], Report]] = REPORTS


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "situation" in metafunc.fixturenames:
        metafunc.parametrize("situation", REPORTS)
