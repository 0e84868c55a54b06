"""Turns likenesses into a page: what is usual in the class, then pairs side by side, alike lines marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.report.escape import cut
from grader.report.html.sheet import page_style, page_template, read_part
from grader.similar.bars import bars
from grader.similar.prints import alike_lines
from grader.similar.tokens import own_lines

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.similar.pairs import Group, Likeness, Pair
    from grader.similar.prints import Prints

MOST_PAIRS: Final = 100
MOST_GROUPS: Final = 100
MOST_LINES: Final = 200


class Line(NamedTuple):
    """A line of a submission, and whether the other has the like."""

    number: int
    text: str
    alike: bool


class Side(NamedTuple):
    """One of two that are shown side by side."""

    id: str
    lines: tuple[Line, ...]
    left_out: int


class ShownPair(NamedTuple):
    """A pair as the page shows it."""

    percent: int
    first: Side
    second: Side


class ShownGroup(NamedTuple):
    """A group as the page shows it: who, and the text of one of them."""

    ids: tuple[str, ...]
    example: Side


def render_page(likeness: Likeness, *, title: str, threshold: float, lang: Lang) -> str:
    """Render what was found as one HTML file that loads nothing and runs nothing.

    Parameters
    ----------
    likeness : Likeness
        What to show.
    title : str
        Of the exercise.
    threshold : float
        From which share on pairs were asked for.
    lang : str
        `zh` or `en`.
    """
    style = f"{page_style()}\n{read_part(__package__, 'similar.css')}"
    return page_template(__package__, "similar.html", lang, style=style).render(
        title=title,
        threshold=round(threshold * 100),
        likeness=likeness,
        bars=bars(likeness.nearest),
        groups=tuple(map(_group, likeness.groups[:MOST_GROUPS])),
        pairs=tuple(map(_pair, likeness.pairs[:MOST_PAIRS])),
    )


def _group(group: Group) -> ShownGroup:
    return ShownGroup(tuple(member.id for member in group.members), _side(group.members[0], frozenset()))


def _pair(pair: Pair) -> ShownPair:
    return ShownPair(int(pair.share * 100), _side(pair.first, pair.shared), _side(pair.second, pair.shared))


def _side(prints: Prints, shared: frozenset[int]) -> Side:
    alike = alike_lines(prints.source, shared)
    own = own_lines(prints.source)
    numbered = enumerate(prints.source.removesuffix("\n").split("\n"), 1)
    texts = [line for line in numbered if line[0] in own]
    shown = texts[:MOST_LINES]
    lines = tuple(Line(number, cut(text), number in alike) for number, text in shown)
    return Side(prints.id, lines, len(texts) - len(shown))
