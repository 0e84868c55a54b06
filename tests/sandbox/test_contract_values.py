"""What a submission returns is seen as what it is, in every sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.observation import (
    Returned,
    ReturnedArray,
    ReturnedNothing,
    ReturnedOther,
    ReturnedTooLarge,
)
from tests.sandbox.conftest import DOUT, X, layer, stimulus

if TYPE_CHECKING:
    from grader.model.observation import ReturnedValue
    from tests.sandbox.conftest import Bench


ARRAYS = {
    "not contiguous": ("np.arange(24.0).reshape(4, 6)[::2, ::3]", np.arange(24.0).reshape(4, 6)[::2, ::3]),
    "Fortran order": ("np.asfortranarray(np.arange(6.0).reshape(2, 3))", np.arange(6.0).reshape(2, 3)),
    "negative strides": ("np.arange(5)[::-1]", np.arange(5)[::-1]),
    "big-endian": ("np.array([1.5, -2.0], '>f8')", np.array([1.5, -2.0], ">f8")),
    "big-endian integers": ("np.array([1, 515], '>i2')", np.array([1, 515], ">i2")),
    "float16": ("np.array([0.5, 65504], np.float16)", np.array([0.5, 65504], np.float16)),
    "float32": ("np.full((2, 3), 0.1, np.float32)", np.full((2, 3), 0.1, np.float32)),
    "longdouble": ("np.ones(1, np.longdouble) / 3", np.ones(1, np.longdouble) / 3),
    "bools": ("np.array([True, False])", np.array([True, False])),
    "uint64": ("np.array([2**64 - 1], np.uint64)", np.array([2**64 - 1], np.uint64)),
    "int8": ("np.array([-128, 127], np.int8)", np.array([-128, 127], np.int8)),
    "NaN and infinity": ("np.array([np.nan, np.inf, -np.inf])", np.array([np.nan, np.inf, -np.inf])),
    "no elements": ("np.zeros((3, 0, 2))", np.zeros((3, 0, 2))),
    "no axes": ("np.array(4.0)", np.array(4.0)),
    "32 axes": ("np.zeros((1,) * 32)", np.zeros((1,) * 32)),
    "a broadcast view": ("np.broadcast_to(np.float32(3), (4, 5))", np.full((4, 5), 3, np.float32)),
    "a masked array": ("np.ma.array([1.0, 2.0], mask=[0, 1])", np.array([1.0, 2.0])),
    "a matrix": ("np.asmatrix([[1.0, 2.0]])", np.array([[1.0, 2.0]])),
    "a large one": ("np.zeros((1 << 20,))", np.zeros(1 << 20)),
}
SCALARS = {
    "float": ("-0.5", -0.5),
    "int": ("3", 3),
    "bool": ("True", True),
    "numpy float": ("np.float32(2.5)", 2.5),
    "numpy bool": ("np.bool_(True)", True),
    "sum": ("dout.sum()", -6.0),
}
OTHERS = {
    "list": ("[1.0, 2.0]", "list", None),
    "tuple": ("(dout, dout)", "tuple", None),
    "complex": ("1j", "complex", None),
    "complex array": ("dout * 1j", "ndarray", "<c16"),
    "numpy complex": ("np.complex64(1)", "ndarray", "<c8"),
    "object array": ("np.array([1.0, None])", "ndarray", "|O"),
    "strings": ("np.array(['ab'])", "ndarray", "<U2"),
    "dates": ("np.array(['2024-01-01'], 'M8[D]')", "ndarray", "<M8[D]"),
    "structured": ("np.zeros(2, [('a', 'f8'), ('b', 'i4')])", "ndarray", "|V12"),
    "huge int": ("2 ** 100", "ndarray", "|O"),
    "generator": ("(i for i in dout)", "generator", None),
    "class": ("np.ndarray", "type", None),
    "long name": ("type('n' * 5000, (), {})()", "n" * 200, None),
}
HUGE = {
    "8 TB broadcast": ("np.broadcast_to(1.0, (1 << 20, 1 << 20))", (1 << 20, 1 << 20)),
    "a little too large": ("np.zeros((64 << 20) + 1, np.int8)", ((64 << 20) + 1,)),
}
LIARS = """
class Sub(np.ndarray):
    shape = property(lambda self: (7, 7))
    ndim = property(lambda self: 5)
    dtype = property(lambda self: np.dtype('O'))
    nbytes = property(lambda self: 3)
    size = property(lambda self: 1)
    def tobytes(self, order='C'): return b'lies'
    def __array_finalize__(self, other): pass
    def view(self, *args): raise SystemExit
    def __getattribute__(self, name): raise SystemExit

class Meta(type):
    __name__ = property(lambda cls: 3 / 0)
    def __instancecheck__(cls, instance): return True
    def __subclasscheck__(cls, instance): return True

class Fake(metaclass=Meta):
    __class__ = np.ndarray
    dtype, shape, ndim, nbytes = np.dtype('f8'), (2, 3), 2, 48
    def __array__(self, *args, **kwargs): return np.zeros((2, 3))
"""
LYING = {
    "subclass": "np.ndarray.__new__(Sub, (2, 3), buffer=np.arange(6.0))",
    "poser": "Fake()",
}


@pytest.fixture(scope="module")
def returned(bench: Bench) -> dict[str, ReturnedValue]:
    """All the expressions of the tables, returned in one job: a start for each would take long."""
    tables = (ARRAYS, SCALARS, OTHERS, HUGE)
    rows = {name: row[0] for table in tables for name, row in table.items()}
    return bench.values({**rows, **LYING, "nothing": "None"}, before=LIARS)


def test_a_good_submission_returns_its_arrays(bench: Bench) -> None:
    seen = bench.seen(layer())
    assert isinstance(seen, Returned)
    assert list(seen.values) == ["out", "dx"]
    for name, expected in (("out", X * 2), ("dx", DOUT * 3)):
        value = seen.values[name]
        assert isinstance(value, ReturnedArray)
        assert not value.scalar
        assert value.array.dtype == np.float64
        np.testing.assert_array_equal(value.array, expected)


def test_what_is_observed_is_our_own_and_cannot_be_changed(bench: Bench) -> None:
    assert not bench.array("dout * 3").flags.writeable
    assert not bench.array("dout > 0").flags.writeable


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_of_real_numbers_come_as_they_are(returned: dict[str, ReturnedValue], name: str) -> None:
    value, expected = returned[name], ARRAYS[name][1]
    assert isinstance(value, ReturnedArray)
    assert type(value.array) is np.ndarray
    assert (value.array.dtype, value.array.shape) == (expected.dtype, expected.shape)
    np.testing.assert_array_equal(value.array, expected)


@pytest.mark.parametrize("name", SCALARS)
def test_bare_numbers_come_as_scalars(returned: dict[str, ReturnedValue], name: str) -> None:
    value = returned[name]
    assert isinstance(value, ReturnedArray)
    assert value.scalar
    assert value.array.shape == ()
    assert value.array == SCALARS[name][1]


@pytest.mark.parametrize("name", OTHERS)
def test_anything_else_is_named_and_not_sent(returned: dict[str, ReturnedValue], name: str) -> None:
    value = returned[name]
    assert isinstance(value, ReturnedOther)
    assert (value.type_name, value.dtype) == OTHERS[name][1:]


@pytest.mark.parametrize("name", HUGE)
def test_an_array_that_is_too_large_is_not_sent(returned: dict[str, ReturnedValue], name: str) -> None:
    value = returned[name]
    assert isinstance(value, ReturnedTooLarge)
    assert value.shape == HUGE[name][1]


def test_a_result_beyond_what_its_job_has_use_for_is_not_sent(bench: Bench) -> None:
    source = layer(forward="return np.zeros(1000)", backward="return np.zeros(1001)")
    seen = bench.seen(source, result_bytes=8000)
    assert isinstance(seen, Returned)
    assert isinstance(seen.values["out"], ReturnedArray)
    assert seen.values["dx"] == ReturnedTooLarge(shape=(1001,))


def test_none_is_nothing(returned: dict[str, ReturnedValue]) -> None:
    assert isinstance(returned["nothing"], ReturnedNothing)


def test_a_subclass_that_lies_is_taken_for_what_it_holds(returned: dict[str, ReturnedValue]) -> None:
    value = returned["subclass"]
    assert isinstance(value, ReturnedArray)
    np.testing.assert_array_equal(value.array, np.arange(6.0).reshape(2, 3))


def test_an_object_that_poses_as_an_array_is_none(returned: dict[str, ReturnedValue]) -> None:
    value = returned["poser"]
    assert isinstance(value, ReturnedOther)
    assert value.type_name == "Fake"


def test_what_happens_to_an_array_after_it_was_returned_does_not_matter(bench: Bench) -> None:
    source = layer("self.out = x * 2\nreturn self.out", "self.out[:] = 99\nreturn dout")
    seen = bench.seen(source)
    assert isinstance(seen, Returned)
    value = seen.values["out"]
    assert isinstance(value, ReturnedArray)
    np.testing.assert_array_equal(value.array, X * 2)


def test_inputs_are_private_copies(bench: Bench) -> None:
    source = layer("x *= 0\nself.x = x\nreturn x", "dout += 1\nreturn dout + self.x")
    x = X.copy()
    result = bench.run(source, stimulus(x), stimulus(x))
    np.testing.assert_array_equal(x, X)
    for run in result.runs:
        assert isinstance(run.observation, Returned)
        value = run.observation.values["dx"]
        assert isinstance(value, ReturnedArray)
        np.testing.assert_array_equal(value.array, np.zeros((2, 3)))


def test_one_array_that_is_given_twice_arrives_as_two(bench: Bench) -> None:
    source = layer("self.x = x\nreturn x", "return np.array([np.shares_memory(dout, self.x)])")
    (run,) = bench.run(source, stimulus(DOUT)).runs
    assert isinstance(run.observation, Returned)
    value = run.observation.values["dx"]
    assert isinstance(value, ReturnedArray)
    np.testing.assert_array_equal(value.array, [False])


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u1", ">f8"])
def test_inputs_arrive_with_their_dtype_and_writeable(forked: Bench, dtype: str) -> None:
    x = np.array([[1, 2, 3]], dtype)
    source = layer("assert x.flags.writeable and x.flags.owndata and x.flags.c_contiguous\nreturn x.copy()")
    (run,) = forked.run(source, stimulus(x)).runs
    assert isinstance(run.observation, Returned)
    value = run.observation.values["out"]
    assert isinstance(value, ReturnedArray)
    assert value.array.dtype == x.dtype
    np.testing.assert_array_equal(value.array, x)


def test_inputs_may_be_numbers_and_empty_and_fortran(forked: Bench) -> None:
    for x in (2.5, 3, np.zeros((0, 4)), np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.float64(1)):
        (run,) = forked.run(layer("return np.asarray(x)"), stimulus(x)).runs
        assert isinstance(run.observation, Returned)
        value = run.observation.values["out"]
        assert isinstance(value, ReturnedArray)
        np.testing.assert_array_equal(value.array, x)
