"""Turns a tally and the students' documents into the instructor's page, a row of its table after the other.

It is the one page with a script: it sorts tables, and is named by its digest in the page's policy. Without it
the page says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.batch.outputs.overview import BAR_WIDTH, Person, overview
from grader.model.judgement import Verdict
from grader.report.escape import cut
from grader.report.html.sheet import page_template, read_part
from grader.report.html.verdict import ShownVerdict, shown_verdict
from grader.report.look import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.batch.outcome import Outcome, RunFacts
    from grader.batch.outputs.tally import Tally
    from grader.messages import Lang
    from grader.report.document import ReportDocument

# Everything that the template puts out is escaped: nobody else can have written this.
ROWS_GO_HERE: Final = "<!--rows-->"
MOST_ERROR_CHARACTERS: Final = 200


class Row(NamedTuple):
    """A student in the table."""

    person: Person
    score: int | None
    verdict: ShownVerdict
    passed: int | None
    cases: int
    cause: str
    seconds: float | None
    time: str
    edited: bool


class IndexPage:
    """The page on its way to a file: what comes before the rows, each row, what comes after.

    Parameters
    ----------
    people : sequence of Person
        The students, by their places in the run.
    """

    def __init__(self, tally: Tally, people: Sequence[Person], facts: RunFacts, lang: Lang) -> None:
        self._look = Look(lang, width=0, unicode=True, verbose=True)
        style = read_part("grader.report.html", "style.css") + read_part(__package__, "index.css")
        script = read_part(__package__, "sort.js")
        template = page_template(__package__, "index.html", lang, style=style, script=script)
        page = template.render(page=overview(tally, people, facts, lang), bar_width=BAR_WIDTH)
        self._before, self._after = page.split(ROWS_GO_HERE)
        self._row = template.environment.get_template("row.html")

    def before(self) -> bytes:
        """Give what comes before the rows."""
        return self._before.encode()

    def row(self, outcome: Outcome, document: ReportDocument | None, person: Person) -> bytes:
        """Give a student's row."""
        row = _row(outcome, document, person, self._look)
        return self._row.render(row=row).encode()

    def after(self) -> bytes:
        """Give what comes after the rows."""
        return self._after.encode()


def _row(outcome: Outcome, document: ReportDocument | None, person: Person, look: Look) -> Row:
    if document is None:
        error = cut(outcome.error or "", characters=MOST_ERROR_CHARACTERS)
        return Row(person, None, ShownVerdict("quiet", "–", error), None, 0, "", None, "", edited=False)
    return Row(
        person=person,
        score=document.score,
        verdict=shown_verdict(Verdict(document.verdict), look),
        passed=sum(result.verdict == Verdict.AC for result in document.results),
        cases=len(document.results),
        cause=", ".join(one.id for one in document.misconceptions),
        seconds=document.wall_seconds,
        time=look.seconds(document.wall_seconds),
        edited=bool(document.template.modified_outside_markers),
    )
