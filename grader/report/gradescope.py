"""Turns a report into Gradescope's `results.json`, or the reason why nothing could be graded into one.

Hidden cases are `visible` there: their tests hold nothing but name, tags, verdict and points. Gradescope's
own `hidden` is for tests without points, and its `after_published` hides the total score from the student as
well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.escape import escape_json
from grader.report.rows import hints, rows_of, said, verdict_words, why_none_ran

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang, Message
    from grader.model.report import Report
    from grader.report.rows import Row

TEXT: Final = "text"
VISIBLE: Final = "visible"
# What the grader prints is for the instructor; the fields are for the student.
STDOUT_VISIBILITY: Final = "hidden"


def render_gradescope(report: Report, *, lang: Lang) -> str:
    """Render the file.

    Notes
    -----
    Where the grader itself failed there is no score, neither of the whole nor of a test. Gradescope then says
    that the autograder failed, and records no zero.
    """
    scored = report.score is not None
    return _written(
        {
            **({"score": report.score} if scored else {}),
            "execution_time": round(report.wall_seconds, 3),
            **told("\n".join(notes_of(report, lang))),
            "extra_data": {
                "layergrade": {
                    "exercise": report.exercise.id,
                    "sha256": report.submission.sha256,
                    "verdict": report.verdict.value,
                    "isolation": report.isolation.level,
                }
            },
            "tests": [test_of(row, lang, scored=scored) for row in rows_of(report, lang=lang)],
        }
    )


def render_refusal(why: Message, *, lang: Lang) -> str:
    """Render the file for a student who handed in nothing that can be graded: no points, and why."""
    return _written({"score": 0, **told(said(why, lang=lang)), "tests": []})


def told(output: str) -> dict[str, Any]:
    """Say something of the whole, to the student alone."""
    return {
        "output": output,
        "output_format": TEXT,
        "visibility": VISIBLE,
        "stdout_visibility": STDOUT_VISIBILITY,
    }


def notes_of(report: Report, lang: Lang) -> Iterator[str]:
    """Say what holds of the whole report."""
    if report.score is None:
        yield say(message("report.not_scored"), lang)
    if report.reason is not None:
        yield f"{verdict_words(report.verdict, lang)}\n{why_none_ran(report, lang=lang)}"
    known = hints(report, lang=lang)
    if known:
        yield known
    if report.submission.unreadable is not None:
        return
    if report.template.modified_outside_markers:
        yield say(message("report.template_modified"), lang)
    elif not report.template.markers:
        yield say(message("report.markers_missing"), lang)


def test_of(row: Row, lang: Lang, *, scored: bool) -> dict[str, Any]:
    """Make the test of one case."""
    words = verdict_words(row.verdict, lang)
    points = {"score": row.points, "max_score": row.max_points} if scored else {}
    return {
        **points,
        "status": "passed" if row.verdict is Verdict.AC else "failed",
        "name": row.name,
        "name_format": TEXT,
        "number": str(row.number),
        "output": "\n".join(_output(row, words, lang)),
        "output_format": TEXT,
        "tags": list(row.tags),
        "visibility": VISIBLE,
    }


def _output(row: Row, words: str, lang: Lang) -> Iterator[str]:
    yield words
    if row.hidden:
        yield say(message("report.hidden_failed"), lang)
    if row.explanation:
        yield row.explanation.rstrip("\n")


def _written(document: dict[str, Any]) -> str:
    return escape_json(msgspec.json.encode(document).decode()) + "\n"
