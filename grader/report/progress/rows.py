"""Turns progress into one row a level: all that a table of any kind may say of it, in one language."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import message, say
from grader.report.calls import command
from grader.report.cases import STYLES
from grader.report.escape import cut, one_line
from grader.report.look import Look
from grader.report.paint import DIM, OURS
from grader.report.rows import WIDTH

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.progress import Progress, UnitLevel
    from grader.model.report import Report

NOT_HANDED_IN: Final = "-"


class LevelRow(NamedTuple):
    """One level.

    Parameters
    ----------
    mark, result : str
        The verdict of its report, or that nothing was handed in.
    style : str
        Of the result, for a terminal.
    points : str
        Earned and possible.
    file : str
        As it is called within the folder, in one safe line; empty where there is none.
    others : tuple of str
        The other files, each with its points.
    """

    number: int
    id: str
    title: str
    mark: str
    result: str
    style: str
    points: str
    file: str
    others: tuple[str, ...]


def level_rows(progress: Progress, look: Look) -> list[LevelRow]:
    """Make the rows, in the order of the levels."""
    return [_row(level, progress.folder, look) for level in progress.levels]


def plain_look(lang: Lang) -> Look:
    """Give the look of what goes into files of machine formats."""
    return Look(lang, WIDTH, unicode=True, verbose=False)


def title_of(progress: Progress, lang: Lang) -> str:
    """Name the course and the folder, in one safe line."""
    folder = one_line(cut(progress.folder))
    if progress.title is None:
        return folder
    title = progress.title.zh if lang == "zh" else progress.title.en
    return say(message("report.title", title=title, path=folder), lang)


def total_of(progress: Progress, lang: Lang) -> str:
    """Say the points of all levels, and how many are passed."""
    passed = sum(level.passed for level in progress.levels)
    told = message("progress.passed_of", passed=passed, count=len(progress.levels))
    if progress.score is None:
        return f"{say(message('report.not_scored'), lang)}   {say(told, lang)}"
    score = message("report.score", score=progress.score, max_score=progress.max_score)
    return f"{say(score, lang)}   {say(told, lang)}"


def why(level: UnitLevel) -> str:
    """Give the command that says why a level is not passed; empty where it is, or nothing was handed in."""
    if level.report is None or level.passed:
        return ""
    return command(level.report.submission.path, level.report.options)


def within(path: str, folder: str) -> str:
    """Name a file as it is called within the folder, in one safe line."""
    inside = PurePath(path)
    if inside.is_relative_to(folder):
        inside = inside.relative_to(folder)
    return one_line(cut(str(inside)))


def _row(level: UnitLevel, folder: str, look: Look) -> LevelRow:
    title = level.exercise.title.zh if look.lang == "zh" else level.exercise.title.en
    report = level.report
    if report is None:
        mark, style = NOT_HANDED_IN, DIM
        result = say(message("progress.not_handed_in"), look.lang)
    else:
        mark, style = look.mark(report.verdict).strip(), STYLES.get(report.verdict, OURS)
        result = look.verdict(report.verdict)
    others = tuple(
        f"{_file(other, folder)} {_points(other.score, level.max_score)}" for other in level.others
    )
    return LevelRow(
        number=level.number,
        id=level.exercise.id,
        title=title,
        mark=mark,
        result=result,
        style=style,
        points=_points(level.score, level.max_score),
        file="" if report is None else _file(report, folder),
        others=others,
    )


def _file(report: Report, folder: str) -> str:
    return within(report.submission.path, folder)


def _points(score: int | None, max_score: int) -> str:
    return f"{'-' if score is None else score}/{max_score}"
