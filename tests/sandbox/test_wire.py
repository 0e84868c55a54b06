"""The parent's half of the protocol reads any bytes whatever: a value, or `FrameError`, and nothing else."""

from __future__ import annotations

import struct
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.observation import (
    ExceptionInfo,
    NoClass,
    Raised,
    Returned,
    ReturnedArray,
    ReturnedNothing,
    ReturnedOther,
    ReturnedTooLarge,
    TraceLine,
)
from grader.sandbox import wire
from grader.sandbox.inside import blame, cases, frames, values
from tests.sandbox.conftest import X, stimulus

if TYPE_CHECKING:
    from grader.model.observation import ReturnedValue

TOKEN = b"8 bytes."
ASKED = stimulus()


def text(of: bytes) -> bytes:
    return struct.pack("<I", len(of)) + of


def array(dtype: bytes, shape: tuple[int, ...], data: bytes, *, sent: int = 1, scalar: int = 0) -> bytes:
    axes = struct.pack(f"<B{len(shape)}Q", len(shape), *shape)
    return bytes([1, scalar]) + text(dtype) + axes + bytes([sent]) + data


def answer(*observed: bytes, count: int | None = None) -> bytes:
    return TOKEN + struct.pack("<H", len(observed) if count is None else count) + b"".join(observed)


def read(kind: bytes, payload: bytes) -> Returned | Raised | NoClass:
    return wire.unpack_answer(kind, payload, ASKED, token=TOKEN)


def first(observed: bytes) -> ReturnedValue:
    returned = read(b"V", answer(observed, b"\x00"))
    assert isinstance(returned, Returned)
    return returned.values["out"]


NUMBERS = struct.pack("<2d", 1.5, -2.0)


def test_an_array_is_read() -> None:
    value = first(array(b"<f8", (2,), NUMBERS))
    assert isinstance(value, ReturnedArray)
    np.testing.assert_array_equal(value.array, [1.5, -2.0])
    assert not value.scalar
    assert not value.array.flags.writeable


def test_a_scalar_has_no_axes() -> None:
    value = first(array(b"<f8", (), NUMBERS[:8], scalar=1))
    assert isinstance(value, ReturnedArray)
    assert value.scalar
    value = first(array(b"<f8", (1,), NUMBERS[:8], scalar=1))
    assert isinstance(value, ReturnedArray)
    assert not value.scalar


def test_a_bool_is_true_or_false_whatever_its_byte() -> None:
    value = first(array(b"|b1", (3,), b"\x00\x01\xff"))
    assert isinstance(value, ReturnedArray)
    assert value.array.view(np.uint8).tolist() == [0, 1, 1]


def test_none_and_other_values_are_read() -> None:
    assert first(b"\x00") == ReturnedNothing()
    assert first(b"\x02" + text(b"list")) == ReturnedOther(type_name="list")
    assert first(array(b"|O", (2,), b"", sent=0)) == ReturnedOther(
        type_name="ndarray", dtype="|O", shape=(2,)
    )
    assert first(array(b"<f8", (1 << 60, 7), b"", sent=0)) == ReturnedTooLarge(shape=(1 << 60, 7))


def test_text_is_decoded_with_replacement_and_cut() -> None:
    assert first(b"\x02" + text(b"\xff\xfe")) == ReturnedOther(type_name="\ufffd\ufffd")
    value = first(b"\x02" + text(b"n" * 100_000))
    assert isinstance(value, ReturnedOther)
    assert len(value.type_name) == 1 << 14


MALFORMED = {
    "nothing": b"",
    "no token": answer(b"\x00", b"\x00")[8:],
    "another token": b"8 Bytes." + answer(b"\x00", b"\x00")[8:],
    "too few values": answer(b"\x00"),
    "too many values": answer(b"\x00", b"\x00", b"\x00"),
    "a count that lies": answer(b"\x00", count=2),
    "more behind": answer(b"\x00", b"\x00") + b"!",
    "an unknown tag": answer(b"\x03", b"\x00"),
    "a text beyond the end": answer(b"\x02\xff\xff\xff\xff", b"\x00"),
    "data too short": answer(array(b"<f8", (3,), NUMBERS), b"\x00"),
    "data too long": answer(array(b"<f8", (1,), NUMBERS), b"\x00"),
    "a shape of 2**64 elements": answer(array(b"<f8", (1 << 32, 1 << 32), NUMBERS), b"\x00"),
    "a shape beyond integers, but empty": answer(array(b"<f8", ((1 << 64) - 1, 0), b""), b"\x00"),
    "too large to exist, but empty": answer(array(b"<f8", (0, 1 << 62, 1 << 62), b""), b"\x00"),
    "too many axes": answer(array(b"<f8", (1,) * 65, NUMBERS[:8]), b"\x00"),
    "255 axes": answer(array(b"<f8", (1,) * 255, NUMBERS[:8]), b"\x00"),
    "an object that is sent": answer(array(b"|O", (1,), NUMBERS[:8]), b"\x00"),
    "a dtype that is none": answer(array(b"<f1", (2,), b"ab"), b"\x00"),
    "an odd bool": answer(array(b"|b2", (1,), b"ab"), b"\x00"),
    "a dtype with more": answer(array(b"<f8,<f8", (1,), NUMBERS), b"\x00"),
    "elements that were not sent": answer(array(b"<f8", (2,), NUMBERS, sent=0), b"\x00"),
}


@pytest.mark.parametrize("payload", MALFORMED.values(), ids=MALFORMED)
def test_malformed_values_are_refused(payload: bytes) -> None:
    with pytest.raises(wire.FrameError):
        read(b"V", payload)


@pytest.mark.parametrize("kind", [b"S", b"F", b"N", b"E", b"R", b"J", b"C", b"?", b"\x00"])
def test_only_three_kinds_answer_a_case(kind: bytes) -> None:
    with pytest.raises(wire.FrameError):
        read(kind, answer(b"\x00", b"\x00"))


PLACE = struct.pack("<I", 7) + text(b"forward")


def exception(kind: int = 0, column: int = -1, count: int = 1, places: bytes = PLACE) -> bytes:
    return bytes([kind]) + text(b"ValueError") + text(b"no") + struct.pack("<iB", column, count) + places


def test_an_exception_is_read() -> None:
    expected = ExceptionInfo(
        type_name="ValueError", text="no", trace=(TraceLine(line=7, function="forward"),)
    )
    assert wire.unpack_exception(exception()) == expected
    assert read(b"X", TOKEN + b"\x00" + exception()) == Raised(call=None, exception=expected)
    assert read(b"X", TOKEN + b"\x02" + exception()) == Raised(call="backward", exception=expected)
    assert wire.unpack_exception(exception(column=0)).column is None
    assert wire.unpack_exception(exception(column=4)).column == 4


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        exception(kind=8),
        exception(count=2),
        exception(count=255),
        exception() + b"!",
        exception(places=b""),
        exception()[:-1],
    ],
)
def test_malformed_exceptions_are_refused(payload: bytes) -> None:
    with pytest.raises(wire.FrameError):
        wire.unpack_exception(payload)
    with pytest.raises(wire.FrameError):
        read(b"X", TOKEN + b"\x01" + payload)


def test_a_call_that_is_none_of_the_case_is_refused() -> None:
    with pytest.raises(wire.FrameError):
        read(b"X", TOKEN + b"\x03" + exception())


def test_an_absent_class_is_read_with_a_bounded_number_of_near_names() -> None:
    names = struct.pack("<H", 3) + text(b"Layer") + text(b"Layr") + text(b"")
    assert read(b"A", TOKEN + names) == NoClass(name="Layer", near=("Layr", ""))
    assert read(b"A", TOKEN + struct.pack("<H", 0)) == NoClass(name="", near=())
    with pytest.raises(wire.FrameError):
        read(b"A", TOKEN + struct.pack("<H", 65) + text(b"n") * 65)


CLAIMS = [
    answer(b"\x02" + struct.pack("<I", (1 << 32) - 1)),
    answer(array(b"<f8", (1 << 40,), b"")),
    answer(array(b"<f8", ((1 << 64) - 1,) * 64, b"")),
    TOKEN + struct.pack("<H", (1 << 16) - 1),
]


@pytest.mark.parametrize("payload", CLAIMS)
def test_claims_of_size_take_no_memory(payload: bytes) -> None:
    tracemalloc.start()
    try:
        for kind in (b"V", b"A", b"X"):
            with pytest.raises(wire.FrameError):
                read(kind, payload)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20


def read_quietly(kind: bytes, payload: bytes) -> None:
    for unpack in (
        lambda: read(kind, payload),
        lambda: wire.unpack_exception(payload),
        lambda: wire.unpack_text(payload),
    ):
        try:
            unpack()
        except wire.FrameError:
            continue


VALID = (
    (b"V", answer(array(b"<f8", (2,), NUMBERS), b"\x00")),
    (b"V", answer(array(b"|b1", (2, 0), b""), b"\x02" + text(b"list"))),
    (b"X", TOKEN + b"\x01" + exception()),
    (b"A", TOKEN + struct.pack("<H", 2) + text(b"Layer") + text(b"Layr")),
)
KIND = st.sampled_from([b"V", b"X", b"A"])


@given(kind=KIND, payload=st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_random_bytes_are_a_value_or_a_frame_error(kind: bytes, payload: bytes) -> None:
    read_quietly(kind, payload)
    read_quietly(kind, TOKEN + payload)


@given(
    frame=st.sampled_from(VALID),
    changes=st.lists(st.tuples(st.integers(0, 200), st.binary(min_size=0, max_size=9)), max_size=4),
    cut=st.integers(0, 200),
)
@settings(max_examples=1000, deadline=None)
def test_mutated_frames_are_a_value_or_a_frame_error(
    frame: tuple[bytes, bytes], changes: list[tuple[int, bytes]], cut: int
) -> None:
    kind, payload = frame
    mutated = bytearray(payload)
    for offset, new in changes:
        place = offset % len(mutated) if mutated else 0
        mutated[place : place + len(new)] = new
    read_quietly(kind, bytes(mutated))
    read_quietly(kind, bytes(mutated[: cut % (len(mutated) + 1)]))


def test_the_two_halves_agree() -> None:
    """What the worker's modules pack is what is unpacked here; figures that both have are the same."""
    assert frames.HEAD.format == wire.HEAD.format
    assert frames.EXIT_OUT_OF_MEMORY == wire.EXIT_OUT_OF_MEMORY
    packed = b"".join(values.pack_values([values.pack_value(each, bytes_max=99) for each in (X, 3)]))
    returned = read(b"V", TOKEN + packed)
    assert isinstance(returned, Returned)
    for index, kind in enumerate(blame.KINDS):
        assert wire.unpack_exception(exception(kind=index)).kind == kind
    told = wire.unpack_exception(blame.pack_exception(KeyError("a"), filename="/submission.py"))
    assert told == ExceptionInfo(type_name="KeyError", text="'a'")


def test_a_case_arrives_as_it_was_ordered() -> None:
    packed = wire.pack_case(stimulus(np.arange(6, dtype=">i2").reshape(2, 3).T), token=TOKEN)
    kind, length = wire.HEAD.unpack_from(packed)
    assert (kind, length) == (b"C", len(packed) - wire.HEAD.size)
    ordered = cases.unpack_case(bytearray(packed[wire.HEAD.size :]))
    assert (ordered.token, ordered.target) == (TOKEN, "Layer")
    assert [call.method for call in ordered.calls] == ["forward", "backward"]
    np.testing.assert_array_equal(ordered.calls[0].args[0], np.arange(6).reshape(2, 3).T)
    assert ordered.calls[0].args[0].dtype == np.dtype(">i2")


def test_a_case_that_is_ordered_again_differs_in_its_token_alone() -> None:
    ordered = stimulus(np.arange(6.0))
    first, second = (wire.pack_case(ordered, token=token) for token in (b"1" * 8, b"2" * 8))
    assert first.replace(b"1" * 8, b"2" * 8, 1) == second


def test_names_that_are_looked_for_among_others_are_short() -> None:
    names = ["n" * 5000] * 60
    payload = TOKEN + struct.pack("<H", len(names)) + b"".join(map(frames.pack_text, names))
    answer = wire.unpack_answer(b"A", payload, ASKED, token=TOKEN)
    assert isinstance(answer, NoClass)
    assert {len(name) for name in (answer.name, *answer.near)} == {40}
