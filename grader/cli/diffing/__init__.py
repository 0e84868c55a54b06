"""`grade diff OLD NEW`: who moves between two runs, by how many points and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from grader.cli.group import command_of
from grader.cli.options import debug_option, language_option, option
from grader.cli.values import OneOf
from grader.messages import message

if TYPE_CHECKING:
    from grader.batch.diff import Comparison
    from grader.messages import Lang

FORMS: Final = ("text", "json", "csv")
EXIT_MOVED: Final = 1


def diff_command(lang: Lang, *, report_lang: Lang) -> click.Command:
    """Build the command; its help speaks one language, its findings another where they go to a file."""

    def diff(old: str, new: str, form: str, output: str | None) -> int:
        return run_diff(old, new, form, output, report_lang)

    parameters = [
        click.argument("old", metavar="OLD"),
        click.argument("new", metavar="NEW"),
        option(
            lang,
            "--format",
            "form",
            type=OneOf(FORMS),
            metavar="|".join(FORMS),
            default="text",
            told="format",
        ),
        option(lang, "-o", "--output", metavar="FILE", told="output"),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(diff, "diff", parameters, told=message("cli.help_diff"), lang=lang)


def run_diff(old: str, new: str, form: str, output: str | None, lang: Lang) -> int:
    """Compare two runs, and return the exit code: 1 when somebody moves."""
    from pathlib import Path  # noqa: PLC0415 - only when it is called

    from grader.batch.diff import compare  # noqa: PLC0415 - as above
    from grader.batch.standings import read_standings  # noqa: PLC0415 - as above
    from grader.cli.output import emit, refuse_target  # noqa: PLC0415 - as above

    refuse_target(output)
    found = compare(read_standings(Path(old)), read_standings(Path(new)))
    emit(_rendered(found, form, output, lang), output, encoding=None if form == "text" else "utf-8")
    return EXIT_MOVED if found.moved else 0


def _rendered(found: Comparison, form: str, output: str | None, lang: Lang) -> str:
    if form == "json":
        from grader.cli.diffing.machine import render_json  # noqa: PLC0415 - only when it is called

        return render_json(found)
    if form == "csv":
        from grader.cli.diffing.machine import render_csv  # noqa: PLC0415 - only when it is called

        return render_csv(found, lang=lang)
    return _text(found, output, lang)


def _text(found: Comparison, output: str | None, lang: Lang) -> str:
    from grader.cli.diffing.text import render_text  # noqa: PLC0415 - only when it is called
    from grader.cli.output import look_of  # noqa: PLC0415 - as above

    look = look_of(lang, output)
    return render_text(found, lang=look.lang, colour=look.colour, unicode=look.marks, width=look.width)
