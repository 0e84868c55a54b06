from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import numpy as np
import pytest

from grader.judge import judge, unloadable_reason
from grader.messages import LANGS, Message, message, say
from grader.model import observation as seen
from grader.model.case import Array, Case, CaseSpec
from grader.model.exercise import Observe, Step
from grader.model.judgement import NotFinite, Verdict, WrongShape, WrongType, WrongValues
from grader.model.observation import (
    Crashed,
    ExceptionInfo,
    Garbled,
    LoadRaised,
    NoClass,
    NotRun,
    OutOfMemory,
    OutputTooLarge,
    Raised,
    Returned,
    ReturnedArray,
    ReturnedNothing,
    ReturnedOther,
    ReturnedTooLarge,
    SandboxFailed,
    TimedOut,
    Unloadable,
    Unreadable,
)

if TYPE_CHECKING:
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation, ReturnedValue

ATOL = 1e-5
STEPS = (
    Step(call="forward", args=(), observe=(Observe(name="out"),), given=True),
    Step(call="backward", args=(), observe=(Observe(name="dx"), Observe(name="dw", attribute="dw"))),
)
EXPECTED = {"out": np.array([1.0, 2.0]), "dx": np.array([[0.5, 0.0]]), "dw": np.array(3.0)}
CASE = Case(
    spec=CaseSpec(
        name="one",
        target="Layer",
        construct=(),
        seed=None,
        params={},
        dims={},
        inputs={},
        steps=STEPS,
        points=10,
    ),
    inputs={},
    expected=EXPECTED,
)


def array(values: object) -> ReturnedArray:
    return ReturnedArray(array=np.asarray(values))


def returned(**changed: ReturnedValue) -> Returned:
    """Every value right but those that are given."""
    right: dict[str, ReturnedValue] = {name: array(value) for name, value in EXPECTED.items()}
    return Returned(values=right | changed)


def judged(observation: Observation, **options: Any) -> Judgement:  # noqa: ANN401 - those of judge
    return judge(options.pop("case", CASE), observation, atol=ATOL, **options)


def raised(kind: str = "other", call: str | None = "backward", text: str = "boom") -> Raised:
    return Raised(call=call, exception=exception(kind, text))


def exception(kind: str = "other", text: str = "boom") -> ExceptionInfo:
    return ExceptionInfo(type_name="E", text=text, kind=kind)  # type: ignore[arg-type]  # rows name the kinds


def import_raised(kind: str) -> Unloadable:
    return Unloadable(cause=LoadRaised(exception=exception(kind)))


def innermost(told: Message | None) -> str | None:
    """Give the key of what is said inside of "in backward: ...", "while it was imported: ..."."""
    while told is not None and isinstance(told.args.get("reason"), Message):
        told = told.args["reason"]
    return None if told is None else told.key


WITHOUT_VALUES = [
    (raised(), "RTE", "judge.in_call", "judge.raised"),
    (raised(call=None), "RTE", "judge.in_constructor", "judge.raised"),
    (raised("signature"), "RTE", "judge.in_call", "judge.signature"),
    (raised("signature", call=None), "RTE", "judge.in_constructor", "judge.signature"),
    (raised("no_import"), "RTE", "judge.in_call", "judge.no_import"),
    (raised("touched"), "RTE", "judge.in_call", "judge.touched"),
    (raised("exit"), "RTE", "judge.in_call", "judge.exit"),
    (raised("threads"), "RTE", "judge.in_call", "judge.threads"),
    (raised("memory"), "RTE", "judge.in_call", "judge.out_of_memory"),
    (raised("syntax"), "RTE", "judge.syntax", "judge.syntax"),
    (NoClass(name="Layer"), "CE", "judge.no_class", "judge.no_class"),
    (NoClass(name="Layer.backward"), "CE", "judge.no_method", "judge.no_method"),
    (import_raised("other"), "CE", "judge.at_import", "judge.raised"),
    (import_raised("syntax"), "CE", "judge.syntax", "judge.syntax"),
    (import_raised("exit"), "CE", "judge.at_import", "judge.exit"),
    (import_raised("no_import"), "CE", "judge.at_import", "judge.no_import"),
    (import_raised("touched"), "CE", "judge.at_import", "judge.touched"),
    (import_raised("memory"), "CE", "judge.at_import", "judge.out_of_memory"),
    (import_raised("signature"), "CE", "judge.at_import", "judge.raised"),
    (Unloadable(cause=TimedOut(limit_seconds=1)), "CE", "judge.at_import", "judge.wall_limit"),
    (Unloadable(cause=OutOfMemory(limit_bytes=1)), "CE", "judge.at_import", "judge.memory_limit"),
    (Unloadable(cause=OutputTooLarge(limit_bytes=1)), "CE", "judge.at_import", "judge.stdout_limit"),
    (Unloadable(cause=Crashed(signal=11)), "CE", "judge.at_import", "judge.crashed"),
    (Unloadable(cause=Crashed(status=0)), "CE", "judge.at_import", "judge.exited"),
    (Unloadable(cause=Garbled()), "CE", "judge.at_import", "judge.garbled"),
    (
        Unloadable(cause=Unreadable(told=message("submission.empty"))),
        "CE",
        "submission.empty",
        "submission.empty",
    ),
    (TimedOut(limit_seconds=20), "TLE", "judge.wall_limit", "judge.wall_limit"),
    (TimedOut(limit_seconds=20, clock="cpu"), "TLE", "judge.cpu_limit", "judge.cpu_limit"),
    (OutOfMemory(limit_bytes=512 << 20), "MLE", "judge.memory_limit", "judge.memory_limit"),
    (OutputTooLarge(limit_bytes=8 << 20), "OLE", "judge.stdout_limit", "judge.stdout_limit"),
    (OutputTooLarge(limit_bytes=1, what="result"), "OLE", "judge.result_limit", "judge.result_limit"),
    (Crashed(signal=signal.SIGSEGV), "RTE", "judge.crashed", "judge.crashed"),
    (Crashed(status=3), "RTE", "judge.exited", "judge.exited"),
    (Garbled(), "RTE", "judge.garbled", "judge.garbled"),
    (NotRun(), "SC", "judge.not_run", "judge.not_run"),
    (SandboxFailed(detail="no room"), "IE", "judge.sandbox_failed", "judge.sandbox_failed"),
]

VALUES = [
    (ReturnedNothing(), WrongType, "judge.none"),
    (ReturnedOther(type_name="list"), WrongType, "judge.wrong_type"),
    (ReturnedOther(type_name="ndarray", dtype="complex128", shape=(1, 2)), WrongType, "judge.wrong_kind"),
    (ReturnedOther(type_name="ndarray", dtype="object", shape=(1, 2)), WrongType, "judge.wrong_kind"),
    (ReturnedOther(type_name="ndarray", dtype="object", shape=(4,)), WrongShape, "judge.wrong_shape"),
    (ReturnedArray(array=np.array(1.0), scalar=True), WrongType, "judge.wrong_type"),
    (array(np.zeros((2, 1))), WrongShape, "judge.wrong_shape"),
    (ReturnedTooLarge(shape=(10**6, 10**6)), WrongShape, "judge.wrong_shape"),
    (array([[np.nan, 0.0]]), NotFinite, "judge.not_finite"),
    (array([[0.5, np.inf]]), NotFinite, "judge.not_finite"),
    (array([[0.5, 0.1]]), WrongValues, "judge.wrong_values"),
]


@pytest.mark.parametrize(("observation", "verdict", "outer", "inner"), WITHOUT_VALUES)
def test_every_observation_has_its_verdict_and_its_reason(
    observation: Observation, verdict: str, outer: str, inner: str
) -> None:
    judgement = judged(observation)
    assert judgement.verdict == verdict
    assert judgement.mismatch is None
    assert judgement.reason is not None
    assert (judgement.reason.key, innermost(judgement.reason)) == (outer, inner)


@pytest.mark.parametrize("observation", [row[0] for row in WITHOUT_VALUES])
@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_can_be_said(observation: Observation, lang: Any) -> None:  # noqa: ANN401 - a literal
    reason = judged(observation).reason
    assert reason is not None
    assert say(reason, lang).strip()


def test_rows_cover_every_observation() -> None:
    kinds = {type(row[0]) for row in WITHOUT_VALUES} | {Returned}
    assert kinds == set(get_args(seen.Observation))


def test_rows_cover_every_kind_of_exception_and_every_way_a_worker_can_end() -> None:
    kinds = {row[0].exception.kind for row in WITHOUT_VALUES if isinstance(row[0], Raised)}
    assert kinds == set(get_args(get_args_of_kind()))
    ended = {type(row[0].cause) for row in WITHOUT_VALUES if isinstance(row[0], Unloadable)}
    assert ended == {*get_args(seen.Ended), LoadRaised, Unreadable}


def get_args_of_kind() -> Any:  # noqa: ANN401 - a Literal
    from typing import get_type_hints  # noqa: PLC0415 - here alone

    return get_type_hints(ExceptionInfo, vars(seen))["kind"]


def test_an_attribute_that_is_not_there_is_no_missing_return() -> None:
    judgement = judged(returned(dw=ReturnedNothing()))
    assert judgement.reason == message("judge.not_kept", call="backward", attribute="dw")
    unfilled = judged(returned(dw=ReturnedNothing()), idle={"backward": "unfilled"})
    assert unfilled.reason == message("judge.unfilled", call="backward", value="dw")


def test_right_values_are_accepted_without_a_reason() -> None:
    judgement = judged(returned())
    assert (judgement.verdict, judgement.reason, judgement.mismatch) == (Verdict.AC, None, None)


@pytest.mark.parametrize(("value", "kind", "key"), VALUES)
def test_every_difference_has_its_reason(value: ReturnedValue, kind: type, key: str) -> None:
    judgement = judged(returned(dx=value))
    assert judgement.verdict is Verdict.WA
    assert judgement.reason is not None
    assert judgement.reason.key == key
    assert judgement.mismatch is not None
    assert (judgement.mismatch.value, judgement.mismatch.given) == ("dx", False)
    assert type(judgement.mismatch.difference) is kind
    assert {say(judgement.reason, lang) for lang in LANGS}


@pytest.mark.parametrize(("value", "kind", "key"), VALUES[:2] + VALUES[-1:])
def test_a_method_that_was_given_is_named_as_changed(value: ReturnedValue, kind: type, key: str) -> None:
    judgement = judged(returned(out=value))
    assert judgement.reason is not None
    assert judgement.reason.key == "judge.given_changed"
    assert judgement.reason.args["call"] == "forward"
    assert judgement.mismatch is not None
    assert judgement.mismatch.given
    told = judgement.reason.args["reason"].key
    assert told == key if kind is WrongType else told in {"judge.wrong_shape", key}


def test_the_first_wrong_value_in_the_order_of_the_calls_is_told() -> None:
    judgement = judged(returned(dw=array(9.0), dx=ReturnedNothing(), out=array([9.0, 9.0])))
    assert judgement.mismatch is not None
    assert judgement.mismatch.value == "out"


def test_an_attribute_is_judged_after_the_value_of_its_call() -> None:
    judgement = judged(returned(dw=array(9.0)))
    assert judgement.mismatch is not None
    assert judgement.mismatch.value == "dw"


def test_a_result_of_the_right_shape_that_is_too_large_is_an_output_limit() -> None:
    judgement = judged(returned(dx=ReturnedTooLarge(shape=(1, 2))))
    assert judgement.verdict is Verdict.OLE
    assert judgement.reason == message("judge.result_too_large", value="dx")


def test_none_of_an_unfilled_body_is_said_to_be_so() -> None:
    judgement = judged(returned(dx=ReturnedNothing()), idle={"backward": "unfilled"})
    assert judgement.reason == message("judge.unfilled", call="backward", value="dx")


@pytest.mark.parametrize("why", ["nested", "given"])
def test_why_a_method_returns_none_is_said(why: str) -> None:
    judgement = judged(returned(dx=ReturnedNothing()), idle={"backward": why})
    assert judgement.reason == message(f"judge.{why}", call="backward", value="dx")


def test_none_of_a_filled_body_is_not_laid_to_another_that_is_empty() -> None:
    judgement = judged(returned(dx=ReturnedNothing()), idle={"forward": "unfilled"})
    assert judgement.reason == message("judge.none", call="backward", value="dx")


def test_an_unfilled_body_does_not_explain_a_wrong_number() -> None:
    judgement = judged(returned(dx=array([[9.0, 9.0]])), idle={"backward": "unfilled"})
    assert judgement.reason is not None
    assert judgement.reason.key == "judge.wrong_values"


def test_a_syntax_error_of_an_unfilled_body_is_said_to_be_one() -> None:
    text = "expected an indented block after function definition on line 3"
    cause = LoadRaised(exception=exception("syntax", text))
    told = message("judge.unfilled_syntax", text=text)
    assert unloadable_reason(cause, unfilled=True) == told
    assert judged(Unloadable(cause=cause), idle={"backward": "unfilled"}).reason == told


@pytest.mark.parametrize(
    "text", ["invalid syntax", "expected an indented block after 'for' statement on line 3"]
)
def test_an_unfilled_body_does_not_explain_another_syntax_error(text: str) -> None:
    cause = LoadRaised(exception=exception("syntax", text))
    assert unloadable_reason(cause, unfilled=True).key == "judge.syntax"


def test_an_unfilled_body_does_not_explain_what_else_an_import_raised() -> None:
    reason = judged(import_raised("other"), idle={"backward": "unfilled"}).reason
    assert innermost(reason) == "judge.raised"


def case_with_a_number() -> Case:
    """Give the case in which dw may be a bare number."""
    *before, backward = STEPS
    dx, dw = backward.observe
    seen = (dx, msgspec.structs.replace(dw, scalar=True))
    steps = (*before, msgspec.structs.replace(backward, observe=seen))
    return msgspec.structs.replace(CASE, spec=msgspec.structs.replace(CASE.spec, steps=steps))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (
            ReturnedOther(type_name="Fraction"),
            message("judge.no_number", value="dw", actual_type="Fraction"),
        ),
        (array([[3.0]]), message("judge.shape_of_number", value="dw", actual=(1, 1), expected=())),
        (array(2.5), message("judge.wrong_number", value="dw", max_abs_error="0.5", atol="1e-05")),
        (array(np.nan), message("judge.no_finite_number", value="dw", number="nan")),
        (array(-np.inf), message("judge.no_finite_number", value="dw", number="-inf")),
    ],
)
def test_where_a_number_is_expected_no_array_is_spoken_of(value: ReturnedValue, told: Message) -> None:
    assert judged(returned(dw=value), case=case_with_a_number()).reason == told


def test_a_bare_number_is_accepted_where_the_exercise_says_so() -> None:
    number = ReturnedArray(array=np.array(3.0), scalar=True)
    assert judged(returned(dw=number)).verdict is Verdict.WA
    case = case_with_a_number()
    assert judged(returned(dw=number), case=case).verdict is Verdict.AC
    assert judged(returned(dx=number), case=case).verdict is Verdict.WA


@pytest.mark.parametrize(
    ("near", "guess"),
    [
        (("Leyer", "np"), message("judge.did_you_mean", name="Leyer")),
        (("LAYER", "np"), message("judge.did_you_mean", name="LAYER")),
        (("Wholly",), message("judge.did_you_mean", name="Wholly")),
        (
            ("Other", "More", "Third", "Fourth"),
            message("judge.other_classes", names="'Other', 'More', 'Third'"),
        ),
        ((), message("judge.nothing_more")),
    ],
)
def test_a_class_of_nearly_that_name_is_suggested(near: tuple[str, ...], guess: Message) -> None:
    reason = judged(NoClass(name="Layer", near=near)).reason
    assert reason == message("judge.no_class", name="Layer", guess=guess)


def test_a_method_of_nearly_that_name_is_suggested() -> None:
    reason = judged(NoClass(name="Layer.backward", near=("forward", "bakward"))).reason
    guess = message("judge.did_you_mean", name="bakward")
    assert reason == message("judge.no_method", owner="Layer", method="backward", guess=guess)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("<c16", "complex128"),
        (">c8", "complex64"),
        ("<c32", "complex256"),
        ("|O", "object"),
        ("<U5", "str"),
        ("|S3", "bytes"),
        ("|V8", "void"),
        ("<M8[ns]", "datetime64"),
        ("<m8[s]", "timedelta64"),
        ("Unheard of", "Unheard of"),
        ("<z3", "<z3"),
        ("", ""),
    ],
)
def test_a_dtype_is_told_by_the_name_that_its_author_knows(code: str, name: str) -> None:
    reason = judged(returned(dx=ReturnedOther(type_name="ndarray", dtype=code, shape=(1, 2)))).reason
    assert reason == message("judge.wrong_kind", value="dx", dtype=name)


@pytest.mark.parametrize(
    ("number", "name"), [(11, "SIGSEGV"), (9, "SIGKILL"), (63, "signal 63"), (200, "signal 200")]
)
def test_a_signal_is_named_where_it_has_a_name(number: int, name: str) -> None:
    assert judged(Crashed(signal=number)).reason == message("judge.crashed", signal=name)


def test_limits_are_told_in_the_units_of_the_command_line() -> None:
    assert judged(TimedOut(limit_seconds=0.5)).reason == message("judge.wall_limit", seconds="0.5")
    assert judged(OutOfMemory(limit_bytes=512 << 20)).reason == message("judge.memory_limit", mebibytes="512")
    half = judged(OutputTooLarge(limit_bytes=1 << 19)).reason
    assert half == message("judge.stdout_limit", mebibytes="0.5")


def test_judging_twice_gives_the_same_and_changes_nothing() -> None:
    values: Array = np.array([[0.5, 7.0]])
    observation = returned(dx=ReturnedArray(array=values))
    first, second = judged(observation), judged(observation)
    assert (first.verdict, first.reason) == (second.verdict, second.reason)
    assert values.tolist() == [[0.5, 7.0]]
    assert EXPECTED["dx"].tolist() == [[0.5, 0.0]]


@pytest.mark.parametrize(
    ("error", "verdict"), [(0.99e-5, "AC"), (1.01e-5, "WA"), (-0.99e-5, "AC"), (-1.01e-5, "WA")]
)
def test_the_largest_error_that_passes_is_the_tolerance(error: float, verdict: str) -> None:
    assert judged(returned(dx=array([[0.5, error]]))).verdict == verdict
