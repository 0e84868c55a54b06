"""Runs one case: constructs the object, makes the calls, packs each observed value right after its call."""

from __future__ import annotations

import json
import struct
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .blame import NAME_MAX, pack_exception
from .frames import pack_text
from .loading import SUBMISSION_FILE
from .values import pack_value, pack_values

if TYPE_CHECKING:
    from types import ModuleType as Submission

_HEADER = struct.Struct("<I")
_NEAR_MAX = 20


class Call(NamedTuple):
    """One call of a case, with what is observed after it: an attribute's name, or None for what it returned."""

    method: str
    args: list[Any]
    observe: list[str | None]


class Ordered(NamedTuple):
    """A case as the parent ordered it."""

    target: str
    construct: list[Any]
    calls: list[Call]


def unpack_case(payload: bytearray) -> Ordered:
    """Read a case frame. The arrays are private copies: the submission may do to them what it likes."""
    (length,) = _HEADER.unpack_from(payload)
    header = json.loads(bytes(payload[_HEADER.size : _HEADER.size + length]))
    arrays, offset = [], _HEADER.size + length
    for dtype, shape in header["arrays"]:
        count = int(np.prod(shape, dtype=np.int64))
        array = np.frombuffer(payload, dtype=dtype, count=count, offset=offset).reshape(shape).copy()
        arrays.append(array)
        offset += array.nbytes

    def value(item: Any) -> Any:  # noqa: ANN401 - a number, or the index of an array
        return arrays[item["array"]] if isinstance(item, dict) else item

    return Ordered(
        target=header["target"],
        construct=[value(item) for item in header["construct"]],
        calls=[
            Call(call["method"], [value(item) for item in call["args"]], call["observe"])
            for call in header["calls"]
        ],
    )


def run_case(submission: ModuleType, ordered: Ordered) -> tuple[bytes, bytes]:
    """Kind and payload of the frame that answers a case."""
    maker = submission.__dict__.get(ordered.target)
    if not isinstance(maker, type):
        return b"A", _pack_absent(ordered.target, _classes(submission))
    index, observed = 0, []
    try:
        made = maker(*ordered.construct)
        for index, call in enumerate(ordered.calls, start=1):
            method = getattr(made, call.method, None)
            if not callable(method):
                return b"A", _pack_absent(f"{ordered.target}.{call.method}", _methods(maker))
            result = method(*call.args)
            observed += [pack_value(_look(made, result, attribute)) for attribute in call.observe]
    except BaseException as error:  # noqa: BLE001 - a submission may raise anything, KeyboardInterrupt too
        return b"X", bytes([index]) + pack_exception(error, filename=SUBMISSION_FILE)
    return b"V", pack_values(observed)


def _look(made: object, result: object, attribute: str | None) -> object:
    return result if attribute is None else getattr(made, attribute, None)


def _classes(submission: Submission) -> list[str]:
    return [name for name, value in submission.__dict__.items() if isinstance(value, type)]


def _methods(maker: type) -> list[str]:
    return [name for name in dir(maker) if not name.startswith("__")]


def _pack_absent(name: str, near: list[str]) -> bytes:
    texts = [name, *near[:_NEAR_MAX]]
    return struct.pack("<H", len(texts)) + b"".join(pack_text(text[:NAME_MAX]) for text in texts)
