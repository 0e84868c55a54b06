"""Turns jobs and cases into frames for a worker, and the frames of a worker into observations.

The second half is an attack surface: the bytes may be anything. Every length is checked against what is there
before it is used, numbers are bounded, text is decoded with replacement, and nothing is ever unpickled.
"""

from __future__ import annotations

import marshal
import math
import re
import struct
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from grader.model.observation import (
    ExceptionInfo,
    NoClass,
    Raised,
    Returned,
    ReturnedArray,
    ReturnedNothing,
    ReturnedOther,
    ReturnedTooLarge,
    ReturnedValue,
    TraceLine,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.case import Array
    from grader.sandbox.interface import Job, Stimulus

Buffer: TypeAlias = "bytes | memoryview"

HEAD: Final = struct.Struct("<cI")
_U8, _U16, _U32, _I32 = (struct.Struct(form) for form in ("<B", "<H", "<I", "<i"))
KINDS: Final = frozenset({b"S", b"F", b"N", b"E", b"R", b"A", b"X", b"V"})
"""What a frame of a worker can be."""
TOKEN_BYTES: Final = 8
"""Of the token that a case carries and its answer repeats, so that no case is answered before it is asked."""
EXIT_OUT_OF_MEMORY: Final = 88
"""The exit status of a worker that had not even the memory to say so; the worker has the same figure."""
_OVERHEAD_BYTES: Final = 1 << 20
_KEPT_BYTES_MAX: Final = 1 << 20
"""Of a packed case that is kept for the next submission; one that is larger is packed again."""
_TEXT_MAX: Final = 1 << 14
_NAME_MAX: Final = 40
"""Names are looked for among others like them, which for long ones that are made for it takes hours."""
_NEAR_MAX: Final = 64
_NDIM_MAX: Final = 64
_SHAPES: Final = tuple(struct.Struct(f"<{ndim}Q") for ndim in range(_NDIM_MAX + 1))
_REAL = re.compile(r"[<>|=][biuf](?:1|2|4|8|16)")
_EXCEPTION_KINDS: Final = (
    "other",
    "memory",
    "syntax",
    "no_import",
    "touched",
    "exit",
    "signature",
    "threads",
)


class FrameError(Exception):
    """The bytes are no frame of the protocol."""


def pack_job(job: Job) -> bytes:
    """Pack the frame that hands a submission to a worker."""
    codes = [_compiled(module.name, module.source) for module in job.modules]
    modules = [
        {"name": module.name, "aliases": module.aliases, "source": module.source, "code": code}
        for module, code in zip(job.modules, codes, strict=True)
    ]
    payload = marshal.dumps({"source": job.source, "modules": modules, "result_bytes": job.result_bytes})
    return HEAD.pack(b"J", len(payload)) + payload


@lru_cache(maxsize=64)
def _compiled(name: str, source: str) -> bytes:
    """Compile a module of the course once for all workers; nothing where that fails, as it will there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return marshal.dumps(compile(source, f"/{name}.py", "exec", dont_inherit=True, optimize=0))
        except (SyntaxError, ValueError, RecursionError):
            return b""


_packed: WeakKeyDictionary[Stimulus, bytes] = WeakKeyDictionary()


def pack_case(stimulus: Stimulus, *, token: bytes) -> bytes:
    """Pack the frame that orders one case."""
    ordered = _packed.get(stimulus)
    if ordered is None:
        ordered = _ordered(stimulus)
        if len(ordered) <= _KEPT_BYTES_MAX:
            _packed[stimulus] = ordered
    return HEAD.pack(b"C", len(token) + len(ordered)) + token + ordered


def _ordered(stimulus: Stimulus) -> bytes:
    arrays: list[Array] = []

    def value(item: Array | float) -> Any:  # noqa: ANN401 - a number, or the index of an array
        if isinstance(item, (int, float)):
            return item.item() if isinstance(item, np.generic) else item
        arrays.append(item)
        return [len(arrays) - 1]

    calls = [
        (call.method, [value(item) for item in call.args], [seen.attribute for seen in call.observe])
        for call in stimulus.calls
    ]
    construct = [value(item) for item in stimulus.construct]
    header = marshal.dumps((stimulus.target, construct, calls, [(a.dtype.str, a.shape) for a in arrays]))
    return b"".join([struct.pack("<I", len(header)), header, *(a.tobytes() for a in arrays)])


def payload_bytes_max(job: Job, stimulus: Stimulus | None = None) -> int:
    """How long an honest answer may be: to a case, or to the job itself."""
    values = sum(len(call.observe) for call in stimulus.calls) if stimulus is not None else 0
    return values * job.result_bytes + _OVERHEAD_BYTES


def unpack_answer(
    kind: bytes, payload: Buffer, stimulus: Stimulus, *, token: bytes
) -> Returned | Raised | NoClass:
    """Read the frame that answers a case.

    Raises
    ------
    FrameError
        When it is anything else, the answer to another case too.
    """
    reader = _Reader(payload)
    if reader.take(TOKEN_BYTES) != token:
        raise FrameError
    answer: Returned | Raised | NoClass
    if kind == b"V":
        answer = _returned(reader, stimulus)
    elif kind == b"X":
        answer = _raised(reader, stimulus)
    elif kind == b"A":
        texts = [reader.text() for _ in range(min(reader.number(_U16), _NEAR_MAX))]
        name, *near = [text[:_NAME_MAX] for text in texts] or [""]
        answer = NoClass(name=name, near=tuple(near))
    else:
        raise FrameError
    reader.finish()
    return answer


def unpack_exception(payload: Buffer) -> ExceptionInfo:
    """Read an exception frame. Raises `FrameError` for anything else."""
    reader = _Reader(payload)
    info = _exception(reader)
    reader.finish()
    return info


def unpack_text(payload: Buffer) -> str:
    """Read a frame of one text. Raises `FrameError` for anything else."""
    return _Reader(payload).text()


class _Reader:
    """A cursor over hostile bytes."""

    def __init__(self, data: Buffer) -> None:
        self._data = memoryview(data)
        self._offset = 0

    def take(self, count: int) -> memoryview:
        if not 0 <= count <= len(self._data) - self._offset:
            raise FrameError
        taken = self._data[self._offset : self._offset + count]
        self._offset += count
        return taken

    def number(self, form: struct.Struct) -> int:
        return self.numbers(form)[0]

    def numbers(self, form: struct.Struct) -> tuple[int, ...]:
        return form.unpack(self.take(form.size))

    def text(self) -> str:
        return str(self.take(self.number(_U32)), "utf-8", "replace")[:_TEXT_MAX]

    def finish(self) -> None:
        if self._offset != len(self._data):
            raise FrameError


def _returned(reader: _Reader, stimulus: Stimulus) -> Returned:
    names = [seen.name for call in stimulus.calls for seen in call.observe]
    if reader.number(_U16) != len(names):
        raise FrameError
    return Returned(values={name: _value(reader) for name in names})


def _raised(reader: _Reader, stimulus: Stimulus) -> Raised:
    index = reader.number(_U8)
    if index > len(stimulus.calls):
        raise FrameError
    call = stimulus.calls[index - 1].method if index else None
    return Raised(call=call, exception=_exception(reader))


def _value(reader: _Reader) -> ReturnedValue:
    tag = reader.number(_U8)
    if tag == 0:
        return ReturnedNothing()
    if tag == 1:
        return _array(reader)
    if tag == 2:  # noqa: PLR2004 - the protocol's number, beside its siblings
        return ReturnedOther(type_name=reader.text())
    raise FrameError


def _array(reader: _Reader) -> ReturnedValue:
    scalar = reader.number(_U8) == 1
    dtype = reader.text()
    ndim = reader.number(_U8)
    if ndim > _NDIM_MAX:
        raise FrameError
    shape = reader.numbers(_SHAPES[ndim])
    sent = reader.number(_U8) == 1
    if not _REAL.fullmatch(dtype):
        return ReturnedOther(type_name="ndarray", dtype=dtype, shape=shape)
    if not sent:
        return ReturnedTooLarge(shape=shape)
    return ReturnedArray(array=_numbers(reader, dtype, shape), scalar=scalar and not shape)


def _numbers(reader: _Reader, dtype: str, shape: Sequence[int]) -> Array:
    try:
        real = np.dtype(dtype)
        data = bytes(reader.take(math.prod(shape) * real.itemsize))
        if real.kind == "b":  # a byte that is neither 0 nor 1 must not become a bool
            return _read_only((np.frombuffer(data, np.uint8) != 0).reshape(shape))
        return _read_only(np.frombuffer(data, real).reshape(shape))
    except (
        TypeError,
        ValueError,
        OverflowError,
    ) as error:  # no such dtype here, or axes beyond numpy's limits
        raise FrameError from error


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _exception(reader: _Reader) -> ExceptionInfo:
    kind = reader.number(_U8)
    if kind >= len(_EXCEPTION_KINDS):
        raise FrameError
    type_name, text = reader.text(), reader.text()
    column = reader.number(_I32)
    trace = tuple(
        TraceLine(line=reader.number(_U32), function=reader.text()) for _ in range(reader.number(_U8))
    )
    return ExceptionInfo(
        type_name=type_name,
        text=text,
        trace=trace,
        kind=_EXCEPTION_KINDS[kind],
        column=column if column > 0 else None,
    )
