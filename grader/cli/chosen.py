"""Turns `--exercise`, or what a submission shows, into the exercise that is meant."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from grader.cli.language import language_on
from grader.errors import UsageError
from grader.messages import message, say
from grader.pipeline.choosing import Choice, UndecidedError, Why, choose
from grader.suite.exercise import load_exercise
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.messages import Lang, Message
    from grader.model.exercise import Exercise
    from grader.model.submission import Submission
    from grader.suite.course import Course


def chosen_exercise(course: Course, exercise_id: str | None) -> Exercise:
    """Load the exercise that was named, or the only one that there is, or the course's default."""
    return load_exercise(course, exercise_id or _usual_exercise(course))


def exercise_for(course: Course, submission: Submission, *, named: str | None, ask: Lang | None) -> Choice:
    """Choose the exercise that a submission is for; ask in a language where it fits several, and one may ask.

    Raises
    ------
    UsageError
        It cannot be told, and nobody can be asked.
    """
    try:
        return choose(course, submission.source, named=named)
    except UndecidedError as undecided:
        if not undecided.fitting or ask is None or not _at_a_terminal(submission):
            raise
        return Choice(_asked(course, undecided.fitting, language_on(sys.stderr, ask)), Why.NAMED)


def told_choice(choice: Choice) -> Message | None:
    """Say how an exercise was chosen, where neither its name was given nor there was a choice."""
    if choice.why in {Why.NAMED, Why.ONLY}:
        return None
    key = f"choosing.{choice.why.value}"
    return message(key, id=choice.exercise_id, others=", ".join(choice.others))


def _usual_exercise(course: Course) -> str:
    unit = load_unit(course)
    if not unit.levels:
        raise UsageError(message("cli.no_exercise"))
    if unit.default is not None or len(unit.levels) == 1:
        return unit.default or unit.levels[0]
    raise UsageError(message("cli.which_exercise", ids=", ".join(unit.levels)))


def _at_a_terminal(submission: Submission) -> bool:
    streams = (sys.stdin, sys.stderr)
    return submission.path != "-" and all(stream is not None and stream.isatty() for stream in streams)


def _asked(course: Course, ids: Sequence[str], lang: Lang) -> str:
    """Ask until there is an answer: the number of an exercise, or its name."""
    titles = [getattr(load_exercise(course, name).title, lang) for name in ids]
    width = max(map(len, ids))
    lines = "\n".join(
        f"  {number}  {name:{width}}  {title}"
        for number, (name, title) in enumerate(zip(ids, titles, strict=True), start=1)
    )
    told = say(message("choosing.ask", lines=lines, count=len(ids)), lang)
    listed, _, question = told.rpartition("\n")
    click.echo(listed, err=True)
    while True:
        answer: str = click.prompt(question, type=str, err=True).strip()
        if answer in ids:
            return answer
        if answer.isdecimal() and 1 <= int(answer) <= len(ids):
            return ids[int(answer) - 1]
        click.echo(say(message("cli.no_whole", value=answer, least=1, most=len(ids)), lang), err=True)
