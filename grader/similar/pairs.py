"""Turns the prints of a class into what is alike: groups that are the same, and pairs that come close."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.similar.prints import Prints

LEAST_PRINTS: Final = 20
"""With fewer of its own, a submission is too short to say anything of."""

COMMON_SHARE: Final = 0.5
COMMON_AT_LEAST: Final = 10
"""What more than half of a class, and more than ten, have written is the way to write it."""

RARE_AT_MOST: Final = 64
"""Candidates are found by what so few share that counting every two of them is quick."""

NEIGHBOURS: Final = 4
"""Of those that share what many do, each is a candidate with so many that come after it."""

LEAST_SHARED: Final = 5
BINS: Final = 10


class Pair(NamedTuple):
    """Two that are alike: the share of the shorter one's prints that the other has as well."""

    first: Prints
    second: Prints
    share: float
    shared: frozenset[int]


class Group(NamedTuple):
    """Submissions that differ in names, comments and layout alone, or not at all."""

    members: tuple[Prints, ...]


class Likeness(NamedTuple):
    """What was found in a class.

    Parameters
    ----------
    compared, too_short : int
        How many submissions were compared, and how many have too little of their own.
    groups : tuple of Group
        The same but for names, largest first. Each stands in `pairs` by its first member.
    pairs : tuple of Pair
        Above the threshold, the closest first.
    nearest : tuple of int
        How many have their nearest neighbour in each tenth from 0 to 1: what is usual in this class.
    """

    compared: int
    too_short: int
    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    nearest: tuple[int, ...]


def compare(prints: Sequence[Prints], *, threshold: float) -> Likeness:
    """Compare every submission of a class with every other.

    Parameters
    ----------
    prints : sequence of Prints
        Of each submission.
    threshold : float
        The share, from 0 to 1, from which a pair is given.
    """
    long_enough = [one for one in prints if len(one.prints) >= LEAST_PRINTS]
    same = _same(long_enough)
    ones = [members[0] for members in same]
    telling = _telling(ones)
    best = [0.0] * len(ones)
    pairs = list(_pairs(ones, telling, threshold, best))
    compared = [
        (members, share)
        for members, own, share in zip(same, telling, best, strict=True)
        if len(members) > 1 or len(own) >= LEAST_PRINTS
    ]
    nearest = [1.0 if len(members) > 1 else share for members, share in compared for _ in members]
    return Likeness(
        compared=len(nearest),
        too_short=len(prints) - len(nearest),
        groups=tuple(Group(members) for members in _largest_first(same) if len(members) > 1),
        pairs=tuple(sorted(pairs, key=_closest_first)),
        nearest=_binned(nearest),
    )


def _same(prints: Iterable[Prints]) -> list[tuple[Prints, ...]]:
    by_tokens: dict[bytes, list[Prints]] = {}
    for one in prints:
        by_tokens.setdefault(one.whole, []).append(one)
    return [tuple(members) for members in by_tokens.values()]


def _largest_first(groups: Iterable[tuple[Prints, ...]]) -> list[tuple[Prints, ...]]:
    return sorted(groups, key=lambda members: (-len(members), members[0].id))


def _telling(prints: Sequence[Prints]) -> list[frozenset[int]]:
    """Leave out of each what most of the class has."""
    counts = Counter(chain.from_iterable(one.prints for one in prints))
    most = max(COMMON_AT_LEAST, COMMON_SHARE * len(prints))
    return [frozenset(print_ for print_ in one.prints if counts[print_] <= most) for one in prints]


def _pairs(
    prints: Sequence[Prints], telling: Sequence[frozenset[int]], threshold: float, best: list[float]
) -> Iterable[Pair]:
    """Give the pairs above the threshold, and note the highest share of each in `best`."""
    for first, second in _candidates(telling):
        least = min(len(telling[first]), len(telling[second]))
        shared = telling[first] & telling[second]
        if least < LEAST_PRINTS or len(shared) < LEAST_SHARED:
            continue
        share = len(shared) / least
        best[first], best[second] = max(best[first], share), max(best[second], share)
        if share >= threshold:
            yield Pair(prints[first], prints[second], share, shared)


def _candidates(telling: Sequence[frozenset[int]]) -> Iterable[tuple[int, int]]:
    """Find those two of which share enough, by way of who has each print."""
    holders: dict[int, list[int]] = {}
    for at, mine in enumerate(telling):
        for print_ in mine:
            holders.setdefault(print_, []).append(at)
    counts = Counter(chain.from_iterable(map(_together, holders.values())))
    return (pair for pair, count in counts.items() if count >= LEAST_SHARED)


def _together(holders: list[int]) -> Iterable[tuple[int, int]]:
    """Pair those who have a print: every two where they are few, else neighbours: many are seen too."""
    if len(holders) <= RARE_AT_MOST:
        return combinations(holders, 2)
    return chain.from_iterable(zip(holders, holders[by:], strict=False) for by in range(1, NEIGHBOURS + 1))


def _binned(shares: Iterable[float]) -> tuple[int, ...]:
    counts = Counter(min(int(share * BINS), BINS - 1) for share in shares)
    return tuple(counts[at] for at in range(BINS))


def _closest_first(pair: Pair) -> tuple[float, str, str]:
    return -pair.share, pair.first.id, pair.second.id
