"""Turns a seed and a name into a stream of random words, and words into doubles, integers and orders.

numpy promises the words of `SeedSequence` and `PCG64.random_raw` across versions and platforms, but not those
of any method of `Generator` (NEP 19). What is made of the words here is integer arithmetic or correctly
rounded, so it is the same everywhere as well. docs/draws.md is the specification.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDEST_BOUND: Final = 1 << 32
FRACTION_BITS: Final = 53
_UNUSED_BITS: Final = np.uint64(64 - FRACTION_BITS)
_HALF_WORD: Final = np.uint64(32)


class Stream:
    """The random words that belong to one name under one seed.

    Parameters
    ----------
    seed : int
        At least 0, of any size.
    name : str
        Two names under one seed give two unrelated streams.
    key : bytes
        What nobody else knows, mixed in as well; nothing for a stream that the seed alone decides.

    Raises
    ------
    ValueError
        When the seed is negative.
    """

    __slots__ = ("_generator",)

    def __init__(self, seed: int, name: str, key: bytes = b"") -> None:
        entropy = _words_of_seed(seed) + _words_of_name(name) + _words(key)
        self._generator = np.random.PCG64(np.random.SeedSequence(entropy))

    def words(self, count: int) -> NDArray[np.uint64]:
        """Take the next words of 64 bits."""
        return self._generator.random_raw(count)

    def fractions(self, count: int) -> NDArray[np.uint64]:
        """Integers in [0, 2**53): the upper bits of one word each."""
        return self.words(count) >> _UNUSED_BITS

    def doubles(self, count: int) -> NDArray[np.float64]:
        """Doubles in [0, 1), evenly spaced by 2**-53, from one word each."""
        return self.fractions(count).astype(np.float64) * 2.0**-FRACTION_BITS

    def below(self, bound: int, count: int) -> NDArray[np.int64]:
        """Integers in [0, bound), from one word each; no value is favoured by more than `bound / 2**32`.

        Raises
        ------
        ValueError
            When the bound is not in 1 to 2**32: the product would not fit into a word.
        """
        if not 1 <= bound <= WIDEST_BOUND:
            told = f"bound must be in 1 to 2**32, not {bound!r}"
            raise ValueError(told)
        return (((self.words(count) >> _HALF_WORD) * np.uint64(bound)) >> _HALF_WORD).astype(np.int64)

    def order(self, count: int) -> NDArray[np.intp]:
        """Put `range(count)` in the order of one word each, the earlier first where two are equal."""
        return np.argsort(self.words(count), kind="stable")


def _words_of_seed(seed: int) -> list[int]:
    if seed < 0:
        told = f"seed must be at least 0, not {seed!r}"
        raise ValueError(told)
    return _words(seed.to_bytes(max(1, -(-seed.bit_length() // 32)) * 4, "little"))


def _words_of_name(name: str) -> list[int]:
    return _words(hashlib.sha256(name.encode("utf-8")).digest())


def _words(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 4], "little") for at in range(0, len(data), 4)]
