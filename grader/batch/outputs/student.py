"""Turns a student's document into the page that the student is given: light, and quick to make in thousands.

It shows what the document holds, and so of a hidden case its name, tags, verdict and points. What keeps it
safe to open is in `grader.report.html.sheet`. Heatmaps need arrays: `grade FILE --report html=…` has them.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from grader import __version__
from grader.batch.outputs.cards import Card, card_of, places_of
from grader.batch.outputs.example import example_text
from grader.model.judgement import Verdict
from grader.model.observation import Captured
from grader.report.document import HiddenResult
from grader.report.escape import cut
from grader.report.html.case import TONES, Place, Printed, printed_text, sentence
from grader.report.html.sheet import LANGUAGE_TAGS, make_environment, ours, policy, read_part, words
from grader.report.look import Look
from grader.report.numbers import mebibytes

if TYPE_CHECKING:
    import jinja2

    from grader.messages import Lang
    from grader.report.document import PublicResult, ReportDocument
    from grader.report.escape import Excerpt

REPORT_PAGE: Final = "grader.report.html"
MOST_NAME_CHARACTERS: Final = 120
UNREAD: Final = ("submission.", "intake.")
"""How the keys of reasons begin that say why a file could not be read."""


class Failure(NamedTuple):
    """Why no case could be run."""

    reason: Excerpt
    places: tuple[Place, ...]


class Hints(NamedTuple):
    """What the failures look like."""

    heading: str
    causes: tuple[str, ...]
    clues: tuple[str, ...]
    example: str | None


class Page(NamedTuple):
    """Everything that the page shows."""

    title: str
    whose: str
    path: str
    tone: str
    mark: str
    verdict: str
    score: int | None
    max_score: int
    told: tuple[str, ...]
    notices: tuple[str, ...]
    failure: Failure | None
    hints: Hints | None
    printed: Printed | None
    cards: tuple[Card, ...]
    hidden_failed: bool
    facts: tuple[str, ...]


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
        style = _style()
        made_of = (style, title, lang, _part("student.html"), _part("parts.html"), __version__)
        self.source = sha256("\0".join(made_of).encode("utf-8", "surrogatepass")).digest()
        self._template = _environment().get_template("student.html")
        self._shared = {
            "style": ours(style),
            "policy": policy(style),
            "language": LANGUAGE_TAGS[lang],
            "t": words(lang, "outputs"),
        }

    def render(self, document: ReportDocument, whose: str) -> bytes:
        """Render a student's page; `whose` it is stands at its head."""
        page = _page(document, self._title, cut(whose, characters=MOST_NAME_CHARACTERS), self._look)
        return self._template.render(page=page, **self._shared).encode()


def _page(document: ReportDocument, title: str, whose: str, look: Look) -> Page:
    verdict = Verdict(document.verdict)
    told: dict[object, int] = {}
    return Page(
        title=title,
        whose=whose,
        path=cut(document.submission.path, characters=MOST_NAME_CHARACTERS),
        tone=TONES.get(verdict, "bad"),
        mark=look.mark(verdict),
        verdict=look.verdict(verdict),
        score=document.score,
        max_score=document.max_score,
        told=_told(document, look),
        notices=_notices(document, look),
        failure=_failure(document, look),
        hints=_hints(document, look),
        printed=printed_text(Captured(text=document.stdout, cut_bytes=document.stdout_cut_bytes)),
        cards=tuple(card_of(result, look, told, ran=document.reason is None) for result in document.results),
        hidden_failed=any(map(_is_hidden_failure, document.results)),
        facts=_facts(document, look),
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
    known = document.misconceptions
    if not (known or document.clues or document.small_example):
        return None
    return Hints(
        heading=look.words("cause" if len(known) == 1 else "causes" if known else "clues"),
        causes=tuple(getattr(one, look.lang) for one in known),
        clues=tuple(getattr(one, look.lang) for one in document.clues),
        example=None if document.small_example is None else example_text(document.small_example, look),
    )


def _facts(document: ReportDocument, look: Look) -> tuple[str, ...]:
    time, isolation = look.seconds(document.wall_seconds), document.isolation
    used = look.words("used", time=time)
    if document.peak_memory_bytes is not None:
        used = look.words("used_with_memory", time=time, memory=mebibytes(document.peak_memory_bytes))
    key = "isolation" if isolation.layers else "isolation_none"
    guarded = look.words(key, level=isolation.level, layers=", ".join(isolation.layers))
    return (used, guarded, f"SHA-256: {document.submission.sha256}")


@cache
def _environment() -> jinja2.Environment:
    return make_environment((__package__, REPORT_PAGE))


@cache
def _style() -> str:
    return _part("style.css")


def _part(name: str) -> str:
    package = __package__ if name == "student.html" else REPORT_PAGE
    return read_part(package, name)
