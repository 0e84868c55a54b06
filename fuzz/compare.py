"""Target: what a submission returned against what was expected, with a second opinion (`grader.checker`)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fuzz.bites import Bites
from grader.checker.compare import compare
from grader.errors import InternalError
from grader.model.judgement import NotFinite, WrongShape, WrongType, WrongValues
from grader.model.observation import ReturnedArray, ReturnedNothing, ReturnedOther

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model.judgement import Difference
    from grader.model.observation import ReturnedValue

BYTES_MAX: Final = 1024
WORDS: Final = tuple(
    np.array(value, dtype).tobytes()
    for dtype in ("<f8", ">f8", "<f4", "<f2")
    for value in (np.nan, np.inf, -np.inf, -0.0, 1.0, 1e-5, np.finfo(dtype).max, np.finfo(dtype).tiny)
)

_DTYPES: Final = (
    "<f8",
    "<f8",
    "<f4",
    "<f2",
    ">f8",
    ">f4",
    "<i8",
    "<u8",
    ">i4",
    "<i2",
    "|i1",
    "|u1",
    "|b1",
    "g",
)
_EXPECTED_DTYPES: Final = ("<f8", "<f8", "<f4", "<i8")
_SHAPES: Final[tuple[tuple[int, ...], ...]] = ((), (3,), (2, 3), (0,), (2, 0, 3), (1, 2, 2, 2), (1,), (3, 2))
_TOLERANCES: Final = (0.0, 1e-5, 1e-300, 0.5, 1e308)


def examine(data: bytes) -> None:
    """Compare arrays of any values, and see whether adding up one element after another says the same."""
    bites = Bites(data)
    atol, scalar = bites.choice(_TOLERANCES), bool(bites.number() & 1)
    actual, expected = _returned(bites), _array(bites, _EXPECTED_DTYPES)
    try:
        found = compare(actual=actual, expected=expected, atol=atol, scalar=scalar)
    except InternalError:
        assert not np.isfinite(expected.astype(np.float64)).all()
        return
    if not isinstance(actual, ReturnedArray):
        assert isinstance(found, (WrongType, WrongShape))
    elif actual.scalar and not scalar:
        assert isinstance(found, WrongType)
    elif actual.array.shape != expected.shape:
        assert found == WrongShape(actual=actual.array.shape, expected=expected.shape)
    else:
        _check_values(found, actual.array, expected, atol)


def _returned(bites: Bites) -> ReturnedValue:
    kind = bites.number() % 16
    if kind == 0:
        return ReturnedNothing()
    if kind == 1:
        return ReturnedOther(type_name=bites.text(), dtype=bites.text(), shape=bites.choice(_SHAPES))
    array = _array(bites, _DTYPES)
    return ReturnedArray(array=array, scalar=array.shape == () and bool(bites.number() & 1))


def _array(bites: Bites, dtypes: tuple[str, ...]) -> NDArray[Any]:
    dtype, shape = np.dtype(bites.choice(dtypes)), bites.choice(_SHAPES)
    size_bytes = math.prod(shape) * dtype.itemsize
    content = np.frombuffer(bites.take(size_bytes).ljust(size_bytes, b"\0"), np.uint8)
    array = (content != 0)[:: dtype.itemsize] if dtype.kind == "b" else content.view(dtype)
    return array.reshape(shape)


def _check_values(
    found: Difference | None, actual: NDArray[Any], expected: NDArray[Any], atol: float
) -> None:
    pairs = [(float(a), float(e)) for a, e in zip(actual.ravel(), expected.ravel(), strict=True)]
    wrong = sum(not abs(given - wanted) <= atol for given, wanted in pairs)
    if found is None:
        assert wrong == 0
        return
    assert wrong > 0
    strange = sum(not math.isfinite(given) for given, _ in pairs)
    if strange:
        assert isinstance(found, NotFinite)
        assert found.nan_count == sum(math.isnan(given) for given, _ in pairs)
        assert found.nan_count + found.inf_count == strange
    else:
        assert isinstance(found, WrongValues)
        assert found.differing == wrong
        assert found.max_abs_error > atol
    assert found.size == len(pairs)
    assert 1 <= len(found.first) <= 5  # noqa: PLR2004 - as many as are shown
    for position in found.first:
        assert not abs(position.actual - position.expected) <= atol
