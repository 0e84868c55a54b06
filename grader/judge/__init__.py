"""Turns an observation of a case into a judgement. Pure: the same observation is always judged the same."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from grader.checker.compare import compare
from grader.judge.dtype_names import dtype_name
from grader.judge.exceptions import raised_reason
from grader.messages import message
from grader.model.judgement import (
    Judgement,
    Mismatch,
    NotFinite,
    Verdict,
    WrongShape,
    WrongType,
    WrongValues,
)
from grader.model.observation import (
    Crashed,
    Garbled,
    LoadRaised,
    NoClass,
    NotRun,
    OutOfMemory,
    OutputTooLarge,
    Raised,
    Returned,
    ReturnedTooLarge,
    SandboxFailed,
    TimedOut,
    Unloadable,
    Unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.messages import Message
    from grader.model.case import Case
    from grader.model.exercise import Observe, Step
    from grader.model.judgement import Difference
    from grader.model.observation import Ended, ExceptionInfo, Observation
    from grader.submission.template import Idle

Unreturned: TypeAlias = "Raised | NoClass | Unloadable | Ended | NotRun | SandboxFailed"
"""Every observation but `Returned`."""

_MIB = 1 << 20
_SHOWN_CLASSES: Final = 3
_NO_BODY: Final = "expected an indented block after function definition"


def judge(
    case: Case, observation: Observation, *, atol: float, idle: Mapping[str, Idle] | None = None
) -> Judgement:
    """Judge one case.

    Parameters
    ----------
    case : Case
        With its expected values.
    observation : Observation
        What the sandbox saw.
    atol : float
        The largest absolute error that is accepted.
    idle : mapping of str to str, or None
        The methods that may do nothing, and why: said where None comes back, or where that is an error. The
        messages `judge.unfilled`, `judge.nested` and `judge.given` are those of the reasons.
    """
    if isinstance(observation, Returned):
        return _judge_values(case, observation, atol=atol, idle=idle or {})
    unfilled = "unfilled" in (idle or {}).values()
    verdict, reason = _judge_without_values(observation, unfilled=unfilled)
    return Judgement(verdict=verdict, reason=reason)


def _judge_without_values(observation: Unreturned, *, unfilled: bool) -> tuple[Verdict, Message]:
    match observation:
        case Raised(call=call, exception=exception):
            return Verdict.RTE, raised_reason(exception, call=call)
        case NoClass(name=name, near=near):
            return Verdict.CE, _absent_reason(name, near)
        case Unloadable(cause=cause):
            return Verdict.CE, unloadable_reason(cause, unfilled=unfilled)
        case NotRun():
            return Verdict.SC, message("judge.not_run")
        case SandboxFailed(detail=detail):
            return Verdict.IE, message("judge.sandbox_failed", detail=detail)
        case ended:
            return _judge_ended(ended)


def unloadable_reason(cause: LoadRaised | Unreadable | Ended, *, unfilled: bool = False) -> Message:
    """Say why no case could be run; a body without a statement is no valid Python, and is told as such."""
    match cause:
        case LoadRaised(exception=exception) if unfilled and _nothing_follows(exception):
            return message("judge.unfilled_syntax", text=exception.text)
        case LoadRaised(exception=exception):
            return raised_reason(exception, call=None, at_import=True)
        case Unreadable(told=told):
            return told
        case ended:
            _, reason = _judge_ended(ended)
            return message("judge.at_import", reason=reason)


def _nothing_follows(exception: ExceptionInfo) -> bool:
    """Whether a function has no statement, which is all that Python says of a body that is only comments."""
    return exception.kind == "syntax" and exception.text.startswith(_NO_BODY)


def _judge_ended(ended: Ended) -> tuple[Verdict, Message]:
    match ended:
        case TimedOut(limit_seconds=seconds, clock=clock):
            return Verdict.TLE, message(f"judge.{clock}_limit", seconds=f"{seconds:g}")
        case OutOfMemory(limit_bytes=limit):
            return Verdict.MLE, message("judge.memory_limit", mebibytes=f"{limit / _MIB:g}")
        case OutputTooLarge(limit_bytes=limit, what=what):
            return Verdict.OLE, message(f"judge.{what}_limit", mebibytes=f"{limit / _MIB:g}")
        case Crashed(signal=int(number)):
            return Verdict.RTE, message("judge.crashed", signal=_signal_name(number))
        case Crashed(status=status):
            return Verdict.RTE, message("judge.exited", status=status)
        case Garbled():
            return Verdict.RTE, message("judge.garbled")
        case _:
            assert_never(ended)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _absent_reason(name: str, near: tuple[str, ...]) -> Message:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a typing mistake

    owner, dot, method = name.partition(".")
    by_letters = {one.lower(): one for one in reversed(near)}
    close = get_close_matches((method if dot else owner).lower(), by_letters, n=1)
    guess = message("judge.nothing_more")
    alone = list(near) if len(near) == 1 and not dot else []
    if likely := [by_letters[one] for one in close] or alone:
        guess = message("judge.did_you_mean", name=likely[0])
    elif near and not dot:
        guess = message("judge.other_classes", names=", ".join(map(repr, near[:_SHOWN_CLASSES])))
    if dot:
        return message("judge.no_method", owner=owner, method=method, guess=guess)
    return message("judge.no_class", name=name, guess=guess)


def _observed(case: Case) -> Iterator[tuple[Step, Observe]]:
    return ((step, seen) for step in case.spec.steps for seen in step.observe)


def _judge_values(case: Case, returned: Returned, *, atol: float, idle: Mapping[str, Idle]) -> Judgement:
    for step, seen in _observed(case):
        actual, expected = returned.values[seen.name], case.expected[seen.name]
        if isinstance(actual, ReturnedTooLarge) and actual.shape == expected.shape:
            return Judgement(verdict=Verdict.OLE, reason=message("judge.result_too_large", value=seen.name))
        difference = compare(actual=actual, expected=expected, atol=atol, scalar=seen.scalar)
        if difference is not None:
            mismatch = Mismatch(value=seen.name, given=step.given, difference=difference)
            number = seen.scalar and expected.ndim == 0
            reason = _difference_reason(mismatch, step, seen, number=number, idle=idle.get(step.call))
            return Judgement(verdict=Verdict.WA, reason=reason, mismatch=mismatch)
    return Judgement(verdict=Verdict.AC)


def _difference_reason(
    mismatch: Mismatch, step: Step, seen: Observe, *, number: bool, idle: Idle | None
) -> Message:
    difference = mismatch.difference
    if isinstance(difference, WrongType) and difference.actual_type == "NoneType":
        told = _nothing_told(call=step.call, seen=seen, idle=idle)
    else:
        told = _difference_told(difference, value=seen.name, number=number)
    return message("judge.given_changed", call=step.call, reason=told) if mismatch.given else told


def _difference_told(difference: Difference, *, value: str, number: bool) -> Message:
    if number:
        return _number_told(difference, value=value)
    match difference:
        case WrongType():
            return _type_told(difference, value=value, key="judge.wrong_type")
        case WrongShape(actual=actual, expected=expected):
            return message("judge.wrong_shape", value=value, actual=actual, expected=expected)
        case NotFinite(size=size, nan_count=nan_count, inf_count=inf_count):
            return message(
                "judge.not_finite", value=value, size=size, nan_count=nan_count, inf_count=inf_count
            )
        case WrongValues(size=size, differing=differing, max_abs_error=largest, atol=atol):
            return message(
                "judge.wrong_values",
                value=value,
                size=size,
                differing=differing,
                max_abs_error=f"{largest:.3g}",
                atol=f"{atol:g}",
            )
        case _:
            assert_never(difference)


def _number_told(difference: Difference, *, value: str) -> Message:
    """Say how a single number differs, without speaking of elements."""
    match difference:
        case WrongType():
            return _type_told(difference, value=value, key="judge.no_number")
        case WrongShape(actual=actual, expected=expected):
            return message("judge.shape_of_number", value=value, actual=actual, expected=expected)
        case NotFinite(actual=actual):
            return message("judge.no_finite_number", value=value, number=f"{float(actual):g}")
        case WrongValues(max_abs_error=largest, atol=atol):
            return message(
                "judge.wrong_number", value=value, max_abs_error=f"{largest:.3g}", atol=f"{atol:g}"
            )
        case _:
            assert_never(difference)


def _type_told(difference: WrongType, *, value: str, key: str) -> Message:
    if difference.dtype is not None:
        return message("judge.wrong_kind", value=value, dtype=dtype_name(difference.dtype))
    return message(key, value=value, actual_type=difference.actual_type)


def _nothing_told(*, call: str, seen: Observe, idle: Idle | None) -> Message:
    if idle is not None:
        return message(f"judge.{idle}", call=call, value=seen.name)
    if seen.attribute is not None:
        return message("judge.not_kept", call=call, attribute=seen.attribute)
    return message("judge.none", call=call, value=seen.name)
