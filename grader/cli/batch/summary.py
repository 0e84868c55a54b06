"""Turns what came of a run, or would come of it, into the lines that an instructor reads last."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

import click

from grader.cli.batch.display import verdicts_line
from grader.cli.language import language_on
from grader.messages import message, say
from grader.report.escape import cut, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grader.batch.results import Tally
    from grader.batch.run import Progress
    from grader.cli.batch.plan import Plan, Planned
    from grader.intake.entry import Skipped
    from grader.messages import Lang, Message

_LISTED_MOST: Final = 20
_GRADES: Final = "grades.csv"
_OVERVIEW: Final = "index.html"


def tell_skipped(skipped: Sequence[Skipped], lang: Lang) -> None:
    """List what was found and is no submission."""
    told = (message("batch.skipped", shown=_short(one.shown), told=one.told) for one in skipped)
    _list_out(told, lang)


def tell_failures(failures: Iterable[tuple[str, str]], lang: Lang) -> None:
    """List who has no grade, and why."""
    _list_out((message("batch.not_graded", id=_short(id_), error=error) for id_, error in failures), lang)


def tell_summary(progress: Progress, tally: Tally, folder: Path, lang: Lang) -> None:
    """Say how many were graded and how, and where the files are."""
    graded = sum(tally.verdicts.values())
    lines = [
        message(
            "batch.graded",
            graded=graded,
            total=graded + tally.without,
            reused=progress.reused,
            now=graded - progress.reused,
        )
    ]
    if tally.without:
        lines.append(message("batch.without", count=tally.without))
    if tally.mean is not None:
        verdicts = verdicts_line(Counter(tally.verdicts))
        lines.append(message("batch.verdicts", verdicts=verdicts, mean=f"{tally.mean:.1f}"))
    lines += [
        message("batch.where_grades", path=str(folder / _GRADES)),
        message("batch.where_overview", path=str(folder / _OVERVIEW)),
    ]
    _say(lines, lang)


def tell_plan(plan: Plan, lang: Lang, *, verbose: bool) -> None:
    """Say what would be graded, and what has changed since it last was."""
    lines = [
        message(
            "batch.plan", count=len(plan.graded), total=plan.total, reused=plan.reused, copies=plan.copies
        )
    ]
    kinds = Counter(one.changed for one in plan.graded)
    lines += [_planned_kind(changed, count) for changed, count in kinds.most_common()]
    if verbose:
        lines += [_planned(one) for one in plan.graded]
    _say(lines, lang)


def _planned_kind(changed: tuple[str, ...], count: int) -> Message:
    if not changed:
        return message("batch.plan_new", count=count)
    return message("batch.plan_changed", count=count, names=", ".join(changed))


def _planned(one: Planned) -> Message:
    if not one.changed:
        return message("batch.plan_one_new", id=_short(one.id))
    return message("batch.plan_one_changed", id=_short(one.id), names=", ".join(one.changed))


def _list_out(told: Iterable[Message], lang: Lang) -> None:
    """Say the first few on standard error, and how many more there are."""
    if sys.stderr is None:
        return
    spoken = language_on(sys.stderr, lang)
    more = 0
    for number, one in enumerate(told):
        if number < _LISTED_MOST:
            click.echo(visible(say(one, spoken)), err=True)
        else:
            more += 1
    if more:
        click.echo(say(message("batch.more", count=more), spoken), err=True)


def _say(lines: Sequence[Message], lang: Lang) -> None:
    spoken = language_on(sys.stdout, lang)
    for line in lines:
        click.echo(visible(say(line, spoken)))


def _short(text: str) -> str:
    return cut(one_line(text))
