"""Turns an audit into text for a terminal: the matrix, then in words what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.audit.matrix import TRIVIAL
from grader.messages import message, say
from grader.report.paint import BAD, BOLD, DIM, GOOD, Span, align, cells, line, paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from grader.audit.audit import Audit, Survivor
    from grader.messages import Lang, Message
    from grader.report.paint import Line

_CELL: Final = 3


def render_text(done: Audit, *, lang: Lang, colour: bool, unicode: bool, notes: Sequence[Message]) -> str:
    """Render an audit.

    Parameters
    ----------
    notes : sequence of Message
        What is to be said first, such as what was written.
    """
    writing = _Writing(done, lang, unicode=unicode)
    said = (line(say(told, lang)) for told in notes)
    return paint([*said, *writing.table(), *writing.words()], colour=colour, unicode=unicode)


class _Writing:
    """An audit on its way to lines."""

    def __init__(self, done: Audit, lang: Lang, *, unicode: bool) -> None:
        self._done = done
        self._matrix = done.matrix
        self._lang = lang
        self._marks = ("✗", "·") if unicode else ("x", ".")
        ids = [known.id for known in self._matrix.misconceptions]
        heads = [self._say(message(f"audit.{name}")) for name in TRIVIAL]
        total = self._say(message("audit.each_catches"))
        self._width = max(map(cells, [*ids, *heads, total]))

    def table(self) -> Iterator[Line]:
        """Give a row for each wrong answer, a column for each case."""
        matrix = self._matrix
        count = len(matrix.specs)
        yield (Span(self._say(self._done.headline), BOLD),)
        for number, spec in enumerate(matrix.specs, start=1):
            yield line(f"{number:>{_CELL}} {spec.name}", DIM)
        yield line()
        numbers = "".join(f"{number:>{_CELL}}" for number in range(1, count + 1))
        yield (*align(Span(""), self._width), Span(numbers, DIM))
        for row, known in enumerate(matrix.misconceptions):
            yield self._row(known.id, matrix.caught[row])
        for name, caught in zip(TRIVIAL, matrix.trivial, strict=True):
            yield self._row(self._say(message(f"audit.{name}")), caught)
        if matrix.misconceptions:
            sums = "".join(f"{int(number):>{_CELL}}" for number in matrix.caught.sum(axis=0))
            yield (*align(Span(self._say(message("audit.each_catches")), DIM), self._width), Span(sums, DIM))

    def words(self) -> Iterator[Line]:
        """Say what survives, what hangs on one case, which cases add nothing, and the reference's proof."""
        for found in self._done.survivors:
            yield line()
            yield from self._survivor(found)
        for name in self._matrix.trivial_survivors():
            yield line(self._say(message("audit.trivial_survives", name=message(f"audit.{name}"))), BAD)
        yield line()
        yield from self._hanging()
        yield from self._adding_nothing()
        yield from self._proof()
        verdict = message("audit.passed" if self._done.passed else "audit.failed")
        yield line(self._say(verdict), GOOD if self._done.passed else BAD)

    def _row(self, name: str, caught: NDArray[np.bool_]) -> Line:
        marks = "".join(f"{self._marks[0 if here else 1]:>{_CELL}}" for here in caught)
        style = "" if caught.any() else BAD
        return (
            *align(Span(name, style), self._width),
            Span(marks, style),
            Span(f"{int(caught.sum()):>5}", DIM),
        )

    def _survivor(self, found: Survivor) -> Iterator[Line]:
        known = found.misconception
        yield line(self._say(message("audit.survivor", id=known.id, reason=found.reason)), BAD)
        yield line(getattr(known.explanation, self._lang), indent=2)
        if found.extra is None:
            yield line(self._say(message("audit.no_extra")), indent=2)
            return
        yield line(self._say(message("audit.extra")), indent=2)
        yield from (line(row, indent=4) for row in found.extra.yaml.splitlines())

    def _hanging(self) -> Iterator[Line]:
        for column, spec in enumerate(self._matrix.specs):
            alone = self._matrix.only_here(column)
            if alone:
                yield line(self._say(message("audit.only_here", name=spec.name, ids=", ".join(alone))))

    def _adding_nothing(self) -> Iterator[Line]:
        for column, spec in enumerate(self._matrix.specs):
            if not self._matrix.misconceptions:
                return
            if not self._matrix.caught[:, column].any():
                yield line(self._say(message("audit.catches_nothing", name=spec.name)))
                continue
            stronger = self._matrix.stronger_case(column)
            if stronger is not None:
                other = self._matrix.specs[stronger].name
                yield line(self._say(message("audit.adds_nothing", name=spec.name, other=other)))

    def _proof(self) -> Iterator[Line]:
        proof = self._done.proof
        cases = len(self._matrix.specs)
        yield line(self._say(message("audit.numerical", count=len(proof.numerical), cases=cases)))
        for name, reason in proof.left_out.items():
            yield line(self._say(message("audit.left_out", name=name, reason=reason)), indent=2)
        yield line(self._say(message("audit.linear", count=len(proof.linear), cases=cases)))
        for told in proof.failures:
            yield line(self._say(told), BAD)

    def _say(self, told: Message) -> str:
        return say(told, self._lang)
