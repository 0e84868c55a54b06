"""Turns how close the nearest neighbours in a class are into bars, for a page or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bar(NamedTuple):
    """How many have their nearest neighbour in a tenth, and how long their bar is."""

    least_percent: int
    most_percent: int
    submissions: int
    length_percent: int


def bars(nearest: Sequence[int]) -> tuple[Bar, ...]:
    """Lay out how close the nearest neighbours in the class are."""
    width, longest = 100 // len(nearest), max(*nearest, 1)
    return tuple(
        Bar(at * width, (at + 1) * width, count, round(count * 100 / longest))
        for at, count in enumerate(nearest)
    )
