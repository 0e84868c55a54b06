from __future__ import annotations

import numpy as np
import pytest

from grader.arrays.stream import Stream


def test_words_are_those_of_pcg64_over_seed_and_name() -> None:
    sha256_of_x = "2d711642 b726b044 01627ca9 fbac32f5 c8530fb1 903cc4db 02258717 921a4881"
    name = [int.from_bytes(bytes.fromhex(word), "little") for word in sha256_of_x.split()]
    entropy = [7, 0, 1, *name]
    expected = np.random.PCG64(np.random.SeedSequence(entropy)).random_raw(100)
    words = Stream(7 + 2**64, "x").words(100)
    assert words.dtype == np.uint64
    assert words.tolist() == expected.tolist()


def test_first_words_of_a_seed_are_pinned() -> None:
    words = Stream(7, "x").words(3).tolist()
    assert words == [0xF50DE80A2DDC2CF0, 0x043754C8A445B7FD, 0x80F8C8DE55F87F7C]


def test_reading_in_parts_gives_the_same_words() -> None:
    stream = Stream(1, "x")
    parts = [*stream.words(2).tolist(), *stream.words(3).tolist()]
    assert parts == Stream(1, "x").words(5).tolist()


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**64 - 1, 2**64, 2**64 + 1, 2**300])
def test_every_size_of_seed_has_its_own_words(seed: int) -> None:
    assert Stream(seed, "x").words(4).tolist() == Stream(seed, "x").words(4).tolist()
    assert Stream(seed, "x").words(4).tolist() != Stream(seed + 1, "x").words(4).tolist()


def test_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0, not -1"):
        Stream(-1, "x")


def test_doubles_are_the_upper_53_bits_in_zero_to_one() -> None:
    words = Stream(3, "x").words(1000).tolist()
    assert Stream(3, "x").doubles(1000).tolist() == [(word >> 11) / 2**53 for word in words]


@pytest.mark.parametrize("bound", [1, 2, 3, 1000, 2**32])
def test_below_scales_the_upper_half_of_a_word(bound: int) -> None:
    words = Stream(4, "x").words(1000).tolist()
    assert Stream(4, "x").below(bound, 1000).tolist() == [((word >> 32) * bound) >> 32 for word in words]


@pytest.mark.parametrize("bound", [0, -1, 2**32 + 1])
def test_bound_that_would_overflow_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="bound must be in"):
        Stream(4, "x").below(bound, 1)


def test_every_value_below_a_bound_comes_about_equally_often() -> None:
    counts = np.bincount(Stream(5, "x").below(6, 60_000))
    assert counts.min() > 9_600
    assert counts.max() < 10_400


def test_order_sorts_the_words() -> None:
    words = Stream(6, "x").words(500).tolist()
    assert Stream(6, "x").order(500).tolist() == sorted(range(500), key=words.__getitem__)


def test_every_order_of_three_comes_about_equally_often() -> None:
    stream = Stream(8, "x")
    orders = [tuple(stream.order(3).tolist()) for _ in range(6000)]
    assert all(880 < orders.count(order) < 1120 for order in set(orders))
    assert len(set(orders)) == 6
