"""What of an array is drawn, and how: planes, windows, cells, images, numbers."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.exercise import Observe, Step
from grader.model.judgement import Mismatch, Verdict, WrongShape
from grader.report.compared import Compared, compared, inputs_of, where_wrong
from grader.report.html.figures import figures
from grader.report.html.palette import LIGHT
from grader.report.html.png import png_uri
from grader.report.planes import Window, laid_out, sheets, window_beside, wrong_windows
from grader.report.shades import NOT_FINITE, scale_of, shades

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model.case import Array
    from grader.report.html.figures import Figures
    from tests.report.conftest import Build


def differ(actual: Array, expected: Array, **inputs: Array) -> Compared:
    return Compared("dx", actual, expected, where_wrong(actual=actual, expected=expected, atol=1e-5), inputs)


def drawn(actual: Array, expected: Array, **inputs: Array) -> Figures:
    return figures(differ(actual, expected, **inputs), "en", most_planes=3)


def pixels(uri: str) -> NDArray[np.uint8]:
    """Read an image back: checksums, header and the indices of its pixels."""
    data = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    columns, rows, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 3, 0, 0, 0]
    assert len(chunks[b"PLTE"]) == 3 * len(LIGHT.palette())
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(rows, columns + 1)
    assert not lines[:, 0].any()
    return lines[:, 1:]


def test_image_holds_the_indices_that_it_was_made_of() -> None:
    indices = np.arange(18, dtype=np.uint8).reshape(3, 6)
    assert np.array_equal(pixels(png_uri(indices, LIGHT.palette())), indices)


def test_plane_of_a_thousand_cells_has_a_shape_for_each_and_a_larger_one_is_an_image() -> None:
    for columns, images in ((50, 0), (51, 6)):
        expected = np.ones((20, columns))
        shown = drawn(expected * 2, expected)
        svgs = "".join(picture.svg for picture in shown.planes[0].results)
        assert svgs.count("<image") == images
        assert svgs.count("<rect") == (0 if images else 3 * expected.size)


def test_image_shows_the_values() -> None:
    expected = np.zeros((40, 40))
    expected[3, 5], expected[4, 5] = 1.0, -1.0
    actual = expected.copy()
    actual[0, 0] = np.nan
    svg = str(drawn(actual, expected).planes[0].results[1].svg)
    (uri, _dark) = re.findall(r'href="([^"]+)"', svg)
    shown = pixels(uri)
    assert (shown[3, 5], shown[4, 5], shown[0, 0], shown[9, 9]) == (16, 0, 17, 8)


def test_only_planes_with_wrong_cells_are_drawn_and_the_rest_counted() -> None:
    expected = np.zeros((3, 4, 5, 5))
    actual = expected.copy()
    for place in ((0, 2), (1, 0), (1, 3), (2, 1)):
        actual[(*place, 1, 1)] = 1.0
    shown = drawn(actual, expected)
    assert [plane.name for plane in shown.planes] == ["dx[0, 2]", "dx[1, 0]", "dx[1, 3]"]
    assert shown.planes_left_out == 1
    assert [cell.at for cell in shown.cells] == ["[0, 2, 1, 1]", "[1, 0, 1, 1]", "[1, 3, 1, 1]"]
    assert [cell.number for cell in shown.cells] == [1, 2, 3]
    assert shown.cells_left_out == 1


def test_input_of_the_same_leading_axes_shows_the_same_plane() -> None:
    expected = np.zeros((2, 3, 4, 4))
    actual = expected.copy()
    actual[1, 2, 0, 0] = 1.0
    inputs = {"x": expected, "dout": np.zeros((2, 3, 2, 2)), "w": np.zeros((5, 3, 2, 2)), "b": np.zeros(5)}
    titles = [picture.title for picture in drawn(actual, expected, **inputs).planes[0].inputs]
    assert titles == ["x[1, 2]", "dout[1, 2]", "w[0, 2]", "b"]


def test_empty_input_is_not_drawn() -> None:
    shown = drawn(np.ones((2, 2)), np.zeros((2, 2)), x=np.zeros((0, 2)))
    assert shown.planes[0].inputs == ()


def test_window_of_a_huge_plane_holds_its_first_wrong_cell() -> None:
    wrong = np.zeros((3000, 2000), dtype=np.bool_)
    wrong[2900, 40] = True
    (window,) = wrong_windows(wrong)
    assert window.of(wrong).sum() == 1
    assert (window.rows, window.columns) == (128, 128)
    shown = drawn(np.where(wrong, 1.0, 0.0), np.zeros(wrong.shape))
    assert shown.planes[0].part is not None
    assert shown.planes[0].part.rows == 3000
    assert shown.cells[0].at == "[2900, 40]"


def test_vector_stands_in_rows_and_keeps_its_indices() -> None:
    expected = np.zeros(20)
    actual = expected.copy()
    actual[18] = 1.0
    shown = drawn(actual, expected)
    assert shown.cells[0].at == "[18]"
    svg = str(shown.planes[0].results[1].svg)
    assert svg.count("<rect") == 20
    assert "<title>[19] 0</title>" in svg
    assert "[20]" not in svg


@pytest.mark.parametrize("size", [1, 16, 17, 255, 257, 1000])
def test_vector_loses_nothing_by_its_layout(size: int) -> None:
    vector = np.arange(size, dtype=float)
    sheet = sheets("v", vector)
    window = Window((), 0, 0, *sheet.planes.shape)
    there = sheet.there(window)
    assert np.array_equal(sheet.planes[there], vector)
    places = np.argwhere(there).tolist()
    assert [sheet.at(window, row, column) for row, column in places] == [(at,) for at in range(size)]


def test_scalar_is_a_single_cell_without_an_index() -> None:
    shown = drawn(np.array(1.5), np.array(1.25))
    assert shown.cells == ((1, "", "1.50", "1.25", "+0.25"),)
    assert shown.planes[0].name == "dx"


def test_window_of_another_shape_begins_at_the_first_cell() -> None:
    other = Window((1, 2), 40, 50, 10, 10)
    assert window_beside(other, shape=(2, 9, 8, 8), other_shape=(2, 3, 99, 99)) == ((1, 0), 0, 0, 8, 8)
    assert window_beside(other, shape=(7, 7), other_shape=(2, 3, 99, 99)) == ((), 0, 0, 7, 7)
    assert window_beside(other, shape=(2, 3, 99, 99), other_shape=(2, 3, 99, 99)) == other


def test_numbers_in_an_image_stand_apart() -> None:
    expected = np.zeros((64, 64))
    shown = drawn(np.ones((64, 64)), expected)
    places = [tuple(map(int, re.findall(r"\d+", cell.at))) for cell in shown.cells]
    assert len(places) == 6
    assert all(abs(a[1] - b[1]) >= 4 for a in places for b in places if a != b)


def test_border_of_a_wrong_area_is_drawn_once_around_it() -> None:
    expected = np.zeros((64, 64))
    actual = expected.copy()
    actual[10:20, 30:50] = 1.0
    svg = str(drawn(actual, expected).planes[0].results[1].svg)
    (path,) = re.findall(r'class="outline" d="([^"]+)"', svg)
    assert path == "M120 40h80M120 80h80M120 40v40M200 40v40"


def test_values_that_differ_little_are_written_with_enough_digits() -> None:
    shown = drawn(np.array([[0.500002, 1.0]]), np.array([[0.5, 1.0]]) + 1e-4)
    (cell,) = shown.cells[:1]
    assert cell.actual != cell.expected
    assert shown.cells_left_out == 0


def test_integers_are_written_without_decimals() -> None:
    shown = drawn(np.array([[3, 4]]), np.array([[3, -5]]), x=np.array([[7, 8]]))
    assert shown.cells[0][2:] == ("4", "-5", "+9")
    assert ">7</text>" in shown.planes[0].inputs[0].svg


def test_large_numbers_are_written_with_an_exponent() -> None:
    shown = drawn(np.array([[3e200, 4.0]]), np.array([[3e200, 5.0]]))
    assert shown.cells[0].actual == "4.00e+00"


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float16", "float32", ">f8", "longdouble"])
def test_every_real_dtype_is_drawn(dtype: str) -> None:
    expected = np.zeros((2, 2))
    assert drawn(np.ones((2, 2), dtype=dtype), expected).cells[0].actual in ("1", "1.00")


def test_values_beyond_float_are_drawn() -> None:
    huge = np.array([[1.7e308, -1.7e308, np.inf, np.nan, 5e-324, 0.0]])
    shown = drawn(huge, -huge[:, ::-1])
    assert {cell.actual for cell in shown.cells} >= {"inf", "nan"}


def test_not_finite_cells_alone_are_marked_where_they_are_the_reason(build: Build) -> None:
    result = build.reports["nan"]().results[1]
    assert result.judgement.mismatch is not None
    arrays = compared(result.judgement.mismatch, result.case)
    assert arrays is not None
    assert np.argwhere(arrays.wrong).tolist() == [[0, 1, 2, 1], [0, 1, 2, 2]]


def test_wrong_shape_has_nothing_to_draw(build: Build) -> None:
    mismatch = Mismatch(value="dx", given=False, difference=WrongShape(actual=(1,), expected=(2,)))
    assert compared(mismatch, build.result("x", Verdict.WA).case) is None


def test_inputs_of_a_value_are_those_of_the_latest_calls_before_it(build: Build) -> None:
    def step(call: str, name: str, seen: str) -> Step:
        return Step(call=call, args=(name,), observe=(Observe(name=seen),))

    steps = (
        step("forward", "x_before", "out_before"),
        step("backward", "dout_before", "dx_before"),
        step("forward", "x", "out"),
        step("backward", "dout", "dx"),
        step("backward", "dout_again", "dx_again"),
    )
    spec = build.result(steps=steps).case.spec
    assert inputs_of(spec, "dx_before") == ["size", "stride", "x_before", "dout_before"]
    assert inputs_of(spec, "dx") == ["size", "stride", "x", "dout"]
    assert inputs_of(spec, "dx_again")[2:] == ["x", "dout_again"]


def test_steps_of_the_scale() -> None:
    values = np.array([0.0, -0.0, 1e-320, -1e-9, 0.5, 1.0, 7.0, -9.0, np.nan, -np.inf])
    expected = [0, 0, 1, -1, 4, 8, 8, -8, NOT_FINITE, NOT_FINITE]
    assert shades(values, 1.0).tolist() == expected
    assert shades(np.array([5e-324, 0.0]), 1e308).tolist() == [1, 0]
    assert shades(np.array([1.7e308, -1.7e308]), 1e-5).tolist() == [8, -8]


def test_scale_is_that_of_the_first_array_with_values() -> None:
    assert scale_of(np.zeros(3), np.array([np.nan, -2.0])) == 2.0
    assert scale_of(np.array([3.0]), np.array([9.0])) == 3.0
    assert scale_of(np.zeros(2), np.full(2, np.inf)) == 1.0


def test_flags_of_a_vector_are_laid_out_as_its_values() -> None:
    flags = np.arange(20) == 18
    assert np.argwhere(laid_out(flags, filler=False)).tolist() == [[1, 2]]
