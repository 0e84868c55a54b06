"""Turns the outcomes of a class, one after another, into what they have in common.

Students are known by their place in the run, so that what is kept of each is a few numbers.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from grader.batch.outcome import Outcome
    from grader.report.document import MisconceptionEntry, ReportDocument

MOST_SLOW: Final = 10


class Unmarked(NamedTuple):
    """A student without a score, and why."""

    place: int
    error: str


class Tally:
    """What a class has in common, so far.

    Attributes
    ----------
    count : int
        How many students there are.
    scores : Counter of int
        How many have each score.
    verdicts : dict of str to Counter of str
        By case, how many have each verdict there.
    alike : dict of tuple of str to list of int
        Who fails as the known wrong solutions of these ids do, which cannot be told apart there.
    unknown : int
        How many fail otherwise.
    files : dict of str to list of int
        By the digest of a file, who handed it in.
    edited, unmarked : list
        Who changed the template outside of its markers; who has no score.
    """

    def __init__(self) -> None:
        self.count = 0
        self.scores: Counter[int] = Counter()
        self.verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.explained: dict[str, MisconceptionEntry] = {}
        self.alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self.unknown = 0
        self.passed = 0
        self.files: defaultdict[str, list[int]] = defaultdict(list)
        self.edited: list[int] = []
        self.unmarked: list[Unmarked] = []
        self._slowest: list[tuple[float, int]] = []

    def add(self, outcome: Outcome, document: ReportDocument | None) -> None:
        """Count one more student."""
        place = self.count
        self.count += 1
        if outcome.sha256 is not None:
            self.files[outcome.sha256].append(place)
        if document is None:
            self.unmarked.append(Unmarked(place, outcome.error or ""))
            return
        self._add_score(place, outcome, document)
        self._add_cause(place, document)
        for result in document.results:
            self.verdicts[result.case][result.verdict] += 1
        if document.template.modified_outside_markers:
            self.edited.append(place)
        heapq.heappush(self._slowest, (document.wall_seconds, -place))
        if len(self._slowest) > MOST_SLOW:
            heapq.heappop(self._slowest)

    def slowest(self) -> list[tuple[float, int]]:
        """Give the longest times and whose they are, longest first."""
        return [(seconds, -place) for seconds, place in sorted(self._slowest, reverse=True)]

    def identical(self) -> list[tuple[str, list[int]]]:
        """Give the files that several handed in, those of the most first."""
        shared = [(sha256, places) for sha256, places in self.files.items() if len(places) > 1]
        return sorted(shared, key=lambda one: -len(one[1]))

    def _add_score(self, place: int, outcome: Outcome, document: ReportDocument) -> None:
        if document.score is None:
            self.unmarked.append(Unmarked(place, outcome.error or document.reason or ""))
            return
        self.scores[document.score] += 1
        self.passed += document.passed

    def _add_cause(self, place: int, document: ReportDocument) -> None:
        if document.misconceptions:
            self.explained.update((one.id, one) for one in document.misconceptions)
            self.alike[tuple(sorted(one.id for one in document.misconceptions))].append(place)
        elif document.verdict not in {Verdict.AC, Verdict.IE}:
            self.unknown += 1
