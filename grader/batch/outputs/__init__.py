"""Turns what is known of a class into the files that an instructor opens: table, lines, reports, overview.

The outcomes are gone through twice, and none is kept: once to count what the class has in common and to name
the students' files, once to write. Every file appears whole or not at all.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from grader.batch.outputs.facts import RUN_NAME, written_run
from grader.batch.outputs.grades import GradeTable
from grader.batch.outputs.index import IndexPage
from grader.batch.outputs.kept import LIST_NAME, Made, ReportFiles
from grader.batch.outputs.lines import RESULTS_NAME, document_of, result_line, written_document
from grader.batch.outputs.overview import person
from grader.batch.outputs.student import StudentPages
from grader.batch.outputs.tally import Tally
from grader.intake.file_names import file_names
from grader.report.whole import remove_unfinished, replace_file, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.batch.outcome import Outcome, RunFacts
    from grader.batch.outputs.overview import Person
    from grader.messages import Lang
    from grader.report.document import ReportDocument


GRADES_NAME: Final = "grades.csv"
INDEX_NAME: Final = "index.html"


def write_outputs(
    folder: Path, outcomes: Callable[[], Iterator[Outcome]], facts: RunFacts, lang: Lang
) -> None:
    """Write the outputs of a run.

    Parameters
    ----------
    folder : Path
        Where to; it is there, and nobody else writes into it meanwhile.
    outcomes : function
        Goes through the students, in the same order each time it is called.
    facts : RunFacts
        What holds for all of them.
    lang : str
        Of the pages.

    Raises
    ------
    OSError
        A file cannot be written; each of those that were there before is as it was, or is new and whole.
    UsageError
        Something else stands where the folder of the reports goes.
    """
    remove_unfinished(folder, (GRADES_NAME, RESULTS_NAME, INDEX_NAME, RUN_NAME, LIST_NAME))
    tally, people = _counted(outcomes)
    known = [one.stem for one in people if one.stem is not None]
    reports = ReportFiles(folder, known, remove=facts.finished)
    pages = StudentPages(facts.title, lang)
    index = IndexPage(tally, [one.person for one in people], facts, lang)
    with _Sheets.opened(folder, facts, index) as sheets:
        for outcome, one in zip(outcomes(), people, strict=True):
            document = document_of(outcome)
            sheets.add(outcome, document, one.person)
            if document is not None and one.stem is not None:
                _write_reports(reports, pages, one.stem, one.person, document)
        reports.close()
    replace_file(folder / RUN_NAME, written_run(facts))


class _Named(NamedTuple):
    """A student and the name of the reports' files; None where there are none."""

    person: Person
    stem: str | None


class _Sheets(NamedTuple):
    """The files that have a part for each student."""

    table: GradeTable
    lines: IO[bytes]
    overview: IndexPage
    page: IO[bytes]
    facts: RunFacts

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, facts: RunFacts, index: IndexPage) -> Iterator[_Sheets]:
        """Begin the files; they are there when the block ends."""
        with (
            whole_file(folder / INDEX_NAME) as page,
            whole_file(folder / RESULTS_NAME) as lines,
            whole_file(folder / GRADES_NAME) as grades,
        ):
            text = io.TextIOWrapper(grades, encoding="utf-8-sig", newline="")
            page.write(index.before())
            try:
                yield cls(GradeTable(text, facts), lines, index, page, facts)
            finally:
                text.detach()
            page.write(index.after())

    def add(self, outcome: Outcome, document: ReportDocument | None, person: Person) -> None:
        self.table.add(outcome, document)
        self.lines.write(result_line(outcome, document, self.facts))
        self.page.write(self.overview.row(outcome, document, person))


def _counted(outcomes: Callable[[], Iterator[Outcome]]) -> tuple[Tally, list[_Named]]:
    """Go through the students for the first time; what is kept of each is a few short texts."""
    tally = Tally()
    known: list[tuple[str, str | None, bool]] = []
    for outcome in outcomes():
        tally.add(outcome, document_of(outcome))
        known.append((outcome.id, outcome.name, outcome.document is not None))
    names = file_names([id_ for id_, _, _ in known])
    return tally, [_named(id_, name, names[id_] if graded else None) for id_, name, graded in known]


def _named(id_: str, name: str | None, stem: str | None) -> _Named:
    return _Named(person(id_, name, stem), stem)


def _write_reports(
    reports: ReportFiles, pages: StudentPages, stem: str, one: Person, document: ReportDocument
) -> None:
    """Write a student's two reports, unless they are there and were made from the same."""
    data = written_document(document)
    whose = " ".join(filter(None, (one.id, one.name)))
    source = sha256(b"\0".join([pages.source, whose.encode(), data])).hexdigest()
    if not reports.has(stem, source):
        reports.write(stem, source, Made(html=pages.render(document, whose), json=data))
