"""`grade cases show [NAME]`: the cases in a table, or one of them with its arrays as numpy prints them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from grader.arrays.digest import digest
from grader.arrays.secret import fingerprint
from grader.audit.facts import facts
from grader.cli.cases.near import near
from grader.cli.cases.npz import npz_bytes
from grader.cli.chosen import chosen_exercise
from grader.cli.output import cannot_write, emit, look_of
from grader.errors import UsageError
from grader.messages import message, say
from grader.model.case import Drawn
from grader.oracle import load_reference, make_case
from grader.pipeline.preparing import case_named, chosen_paths
from grader.report.calls import called
from grader.report.paint import BOLD, DIM, Span, columns, line, paint
from grader.report.whole import write_whole
from grader.suite.cases import load_suite
from grader.suite.course import find_course
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from grader.cli.output import Look
    from grader.messages import Lang, Message
    from grader.model.case import Array, Case, CaseSpec, Suite
    from grader.report.paint import Line

DIGEST_DIGITS: Final = 16
DECIMALS: Final = 2


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    name: str | None
    exercise: str | None
    course: str | None
    cases: str | None
    npz: str | None
    verbose: bool


def run_show(options: Options) -> None:
    """Print the table, or one case; write its arrays where they were asked for."""
    if options.npz is not None and options.name is None:
        raise UsageError(message("cases.npz_of_which"))
    secret = course_secret(os.environ)
    course = find_course(options.course, os.environ)
    exercise = chosen_exercise(course, options.exercise)
    suite = load_suite(exercise, chosen_paths(course, exercise, options.cases))
    look = look_of(options.lang)
    showing = _Showing(suite, secret, look)
    if options.name is None:
        lines = showing.table()
    else:
        reference = load_reference(exercise)
        case = make_case(exercise, case_named(suite, options.name), reference, secret=secret)
        lines = showing.case(case, reference, with_given=options.verbose)
        if options.npz is not None:
            _write(Path(options.npz), case)
    emit(paint(lines, colour=look.colour, unicode=look.marks), None)


def _write(path: Path, case: Case) -> None:
    try:
        write_whole(path, npz_bytes(case))
    except OSError as error:
        raise cannot_write(path, error) from error


class _Showing:
    """How cases are shown: of which suite, in which language, how wide."""

    def __init__(self, suite: Suite, secret: bytes, look: Look) -> None:
        self._suite = suite
        self._secret = secret
        self._lang = look.lang
        self._width = look.width

    def table(self) -> Iterator[Line]:
        """Give a line for each case: number, name, visibility, points, tags."""
        heads = ("number", "name", "visibility", "points", "tags")
        rows = [[Span(self._say(message(f"cases.head_{head}")), DIM) for head in heads]]
        for number, spec in enumerate(self._suite.cases, start=1):
            shown = (str(number), spec.name, self._visibility(spec), str(spec.points), ", ".join(spec.tags))
            rows.append([Span(text) for text in shown])
        yield from columns(rows, right=frozenset((0, 3)))
        total = sum(spec.points for spec in self._suite.cases)
        yield line(self._say(message("cases.total", count=len(self._suite.cases), points=total)))

    def case(self, case: Case, reference: ModuleType, *, with_given: bool) -> Iterator[Line]:
        """Give all that there is to know of a case: what it is, then inputs and expected arrays."""
        spec = case.spec
        yield (Span(spec.name, BOLD), Span("  "), Span(self._say(self._worth(spec))))
        yield line(called(case, self._suite.exercise), indent=2)
        for told in self._about(case, reference):
            yield line(self._say(told), indent=2)
        for name, array in case.inputs.items():
            yield from self._array(name, array, self._origin(spec, name))
        for step in spec.steps:
            for seen in step.observe if with_given or not step.given else ():
                yield from self._array(seen.name, case.expected[seen.name], message("cases.expected"))

    def _about(self, case: Case, reference: ModuleType) -> Iterator[Message]:
        spec = case.spec
        if spec.tags:
            yield message("cases.tags", tags=", ".join(spec.tags))
        atol = self._suite.exercise.tolerance.atol
        yield from (message("cases.fact", told=fact.told) for fact in facts(reference, case, atol=atol))
        yield message("cases.digest", digest=digest(case.inputs)[:DIGEST_DIGITS])
        if spec.path is not None:
            yield message("cases.written_in", place=f"{near(spec.path)}:{spec.line}")
        if spec.visibility != "public":
            force = "secret.in_force" if self._secret else "secret.none"
            yield message(force, fingerprint=fingerprint(self._secret))
        if spec.explain is not None:
            yield message("cases.explain", text=getattr(spec.explain, self._lang))

    def _array(self, name: str, array: Array, origin: Message) -> Iterator[Line]:
        yield line()
        yield (Span(f"{name}:", BOLD), Span("  "), Span(self._say(origin), DIM))
        shown = np.array2string(
            array, precision=DECIMALS, suppress_small=True, max_line_width=self._width, separator=" "
        )
        yield from (line(row) for row in shown.splitlines())

    def _origin(self, spec: CaseSpec, name: str) -> Message:
        made = spec.inputs[name]
        if not isinstance(made, Drawn):
            return message("cases.literal")
        draw = made.draw
        return message(
            "cases.drawn",
            seed=spec.seed,
            distribution=draw.distribution,
            low=f"{draw.low:g}",
            high=f"{draw.high:g}",
            dtype=draw.dtype,
        )

    def _worth(self, spec: CaseSpec) -> Message:
        number = 1 + next(at for at, other in enumerate(self._suite.cases) if other is spec)
        return message(
            "cases.worth",
            number=number,
            count=len(self._suite.cases),
            visibility=message(f"cases.{spec.visibility}"),
            points=spec.points,
        )

    def _visibility(self, spec: CaseSpec) -> str:
        return self._say(message(f"cases.{spec.visibility}"))

    def _say(self, told: Message) -> str:
        return say(told, self._lang)
