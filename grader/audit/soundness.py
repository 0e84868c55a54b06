"""Turns cases that load without mistakes into warnings: what is allowed, and yet seldom meant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import numpy as np

from grader.audit.facts import TIES, WELL_ABOVE, own_values
from grader.audit.ties import decided_by_ties
from grader.errors import CourseError, Problem
from grader.messages import message
from grader.model.case import Drawn
from grader.oracle import load_reference, make_case
from grader.suite.places import CasePlaces
from grader.suite.protocol import scalar_names
from grader.suite.tree import MapNode, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

    from grader.messages import Message
    from grader.model.case import Case, CaseSpec, Suite

Severity: TypeAlias = Literal["error", "warning"]

FULL_MARKS: Final = 100
_ROUNDINGS: Final = 16.0
_SHARE_OF_LIMIT: Final = 0.1


class Finding(NamedTuple):
    """Something wrong, or suspicious, in a course file."""

    severity: Severity
    problem: Problem


def examine(suite: Suite, *, secret: bytes, whole: bool) -> list[Finding]:
    """Ask the reference for every case, and look for what is seldom meant.

    Parameters
    ----------
    suite : Suite
        The cases.
    secret : bytes
        Of the course; empty where there is none.
    whole : bool
        Whether these are all the cases of the exercise, so that their points should sum to 100.

    Returns
    -------
    list of Finding
        An error for each case that cannot be made, or in which what is said to be a number is none; warnings
        for the others. Ordered by file and line.
    """
    looking = _Examination(suite, secret)
    if whole:
        looking.points()
    looking.seeds()
    looking.cases()
    order = {path: number for number, path in enumerate(suite.paths)}
    return sorted(
        looking.findings,
        key=lambda found: (order.get(found.problem.path, -1), found.problem.line or 0),
    )


def once_for_all_cases(findings: Iterable[Finding]) -> list[Finding]:
    """Keep the first of those that say the same of the reference, each in another case."""
    first: dict[str, Finding] = {}
    for found in findings:
        first.setdefault(repr(_without_case(found.problem)), found)
    return list(first.values())


def slow_cases(seconds: Mapping[str, float], suite: Suite) -> Iterator[tuple[CaseSpec, Message]]:
    """Tell which cases leave a slower solution too little time, by the seconds that the reference took.

    Yields
    ------
    CaseSpec, Message
        A case whose own limit is near, or the slowest case when the limit of the whole run is.
    """
    for spec in suite.cases:
        limit = spec.timeout_seconds
        if limit is not None and seconds.get(spec.name, 0.0) > _SHARE_OF_LIMIT * limit:
            yield spec, _slow("audit.slow_case", seconds[spec.name], limit)
    limit = suite.exercise.limits.wall_seconds
    if sum(seconds.values()) > _SHARE_OF_LIMIT * limit:
        slowest = max(suite.cases, key=lambda spec: seconds.get(spec.name, 0.0))
        yield slowest, _slow("audit.slow_suite", sum(seconds.values()), limit)


def _slow(key: str, seconds: float, limit: float) -> Message:
    return message(key, seconds=f"{seconds:.2g}", limit=f"{limit:g}")


class _Examination:
    """Everything that is found in one suite."""

    def __init__(self, suite: Suite, secret: bytes) -> None:
        self.findings: list[Finding] = []
        self._suite = suite
        self._secret = secret
        self._places: dict[Path, CasePlaces] = {}

    def points(self) -> None:
        """Say when the points do not sum to full marks."""
        total = sum(spec.points for spec in self._suite.cases)
        if total != FULL_MARKS:
            self._warn(None, message("audit.points", total=total, wanted=FULL_MARKS))

    def seeds(self) -> None:
        """Say when two cases draw from the same seed."""
        first: dict[int, CaseSpec] = {}
        for spec in self._suite.cases:
            drawn = any(isinstance(made, Drawn) for made in spec.inputs.values())
            if spec.seed is None or not drawn:
                continue
            before = first.setdefault(spec.seed, spec)
            if before is not spec:
                self._warn(spec, message("audit.seed_repeated", seed=spec.seed, name=before.name), "seed")

    def cases(self) -> None:
        """Make every case, and look at what is expected of it."""
        try:
            reference = load_reference(self._suite.exercise)
        except CourseError as error:
            self._errors(error.problems)
            return
        seconds: dict[str, float] = {}
        for spec in self._suite.cases:
            begun = time.perf_counter()
            try:
                case = make_case(self._suite.exercise, spec, reference, secret=self._secret)
            except CourseError as error:
                self._errors(error.problems)
                continue
            seconds[spec.name] = time.perf_counter() - begun
            self._numbers(case)
            self._expected(case)
            self._ties(case, reference)
        for spec, told in slow_cases(seconds, self._suite):
            self._warn(spec, told)

    def _numbers(self, case: Case) -> None:
        """Say when the reference gives an array where the exercise speaks of a number."""
        path = self._suite.exercise.folder / "exercise.yaml"
        for name in sorted(scalar_names(self._suite.exercise.targets) & case.expected.keys()):
            if case.expected[name].ndim:
                told = message("audit.no_scalar", value=name)
                self._errors([Problem(told, path, _line_of_key(path, "scalars"))])

    def _expected(self, case: Case) -> None:
        own = list(own_values(case))
        if not own:
            self._warn(case.spec, message("audit.nothing_of_students"), "steps")
        atol = self._suite.exercise.tolerance.atol
        for name, largest in own:
            said = {"value": name, "largest": f"{largest:.3g}", "atol": f"{atol:g}"}
            if case.expected[name].size == 0:
                self._warn(case.spec, message("audit.empty_output", value=name))
            elif largest <= WELL_ABOVE * atol:
                self._warn(case.spec, message("audit.small_values", **said))
            elif largest * np.finfo(np.float64).eps * _ROUNDINGS > atol:
                self._warn(case.spec, message("audit.large_values", **said))

    def _ties(self, case: Case, reference: ModuleType) -> None:
        if TIES in case.spec.tags:
            return
        for name in decided_by_ties(reference, case, atol=self._suite.exercise.tolerance.atol):
            self._warn(case.spec, message("audit.unintended_ties", name=name), name)

    def _errors(self, problems: Iterable[Problem]) -> None:
        known = [found.problem for found in self.findings]  # one reference that does not load, many cases
        self.findings += (Finding("error", problem) for problem in problems if problem not in known)

    def _warn(self, spec: CaseSpec | None, told: Message, *keys: str) -> None:
        path = self._suite.paths[0] if spec is None or spec.path is None else spec.path
        if path not in self._places:
            self._places[path] = CasePlaces(path)
        name = None if spec is None else spec.name
        self.findings.append(Finding("warning", self._places[path].problem(told, name, *keys)))


def _without_case(problem: Problem) -> Problem:
    if not problem.told.key.startswith("oracle."):
        return problem
    args = {name: value for name, value in problem.told.args.items() if name != "name"}
    return problem._replace(told=message(problem.told.key, **args))


def _line_of_key(path: Path, key: str) -> int | None:
    root = read_document(path).root
    place = root.keys.get(key) if isinstance(root, MapNode) else None
    return None if place is None else place.line
