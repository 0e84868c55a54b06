"""Turns a result into what the page shows of it. Of a hidden case that is name, tags, verdict and points."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import say
from grader.model.judgement import Verdict
from grader.report.calls import called, reproduce
from grader.report.cases import failed, is_hidden
from grader.report.compared import compared
from grader.report.differences import integer_result
from grader.report.escape import cut, excerpt
from grader.report.failure import NOT_JUDGED
from grader.report.html.figures import figures
from grader.report.html.hints import in_language
from grader.report.html.verdict import shown_verdict
from grader.report.numbers import mebibytes
from grader.report.places import named, place_of, source_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model.observation import Captured, TraceLine
    from grader.model.report import CaseResult, Report
    from grader.model.submission import Submission
    from grader.report.compared import Compared
    from grader.report.escape import Excerpt
    from grader.report.html.figures import Figures
    from grader.report.html.verdict import ShownVerdict
    from grader.report.look import Look

MOST_NAME_CHARACTERS: Final = 80
MOST_REASON_LINES: Final = 8
MOST_REASON_CHARACTERS: Final = 2000
MOST_PRINTED_LINES: Final = 200
MOST_PRINTED_CHARACTERS: Final = 12_000
MOST_PLACES: Final = 8
MOST_PLANES: Final = (3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1)
"""Of the first failure, the second and so on; those after the last have no pictures."""


class Printed(NamedTuple):
    """What a submission printed, cut, and how many bytes were not even kept."""

    text: Excerpt
    cut_bytes: int


class Place(NamedTuple):
    """A place in the submission, its line there, and how often it repeats."""

    named: str
    line: int
    source: str | None
    repeated: int


class Cell(NamedTuple):
    """An element that differs, where there are no pictures."""

    at: str
    actual: str
    expected: str


class Explanation(NamedTuple):
    """Why a public case failed; of one that failed as another did, `same` says so and the rest stays away."""

    reason: Excerpt
    same: str | None = None
    places: tuple[Place, ...] = ()
    places_left_out: int = 0
    note: str | None = None
    figures: Figures | None = None
    cells: tuple[Cell, ...] = ()
    about: str | None = None
    reproduce: str | None = None


class Seen(NamedTuple):
    """What is shown of a public case alone."""

    called: str | None
    time: str | None
    memory: str | None
    printed: Printed | None
    explanation: Explanation | None


class CaseCard(NamedTuple):
    """One case on the page; `seen` is None for a hidden one."""

    number: int
    title: str
    name: str
    verdict: ShownVerdict
    points: str
    tags: tuple[str, ...]
    seen: Seen | None


def case_cards(report: Report, look: Look) -> tuple[CaseCard, ...]:
    """Show every case in the order of the suite, the first failures with the most pictures."""
    desk = _Desk(report, look, iter(MOST_PLANES), {})
    return tuple(desk.card(place, result) for place, result in enumerate(report.results, 1))


def printed_text(captured: Captured) -> Printed | None:
    """Cut what was printed to what a page can hold; None where nothing was."""
    if not captured.text and not captured.cut_bytes:
        return None
    text = excerpt(captured.text, lines=MOST_PRINTED_LINES, characters=MOST_PRINTED_CHARACTERS)
    return Printed(text, captured.cut_bytes)


def sentence(text: str) -> Excerpt:
    """Cut a sentence of ours that may cite a submission."""
    return excerpt(text, lines=MOST_REASON_LINES, characters=MOST_REASON_CHARACTERS)


@cache  # for thousands of pages, the same few
def title_of(number: int, look: Look) -> str:
    """Call a case by its number."""
    return look.words("case_number", number=number)


@cache  # as above
def points_told(points: int | None, max_points: int, look: Look) -> str:
    """Say what was earned of what can be; None where the grader itself failed."""
    key = "unscored_points" if points is None else "points"
    return look.words(key, points=points, max_points=max_points)


def places(trace: Sequence[TraceLine], submission: Submission, look: Look) -> tuple[Place, ...]:
    """Name the places of a trace, outermost first; one that repeats is named once."""
    runs = [(where, len(list(same))) for where, same in groupby(trace)]
    return tuple(_place(where, count, submission, look) for where, count in runs)


class _Desk(NamedTuple):
    """Where the cards are made: what all of them need, and what earlier ones have told."""

    report: Report
    look: Look
    planes: Iterator[int]
    told: dict[object, int]

    def card(self, place: int, result: CaseResult) -> CaseCard:
        spec, verdict, look = result.case.spec, result.judgement.verdict, self.look
        number = result.number or place
        points = None if verdict is Verdict.IE else result.points
        return CaseCard(
            number=number,
            title=title_of(number, look),
            name=cut(spec.name, characters=MOST_NAME_CHARACTERS),
            verdict=shown_verdict(verdict, look),
            points=points_told(points, spec.points, look),
            tags=spec.tags,
            seen=None if is_hidden(result) else self._seen(result, number),
        )

    def _seen(self, result: CaseResult, number: int) -> Seen:
        usage = result.usage
        peak = None if usage is None else usage.peak_memory_bytes
        told = failed(result) and self.report.reason is None
        return Seen(
            called=called(result.case, self.report.exercise),
            time=None if usage is None else self.look.seconds(usage.wall_seconds),
            memory=None if peak is None else mebibytes(peak),
            printed=printed_text(result.printed),
            explanation=self._explanation(result, number) if told else None,
        )

    def _explanation(self, result: CaseResult, number: int) -> Explanation:
        judgement = result.judgement
        reason = "" if judgement.reason is None else say(judgement.reason, self.look.lang)
        earlier = self.told.setdefault((judgement.verdict, reason, result.trace), number)
        arrays = None if judgement.mismatch is None else compared(judgement.mismatch, result.case)
        bare = Explanation(sentence(reason))
        if judgement.verdict in NOT_JUDGED:
            return bare
        if arrays is None and earlier != number:
            return bare._replace(same=self.look.words("same_reason", number=earlier))
        return self._in_full(bare, result, arrays)

    def _in_full(self, bare: Explanation, result: CaseResult, arrays: Compared | None) -> Explanation:
        look, spec, mismatch = self.look, result.case.spec, result.judgement.mismatch
        made = places(result.trace, self.report.submission, look)
        planes = 0 if arrays is None else next(self.planes, 0)
        return bare._replace(
            places=made[-MOST_PLACES:],
            places_left_out=max(0, len(made) - MOST_PLACES),
            note=None if mismatch is None else integer_result(mismatch, look),
            figures=figures(arrays, look.lang, most_planes=planes) if arrays and planes else None,
            about=None if spec.explain is None else in_language(spec.explain, look),
            reproduce=reproduce(self.report, spec),
        )


def _place(where: TraceLine, count: int, submission: Submission, look: Look) -> Place:
    source = source_line(submission, where.line)
    return Place(
        named=named(where, place_of(submission, where.line), look),
        line=where.line,
        source=None if source is None else cut(source.strip()),
        repeated=count - 1,
    )
