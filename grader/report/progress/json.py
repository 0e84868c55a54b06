"""Turns progress into its JSON document: one object on one line, with the report of each level in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.report.escape import escape_json, for_json
from grader.report.json import MAX_TEXT_CHARACTERS, to_document
from grader.report.progress.document import FORMAT_VERSION, LevelEntry, OtherEntry, ProgressDocument

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.progress import Progress, UnitLevel
    from grader.model.report import Report


def render_json(progress: Progress, *, lang: Lang) -> str:
    """Render progress as one line of JSON, with a newline; as safe as that of a report."""
    document = ProgressDocument(
        format_version=FORMAT_VERSION,
        lang=lang,
        folder=_text(progress.folder),
        title=None if progress.title is None else _text(getattr(progress.title, lang)),
        passed=progress.passed,
        score=progress.score,
        max_score=progress.max_score,
        levels=tuple(_level(level, lang) for level in progress.levels),
        left_over=tuple(map(_text, progress.left_over)),
    )
    return escape_json(msgspec.json.encode(document).decode()) + "\n"


def _level(level: UnitLevel, lang: Lang) -> LevelEntry:
    return LevelEntry(
        number=level.number,
        exercise=level.exercise.id,
        title=_text(getattr(level.exercise.title, lang)),
        passed=level.passed,
        verdict=None if level.report is None else level.report.verdict.value,
        score=level.score,
        max_score=level.max_score,
        report=None if level.report is None else to_document(level.report, lang=lang),
        others=tuple(map(_other, level.others)),
    )


def _other(report: Report) -> OtherEntry:
    return OtherEntry(
        path=_text(report.submission.path),
        sha256=report.submission.sha256,
        verdict=report.verdict.value,
        score=report.score,
    )


def _text(text: str) -> str:
    return for_json(text, characters=MAX_TEXT_CHARACTERS)
