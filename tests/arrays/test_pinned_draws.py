from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from grader.arrays.draw import draw_input
from grader.model.exercise import Draw

if TYPE_CHECKING:
    from grader.model.case import Array

# A change of any of these changes the cases of every course: a major version.
PINNED = {
    ("permutation", "float64"): "04ae7b3df4703351",
    ("permutation", "float32"): "05259dcf566f915d",
    ("permutation", "float16"): "78a05ae22842cd71",
    ("permutation", "int64"): "8a4dce831d7369f6",
    ("permutation", "int32"): "8e1d842a60a957d2",
    ("permutation", "int16"): "4e0e28543deb07dd",
    ("permutation", "int8"): "37f423d478383da0",
    ("permutation", "uint8"): "c68b83535d64f57b",
    ("uniform", "float64"): "ef9a97fc481c1eb5",
    ("uniform", "float32"): "6f93e97af8846e2e",
    ("uniform", "float16"): "f6b2f3e9bae4d918",
    ("normal", "float64"): "5341fbc96ae6c708",
    ("normal", "float32"): "c3493e85307f5833",
    ("normal", "float16"): "9114ca3ccccdb511",
    ("integers", "float64"): "a17a749e11020e31",
    ("integers", "float32"): "1a55db0201b6e972",
    ("integers", "float16"): "d02117aef7d7aa59",
    ("integers", "int64"): "ddfa1538472f3934",
    ("integers", "int32"): "ea2d00ce48d07a29",
    ("integers", "int16"): "931afb3d942ac3b9",
    ("integers", "int8"): "99b70317b27931b4",
    ("integers", "uint8"): "aebf0fb2bc91c169",
    ("one_hot", "float64"): "cfd27db69dda9afc",
    ("one_hot", "float32"): "e14007a2f287938f",
    ("one_hot", "float16"): "a150a3acf8ad782b",
    ("one_hot", "int64"): "fffd1b2b0c61c787",
    ("one_hot", "int32"): "7c185ceef32b561c",
    ("one_hot", "int16"): "5be290f692d76be8",
    ("one_hot", "int8"): "5ae98d0d5874090b",
    ("one_hot", "uint8"): "6505ef181e006cc1",
}
DISTRIBUTIONS, DTYPES = (get_args(get_type_hints(Draw)[field]) for field in ("distribution", "dtype"))


def digest(array: Array) -> str:
    """Fingerprint dtype, shape and bits; the same on machines of either byte order."""
    little = array.astype(array.dtype.newbyteorder("<"))
    return hashlib.sha256(f"{array.dtype.name} {array.shape} ".encode() + little.tobytes()).hexdigest()[:16]


def draw_of(distribution: str, dtype: str) -> Draw:
    low, high = (-1.5, 2.5) if dtype.startswith("float") else (1.0, 100.0)
    return Draw(distribution=distribution, dtype=dtype, low=low, high=high)  # type: ignore[arg-type]  # from the table


@pytest.mark.parametrize(("distribution", "dtype"), PINNED)
def test_bits_of_every_distribution_and_dtype_are_pinned(distribution: str, dtype: str) -> None:
    array = draw_input(seed=90210, name="x", shape=(2, 3, 5), draw=draw_of(distribution, dtype))
    assert digest(array) == PINNED[distribution, dtype]


def test_everything_that_can_be_drawn_is_pinned() -> None:
    fractions = {
        (distribution, dtype) for distribution in ("uniform", "normal") for dtype in DTYPES if "int" in dtype
    }
    assert (
        set(PINNED)
        == {(distribution, dtype) for distribution in DISTRIBUTIONS for dtype in DTYPES} - fractions
    )


@pytest.mark.parametrize(
    ("seed", "name", "shape", "pinned"),
    [
        (90210, "x", (2, 3, 5), "b7972ec8573f7268"),
        (2**64 + 1, "x", (2, 3, 5), "8504318417304ff6"),
        (3, "x", (8, 16, 32, 32), "10a699e0f5f5c270"),
        (0, "输入", (4,), "44cbbc081e32d484"),
        (0, "", (), "e8cdc97033bbfa5c"),
    ],
)
def test_bits_of_the_default_draw_are_pinned(
    seed: int, name: str, shape: tuple[int, ...], pinned: str
) -> None:
    assert digest(draw_input(seed=seed, name=name, shape=shape, draw=Draw())) == pinned
