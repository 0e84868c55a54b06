"""Turns progress into what GitLab, Gradescope and Classroom 50 read of one submission: all levels' tests.

A test is called `exercise: case`. The score is that of the course; a level for which nothing was handed in
is one test without points earned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from grader.messages import message, say
from grader.report.classroom50 import envelope
from grader.report.classroom50 import test_of as classroom_test
from grader.report.escape import escape_json
from grader.report.gitlab import issues_of
from grader.report.gradescope import TEXT, VISIBLE, notes_of, told
from grader.report.gradescope import test_of as gradescope_test
from grader.report.progress.rows import level_rows, plain_look, total_of
from grader.report.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from grader.model.progress import Progress, UnitLevel
    from grader.report.formats import Run


def render_gitlab(progress: Progress, *, lang: Lang, run: Run) -> str:
    """Render the array of all issues; a level for which nothing was handed in has none: there is no line."""
    issues = [issue for report in progress.reports for issue in issues_of(report, lang=lang, run=run)]
    return _written(issues)


def render_gradescope(progress: Progress, *, lang: Lang) -> str:
    """Render `results.json`; without any score where the grader itself failed on a level."""
    score = progress.score
    return _written(
        {
            **({} if score is None else {"score": score}),
            "execution_time": round(sum(report.wall_seconds for report in progress.reports), 3),
            **told("\n".join(_overview(progress, lang))),
            "extra_data": {"layergrade": {"exercises": [level.exercise.id for level in progress.levels]}},
            "tests": [
                test
                for level in progress.levels
                for test in _gradescope_tests(level, lang, scored=score is not None)
            ],
        }
    )


def render_classroom50(progress: Progress, *, lang: Lang, run: Run) -> str:
    """Render `result.json`; without a score where the grader itself failed on a level."""
    document = envelope(run)
    if progress.score is not None:
        document["score"] = progress.score
    document["max-score"] = progress.max_score
    document["tests"] = [test for level in progress.levels for test in _classroom_tests(level, lang)]
    return _written(document)


def _overview(progress: Progress, lang: Lang) -> Iterator[str]:
    for row in level_rows(progress, plain_look(lang)):
        level = say(message("progress.level", number=row.number), lang)
        yield f"{level}  {row.id}  {row.mark} {row.result}  {row.points}  {row.file}".rstrip()
    yield total_of(progress, lang)
    for report in progress.reports:
        notes = "\n".join(notes_of(report, lang))
        if notes:
            yield f"\n{report.exercise.id}:\n{notes}"


def _gradescope_tests(level: UnitLevel, lang: Lang, *, scored: bool) -> Iterator[dict[str, Any]]:
    name = level.exercise.id
    if level.report is None:
        yield {
            **({"score": 0, "max_score": level.max_score} if scored else {}),
            "status": "failed",
            "name": name,
            "name_format": TEXT,
            "number": str(level.number),
            "output": say(message("progress.not_handed_in"), lang),
            "output_format": TEXT,
            "tags": [],
            "visibility": VISIBLE,
        }
        return
    for row in rows_of(level.report, lang=lang):
        test = gradescope_test(row, lang, scored=scored)
        yield test | {"name": f"{name}: {row.name}", "number": f"{level.number}.{row.number}"}


def _classroom_tests(level: UnitLevel, lang: Lang) -> Iterator[dict[str, Any]]:
    name = level.exercise.id
    if level.report is None:
        yield {"test-name": name, "passed": False, "score": 0, "max-score": level.max_score}
        return
    for row in rows_of(level.report, lang=lang):
        if row.points is not None:
            yield classroom_test(row) | {"test-name": f"{name}: {row.name or row.number}"}


def _written(document: object) -> str:
    return escape_json(msgspec.json.encode(document).decode()) + "\n"
