"""`grade similar`: pairs of submissions that are alike, to be looked at."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.group import command_of
from grader.cli.options import (
    course_option,
    debug_option,
    exercise_option,
    finding_options,
    language_option,
    option,
)
from grader.cli.values import OneOf, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.intake import Entry
    from grader.messages import Lang
    from grader.model.exercise import Exercise
    from grader.similar import Likeness, Prints

FORMATS = ("text", "json", "html")
SHOWN = "|".join(FORMATS)
THRESHOLD_PERCENT = 80
LEAST_COMPARED = 2


class Options(NamedTuple):
    """What the command line asks for."""

    lang: Lang
    paths: tuple[str, ...]
    exercise: str | None
    course: str | None
    pattern: str | None
    id_from: str | None
    threshold: int
    form: str
    output: str | None


def similar_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command, with its help in one language and its report in one that may be another."""

    def similar(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        run_similar(Options(lang=report_lang, **given))

    percent = Whole(least=1, most=100)
    parameters = [
        click.argument("paths", metavar="PATH...", nargs=-1, required=True),
        exercise_option(lang),
        course_option(lang),
        *finding_options(lang),
        click.option(
            "--threshold",
            type=percent,
            default=THRESHOLD_PERCENT,
            metavar="PERCENT",
            help=say(message("similar.option_threshold"), lang),
        ),
        option(lang, "--format", "form", type=OneOf(FORMATS), metavar=SHOWN, default="text", told="format"),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(similar, "similar", parameters, told=message("similar.help"), lang=lang)


def run_similar(options: Options) -> None:
    """Compare the submissions and write what was found.

    Raises
    ------
    UsageError
        There is nothing to compare, or the result cannot be written.
    """
    from grader.cli.chosen import chosen_exercise  # noqa: PLC0415 - only when it is called
    from grader.cli.output import emit, refuse_target  # noqa: PLC0415 - as above
    from grader.errors import UsageError  # noqa: PLC0415 - as above
    from grader.intake import find_entries  # noqa: PLC0415 - as above
    from grader.report.escape import one_line, visible  # noqa: PLC0415 - as above
    from grader.similar import compare  # noqa: PLC0415 - as above
    from grader.suite.course import find_course  # noqa: PLC0415 - as above

    refuse_target(options.output)
    exercise = chosen_exercise(find_course(options.course, os.environ), options.exercise)
    found = find_entries(options.paths, exercise=exercise, pattern=options.pattern, id_from=options.id_from)
    for one in found.skipped:
        told = message("similar.skipped", shown=one_line(one.shown), told=one.told)
        click.echo(visible(say(told, options.lang)), err=True)
    if len(found.entries) < LEAST_COMPARED:
        raise UsageError(message("similar.too_few", count=len(found.entries)))
    likeness = compare(list(_taken(found.entries, exercise)), threshold=options.threshold / 100)
    encoding = None if options.form == "text" else "utf-8"
    emit(_rendered(likeness, exercise, options), options.output, encoding=encoding)


def _taken(entries: tuple[Entry, ...], exercise: Exercise) -> Iterator[Prints]:
    """Read every submission; what cannot be read has no text, and is like none."""
    from grader.intake import read_entry  # noqa: PLC0415 - only when it is called
    from grader.similar import known_prints, prints_of  # noqa: PLC0415 - as above
    from grader.submission import submission_from  # noqa: PLC0415 - as above
    from grader.suite.text import read_text  # noqa: PLC0415 - as above

    given = [module.source for module in exercise.modules]
    known = known_prints([read_text(exercise.folder / "template.py"), read_text(exercise.reference), *given])
    for entry in entries:
        submission = submission_from(entry.shown, read_entry(entry), notebook=entry.notebook)
        yield prints_of(entry.id, submission.source, known=known)


def _rendered(likeness: Likeness, exercise: Exercise, options: Options) -> str:
    from grader.similar.listing import render_json, render_text  # noqa: PLC0415 - only when it is called

    if options.form == "json":
        return render_json(likeness, exercise_id=exercise.id, threshold_percent=options.threshold)
    if options.form == "html":
        from grader.similar.page import render_page  # noqa: PLC0415 - jinja2 and numpy, for this form alone

        title = getattr(exercise.title, options.lang)
        return render_page(likeness, title=title, threshold=options.threshold / 100, lang=options.lang)
    from grader.cli.output import look_of  # noqa: PLC0415 - as above

    lang = look_of(options.lang, options.output).lang
    return render_text(likeness, threshold_percent=options.threshold, lang=lang)
