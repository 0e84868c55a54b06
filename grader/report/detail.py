"""How much of a failure a text report shows: the first one in full, later ones in brief."""

from __future__ import annotations

from typing import Final, NamedTuple


class Detail(NamedTuple):
    """How much of a failure to show."""

    positions: int
    planes: int
    planes_of_large: int
    trace: int
    printed_lines: int
    printed_characters: int


BRIEF: Final = Detail(
    positions=2, planes=0, planes_of_large=0, trace=1, printed_lines=0, printed_characters=0
)
FULL: Final = Detail(
    positions=5, planes=4, planes_of_large=0, trace=6, printed_lines=12, printed_characters=2000
)
FIRST: Final = FULL._replace(planes_of_large=1)
EVERYTHING: Final = Detail(
    positions=5, planes=64, planes_of_large=2, trace=20, printed_lines=400, printed_characters=40000
)
