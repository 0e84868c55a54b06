"""Runs one case: constructs the object, makes the calls, packs each observed value right after its call.

A case's payload is a token of eight bytes, u32 length of the header, the header as `marshal` writes it, the
bytes of the arrays. That of its answer is the same token, then what `values`, `blame` or `_pack_absent`
describe.
"""

from __future__ import annotations

import math
import struct
from marshal import loads  # by name: what a submission does to the module does not reach it
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .blame import NAME_MAX, pack_exception
from .frames import pack_text
from .loading import SUBMISSION_FILE
from .values import pack_value, pack_values

if TYPE_CHECKING:
    from types import ModuleType

_HEADER = struct.Struct("<8sI")
_NEAR_MAX = 60


class Call(NamedTuple):
    """One call of a case, with what is observed after it: attributes, or None for what it returned."""

    method: str
    args: list[Any]
    observe: list[str | None]


class Ordered(NamedTuple):
    """A case as the parent ordered it."""

    token: bytes
    target: str
    construct: list[Any]
    calls: list[Call]


def unpack_case(payload: bytearray) -> Ordered:
    """Read a case frame. The arrays are private copies: the submission may do to them what it likes."""
    token, length = _HEADER.unpack_from(payload)
    offset = _HEADER.size + length
    target, construct, calls, listed = loads(payload[_HEADER.size : offset])  # noqa: S302 - from the grader
    arrays = []
    for dtype, shape in listed:
        array = np.frombuffer(payload, dtype, math.prod(shape), offset).reshape(shape).copy()
        arrays.append(array)
        offset += array.nbytes

    def value(item: Any) -> Any:  # noqa: ANN401 - a number, or the index of an array
        return arrays[item[0]] if isinstance(item, list) else item

    return Ordered(
        token=token,
        target=target,
        construct=[value(item) for item in construct],
        calls=[Call(method, [value(item) for item in args], observe) for method, args, observe in calls],
    )


def run_case(submission: ModuleType, ordered: Ordered, *, result_bytes: int) -> tuple[bytes, list[bytes]]:
    """Kind and payload of the frame that answers a case, with no more of a value than `result_bytes`.

    Raises
    ------
    MemoryError
        When there is no memory left to answer.
    """
    maker = submission.__dict__.get(ordered.target)
    if maker is None or not _is_class(maker):
        return b"A", [ordered.token, _pack_absent(ordered.target, _classes(submission))]
    index, observed = 0, []
    try:
        made = maker(*ordered.construct)
        for index, call in enumerate(ordered.calls, start=1):  # noqa: B007 - read when it raises
            method = getattr(made, call.method, None)
            if not callable(method):
                absent = f"{ordered.target}.{call.method}"
                return b"A", [ordered.token, _pack_absent(absent, _others(maker, call.method))]
            result = method(*call.args)
            observed += [
                pack_value(_look(made, result, attribute), bytes_max=result_bytes)
                for attribute in call.observe
            ]
    except BaseException as error:  # noqa: BLE001 - a submission may raise anything, KeyboardInterrupt too
        return b"X", [ordered.token, bytes([index]), pack_exception(error, filename=SUBMISSION_FILE)]
    return b"V", [ordered.token, *pack_values(observed)]


def _look(made: object, result: object, attribute: str | None) -> object:
    return result if attribute is None else getattr(made, attribute, None)


def _classes(submission: ModuleType) -> list[str]:
    return [name for name, value in submission.__dict__.items() if type(name) is str and _is_class(value)]


def _is_class(value: object) -> bool:
    return issubclass(type(value), type)


def _others(maker: type, absent: str) -> list[str]:
    names = (name for name in dir(maker) if type(name) is str and not name.startswith("__"))
    return [name for name in names if name != absent]  # there it may be, and no method


def _pack_absent(name: str, near: list[str]) -> bytes:
    texts = [name, *near[:_NEAR_MAX]]
    return struct.pack("<H", len(texts)) + b"".join(pack_text(text[:NAME_MAX]) for text in texts)
