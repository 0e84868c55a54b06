"""Turns a comparison into text for a terminal: the totals, what changed, then who moves and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.cli.diffing.reasons import signed, told, verdict_words
from grader.messages import message, say
from grader.report.escape import cut, one_line
from grader.report.paint import BAD, BOLD, DIM, GOOD, WARN, Span, broken, cells, columns, line, narrow, paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.batch.diff import CaseWorth, Comparison, Move, SideTotals
    from grader.messages import Lang, Message
    from grader.report.paint import Line

PARTS: Final = frozenset(
    (
        "exercise", "template", "cases", "reference", "modules", "misconceptions",
        "secret", "options", "grader", "format", "numpy", "python",
    )
)  # fmt: skip
MOST_CASE_CHARACTERS: Final = 60
SCORES_WIDTH: Final = 24
"""What stands before an id, with the gaps between columns."""
NARROWEST: Final = 8
INDENT: Final = 8


def render_text(found: Comparison, *, lang: Lang, colour: bool, unicode: bool, width: int) -> str:
    """Render a comparison for a person at a terminal of so many columns."""
    return paint(_Writing(found, lang, width).lines(), colour=colour, unicode=unicode)


class _Writing:
    """A comparison on its way to lines."""

    def __init__(self, found: Comparison, lang: Lang, width: int) -> None:
        self._found = found
        self._lang = lang
        self._width = width
        self._who_width = max(NARROWEST, (width - SCORES_WIDTH) // 2)

    def lines(self) -> Iterator[Line]:
        """Give every line."""
        yield from self._totals()
        yield from self._changes()
        if self._found.transitions:
            yield line()
            yield line(self._say("diff.transitions"), BOLD)
            yield from self._transitions()
        if self._found.moved:
            yield line()
            yield line(self._say("diff.movers"), BOLD)
            yield from self._movers()

    def _totals(self) -> Iterator[Line]:
        found = self._found
        changes = [move.change for move in found.moved]
        if not changes:
            yield line(self._say("diff.nobody", count=found.students), GOOD)
        else:
            yield line(
                self._say(
                    "diff.moves",
                    moved=len(changes),
                    count=found.students,
                    up=sum(change is not None and change > 0 for change in changes),
                    down=sum(change is not None and change < 0 for change in changes),
                    other=changes.count(None),
                ),
                BOLD,
            )
        if found.same_score:
            yield line(self._say("diff.same_score", count=found.same_score))
        yield line(self._say("diff.mean", old=_mean(found.old), new=_mean(found.new)))
        for side, totals in (("old", found.old), ("new", found.new)):
            if totals.finished is False:
                yield line(self._say("diff.interrupted", side=message(f"diff.{side}")), WARN)

    def _changes(self) -> Iterator[Line]:
        """Say what about the runs is not the same."""
        found = self._found
        if found.parts:
            comma = self._say("diff.comma")
            named = comma.join(say(_part(part), self._lang) for part in found.parts)
            yield line(self._say("diff.parts", parts=named))
        elif not found.same_digest:
            yield line(self._say("diff.other_digest"))
        elif found.moved:
            yield line(self._say("diff.same_parts"))
        for worth in found.cases:
            yield line(say(_worth(worth), self._lang))

    def _transitions(self) -> Iterator[Line]:
        rows = [
            [
                Span("  " + cut(one.case, characters=MOST_CASE_CHARACTERS)),
                Span(f"{self._verdict(one.old)} → {self._verdict(one.new)}"),
                Span(self._say("diff.students", count=one.students)),
            ]
            for one in self._found.transitions
        ]
        return iter(columns(rows, right=frozenset((2,))))

    def _movers(self) -> Iterator[Line]:
        aligned = columns([self._row(move) for move in self._found.moved], right=frozenset((0, 1)))
        for move, row in zip(self._found.moved, aligned, strict=True):
            yield row
            reasons = [one_line(told(reason, self._lang)) for reason in move.why]
            for wrapped in _wrapped(reasons, self._say("diff.stop"), self._width - INDENT):
                yield line(wrapped, DIM, indent=INDENT)

    def _row(self, move: Move) -> list[Span]:
        none = self._say("diff.no_score")
        scores = [none if score is None else str(score) for score in (move.old, move.new)]
        change, style = ("", WARN) if move.change is None else (signed(move.change), _style(move.change))
        return [
            Span(f"  {change}", style),
            Span(" → ".join(scores)),
            Span(narrow(move.id, self._who_width)),
            Span(narrow(move.name or "", self._who_width)),
        ]

    def _verdict(self, code: str | None) -> str:
        return say(verdict_words(code), self._lang)

    def _say(self, key: str, **args: object) -> str:
        return say(message(key, **args), self._lang)


def _style(change: int) -> str:
    return GOOD if change > 0 else BAD


def _mean(totals: SideTotals) -> Message:
    if totals.mean is None:
        return message("diff.no_mean")
    return message("diff.mean_of", mean=f"{totals.mean:.2f}", max_score=totals.max_score)


def _part(part: str) -> Message:
    return message(f"diff.part_{part}") if part in PARTS else message("diff.part_other", part=part)


def _worth(worth: CaseWorth) -> Message:
    if worth.old is None:
        return message("diff.case_added", case=worth.case, points=worth.new)
    if worth.new is None:
        return message("diff.case_removed", case=worth.case, points=worth.old)
    return message("diff.case_worth", case=worth.case, old=worth.old, new=worth.new)


def _wrapped(pieces: Sequence[str], between: str, width: int) -> Iterator[str]:
    """Put pieces side by side as long as they fit a line; one that is wider is broken."""
    row = ""
    for piece in (part for whole in pieces for part in broken(whole, width)):
        longer = f"{row}{between}{piece}" if row else piece
        if row and cells(longer) > width:
            yield row
            longer = piece
        row = longer
    if row:
        yield row
