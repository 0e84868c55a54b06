"""Turns a student's document into the page that the student is given: light, and quick to make in thousands.

It shows what the document holds, and so of a hidden case its name, tags, verdict and points. What keeps it
safe to open is in `grader.report.html.sheet`. Heatmaps need arrays: `grade FILE --report html=…` has them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from grader import __version__
from grader.batch.outputs.cards import card_of, places_of
from grader.batch.outputs.example import example_text
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.model.observation import Captured
from grader.report.document import HiddenResult
from grader.report.escape import cut
from grader.report.html.case import printed_text, sentence
from grader.report.html.hints import Hints, heading_of
from grader.report.html.page import Failure, Heading, Page, facts_of
from grader.report.html.sheet import page_template, read_part
from grader.report.html.verdict import shown_verdict
from grader.report.look import Look

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.report.document import PublicResult, ReportDocument

REPORT_PAGE: Final = "grader.report.html"
TEMPLATES: Final = (
    (__package__, "student.html"),
    (REPORT_PAGE, "sheet.html"),
    (REPORT_PAGE, "findings.html"),
    (REPORT_PAGE, "parts.html"),
)
"""All that a page is made with."""
MOST_NAME_CHARACTERS: Final = 120
UNREAD: Final = ("submission.", "intake.")
"""How the keys of reasons begin that say why a file could not be read."""


class StudentPages:
    """What is the same on all the pages of a run, made once.

    Parameters
    ----------
    title : str
        Of the exercise.

    Attributes
    ----------
    source : bytes
        A digest of what is the same on all of them: other pages come of another.
    """

    def __init__(self, title: str, lang: Lang) -> None:
        self._title = title
        self._look = Look(lang, width=0, unicode=True, verbose=True)
        style = read_part(REPORT_PAGE, "style.css")
        templates = (read_part(package, name) for package, name in TEMPLATES)
        made_of = (style, title, lang, *templates, __version__)
        self.source = sha256("\0".join(made_of).encode("utf-8", "surrogatepass")).digest()
        self._template = page_template(__package__, "student.html", lang, style=style)

    def render(self, document: ReportDocument, whose: str) -> bytes:
        """Render a student's page; `whose` it is stands at its head."""
        page = _page(document, self._title, self._look)
        return self._template.render(page=page, whose=cut(whose, characters=MOST_NAME_CHARACTERS)).encode()


def _page(document: ReportDocument, title: str, look: Look) -> Page:
    told: dict[object, int] = {}
    return Page(
        heading=_heading(document, title, look),
        failure=_failure(document, look),
        hints=_hints(document, look),
        printed=printed_text(Captured(text=document.stdout, cut_bytes=document.stdout_cut_bytes)),
        cards=tuple(card_of(result, look, told, ran=document.reason is None) for result in document.results),
        first_failed=None,
        hidden_failed=any(map(_is_hidden_failure, document.results)),
        blocks=(),
        facts=facts_of(document, look, here=False),
    )


def _heading(document: ReportDocument, title: str, look: Look) -> Heading:
    return Heading(
        title=title,
        path=cut(document.submission.path, characters=MOST_NAME_CHARACTERS),
        outline=None,
        verdict=shown_verdict(Verdict(document.verdict), look),
        score=document.score,
        max_score=document.max_score,
        told=_told(document, look),
        notices=_notices(document, look),
    )


def _told(document: ReportDocument, look: Look) -> tuple[str, ...]:
    if document.score is None:
        return (look.words("not_scored"),)
    passed = sum(result.verdict == Verdict.AC for result in document.results)
    counted = look.words("passed_of", passed=passed, count=len(document.results))
    full = document.passed and document.score == document.max_score
    return (counted, look.words("full_marks")) if full else (counted,)


def _notices(document: ReportDocument, look: Look) -> tuple[str, ...]:
    if (document.reason_key or "").startswith(UNREAD):
        return ()
    if document.template.modified_outside_markers:
        return (look.words("template_modified"),)
    return () if document.template.markers else (look.words("markers_missing"),)


def _is_hidden_failure(result: PublicResult | HiddenResult) -> bool:
    return isinstance(result, HiddenResult) and result.verdict != Verdict.AC


def _failure(document: ReportDocument, look: Look) -> Failure | None:
    if document.reason is None:
        return None
    return Failure(sentence(document.reason), places_of(document.trace, look))


def _hints(document: ReportDocument, look: Look) -> Hints | None:
    known, example = document.misconceptions, document.small_example
    if not (known or document.clues or example):
        return None
    return Hints(
        heading=heading_of(known, look),
        causes=tuple(getattr(one, look.lang) for one in known),
        clues=tuple(getattr(one, look.lang) for one in document.clues),
        example=None if example is None else say(message("outputs.example"), look.lang),
        written=None if example is None else example_text(example, look),
    )
