"""Target: what a worker sends, as frames in pieces and as their payloads (`grader.sandbox`)."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from fuzz.bites import Bites
from grader.model.exercise import Observe
from grader.model.observation import Raised, Returned, ReturnedArray, ReturnedOther, ReturnedTooLarge
from grader.sandbox.conversation import Conversation, Death, Event, Frame, Limit, Stream
from grader.sandbox.interface import Call, Job, Stimulus
from grader.sandbox.wire import (
    HEAD,
    KINDS,
    FrameError,
    payload_bytes_max,
    unpack_answer,
    unpack_exception,
    unpack_text,
)

if TYPE_CHECKING:
    from grader.model.observation import ExceptionInfo, NoClass, ReturnedValue
    from grader.sandbox.wire import Buffer

BYTES_MAX: Final = 4096
TOKEN: Final = b"8 bytes."
WORDS: Final = (
    *(bytes([1, 0, 3, 0, 0, 0]) + name for name in (b"<f8", b"|b1", b"<i4", b">f2", b"|O8", b"<c8")),
    *(HEAD.pack(kind, 8) + TOKEN for kind in sorted(KINDS)),
    TOKEN,
    b"\xff" * 8,
    b"\x00" * 8,
    b'File "/submission.py", line 3 in forward\n',
    b"Current thread",
)

_STIMULUS: Final = Stimulus(
    target="Layer",
    construct=(),
    calls=(
        Call(method="forward", args=(), observe=(Observe(name="out"),)),
        Call(method="backward", args=(), observe=(Observe(name="dx"), Observe(name="dw", attribute="dw"))),
    ),
)
_JOB: Final = Job(
    source="", modules=(), stimuli=(_STIMULUS,), wall_seconds=9.0, memory_bytes=1 << 20, output_bytes=512
)
_KINDS: Final = sorted(KINDS)
_STREAMS: Final = (Stream.RESULTS, Stream.RESULTS, Stream.OUTPUT, Stream.TRACE, None)
"""None: a pause, which only a question that waits gets past."""
_TEXT_MAX: Final = 1 << 14
_QUESTIONS: Final = 4
_EVENTS_MAX: Final = 64


def examine(data: bytes) -> None:
    """Read any bytes as a worker's: a value that they hold comes of it, or `FrameError`."""
    bites = Bites(data)
    mode = bites.number() % 4
    if mode == 0:
        _read_answer(bites.choice(_KINDS), TOKEN + bites.rest())
    elif mode == 1:
        _read_exception(bites.rest())
    elif mode == 2:  # noqa: PLR2004 - the third of four
        _read_text(bites.rest())
    else:
        _talk(bites)


def _read_answer(kind: bytes, payload: Buffer) -> None:
    try:
        answer = unpack_answer(kind, payload, _STIMULUS, token=TOKEN)
    except FrameError:
        return
    _check(answer, len(payload))


def _read_exception(payload: Buffer) -> None:
    try:
        info = unpack_exception(payload)
    except FrameError:
        return
    _check_exception(info)


def _read_text(payload: bytes) -> None:
    try:
        text = unpack_text(payload)
    except FrameError:
        return
    assert len(text) <= _TEXT_MAX


def _check(answer: Returned | Raised | NoClass, size_bytes: int) -> None:
    match answer:
        case Returned(values=values):
            assert list(values) == ["out", "dx", "dw"]
            assert sum(_checked_bytes(value) for value in values.values()) <= size_bytes
        case Raised(call=call, exception=exception):
            assert call in {None, "forward", "backward"}
            _check_exception(exception)
        case _:
            assert len(answer.near) <= 64  # noqa: PLR2004 - the most that are read
            assert all(len(name) <= _TEXT_MAX for name in (answer.name, *answer.near))


def _checked_bytes(value: ReturnedValue) -> int:
    match value:
        case ReturnedArray(array=array, scalar=scalar):
            assert array.dtype.kind in "biuf"
            assert not array.flags.writeable
            assert not scalar or array.shape == ()
            assert array.dtype.kind != "b" or set(array.view("u1").ravel().tolist()) <= {0, 1}
            assert math.prod(array.shape) == array.size
            return array.nbytes
        case ReturnedOther(type_name=name, dtype=dtype):
            assert max(len(name), len(dtype or "")) <= _TEXT_MAX
        case ReturnedTooLarge(shape=shape):
            assert all(axis >= 0 for axis in shape)
    return 0


def _check_exception(info: ExceptionInfo) -> None:
    assert max(len(info.type_name), len(info.text)) <= _TEXT_MAX
    assert info.column is None or info.column > 0
    assert all(place.line >= 0 and len(place.function) <= _TEXT_MAX for place in info.trace)


class _Link:
    """A worker that sends what an input says, piece by piece, and then ends."""

    def __init__(self, bites: Bites) -> None:
        self._events: deque[Event | None] = deque()
        while len(self._events) < _EVENTS_MAX and (head := bites.take(2)):
            stream, data = _STREAMS[head[0] % len(_STREAMS)], bites.take(head[-1])
            self._events.append(None if stream is None else Event(stream, data))
        self._events += [None, Event(Stream.ENDED)]
        self.kills = 0

    def send(self, data: bytes) -> None:
        assert data

    def wait(self, seconds: float) -> list[Event]:
        assert seconds >= 0
        if seconds > 0 and self._events and self._events[0] is None:
            self._events.popleft()
        found = self._events.popleft() if self._events and self._events[0] is not None else None
        return [] if found is None else [found]

    def peak_memory_bytes(self) -> int | None:
        return None

    def request_trace(self) -> bool:
        return True

    def kill(self) -> Death:
        self.kills += 1
        return Death(None, 0, None)

    def drop(self) -> None:
        self.kills += 1

    def close(self) -> None:
        assert self.kills == 1


def _talk(bites: Bites) -> None:
    """Ask a hostile worker a few questions."""
    late = bites.number() % 8 == 0
    link = _Link(bites)
    conversation = Conversation(link, _JOB)
    for number in range(_QUESTIONS):
        limit = Limit(time.monotonic() + (0.0 if late and number else 5.0), 5.0)
        question = b"asked" if number % 2 else b""
        answer = conversation.ask(question, answer_bytes_max=payload_bytes_max(_JOB, _STIMULUS), limit=limit)
        printed = conversation.take_printed()
        assert len(printed.text) <= _JOB.output_bytes + 255 * 2
        if not isinstance(answer, Frame):
            assert conversation.ended == answer
            assert link.kills == 1
            break
        assert conversation.ended is None
        _read_answer(answer.kind, answer.payload)
        _read_exception(answer.payload)
    conversation.close()
