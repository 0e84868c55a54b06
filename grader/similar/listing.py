"""Turns likenesses into a list for a terminal, or into JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import message, say
from grader.report.escape import cut, escape_json, one_line
from grader.similar.bars import bars

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.similar.pairs import Likeness

FORMAT_VERSION: Final = 1
MOST_LISTED: Final = 100
_BAR_CHARACTERS: Final = 30


class PairEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Two ids, and the share of the shorter one that the other has too."""

    first: str
    second: str
    share: float


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, for programs."""

    format_version: int
    exercise: str
    threshold: float
    compared: int
    too_short: int
    nearest: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[PairEntry, ...]


def render_json(likeness: Likeness, *, exercise_id: str, threshold_percent: int) -> str:
    """Render everything that was found as one line of JSON, with a newline."""
    document = Document(
        format_version=FORMAT_VERSION,
        exercise=exercise_id,
        threshold=threshold_percent / 100,
        compared=likeness.compared,
        too_short=likeness.too_short,
        nearest=likeness.nearest,
        groups=tuple(tuple(member.id for member in group.members) for group in likeness.groups),
        pairs=tuple(
            PairEntry(first=pair.first.id, second=pair.second.id, share=round(pair.share, 4))
            for pair in likeness.pairs
        ),
    )
    return escape_json(msgspec.json.encode(document).decode()) + "\n"


def render_text(likeness: Likeness, *, threshold_percent: int, lang: Lang) -> str:
    """Render the groups and the closest pairs, with what is usual in the class, for a terminal."""

    def said(key: str, **args: object) -> str:
        return say(message(f"similar.{key}", **args), lang)

    lines = [
        said("compared", count=likeness.compared, too_short=likeness.too_short),
        said("look"),
        "",
        said("usual_explained"),
    ]
    for bar in bars(likeness.nearest):
        drawn = "#" * round(bar.length_percent * _BAR_CHARACTERS / 100)
        lines.append(f"  {bar.least_percent:3}-{bar.most_percent:3} %  {bar.submissions:5}  {drawn}".rstrip())
    lines.append("")
    for group in likeness.groups[:MOST_LISTED]:
        ids = ", ".join(one_line(member.id) for member in group.members)
        lines.append(said("text_group", ids=cut(ids)))
    for pair in likeness.pairs[:MOST_LISTED]:
        first, second = one_line(pair.first.id), one_line(pair.second.id)
        lines.append(f"{int(pair.share * 100):3} %  {first} - {second}")
    left_out = len(likeness.groups[MOST_LISTED:]) + len(likeness.pairs[MOST_LISTED:])
    if left_out:
        lines.append(said("more", count=left_out))
    if not likeness.groups and not likeness.pairs:
        lines.append(said("none", threshold=threshold_percent))
    return "\n".join(lines) + "\n"
