"""The command line: turns arguments into calls of the pipeline, what comes of them into output and a code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from grader import __version__
from grader.cli.batch import batch_command
from grader.cli.cases import cases_command
from grader.cli.collecting import collect_command
from grader.cli.diffing import diff_command
from grader.cli.doctor import doctor_command
from grader.cli.exercises import course_command, exercise_command
from grader.cli.export import export_command
from grader.cli.failures import failed
from grader.cli.group import outermost_group
from grader.cli.language import choose_language, language_on
from grader.cli.likeness import similar_command
from grader.cli.listing import list_command
from grader.cli.output import never_refuse
from grader.cli.progress import progress_command
from grader.cli.run import run_command
from grader.cli.schema import schema_command
from grader.cli.start import start_command
from grader.messages import message

if TYPE_CHECKING:
    import click

    from grader.messages import Lang
    from grader.sandbox.launch import Zygote


def make_command_line(lang: Lang, *, report_lang: Lang | None = None) -> click.Group:
    """Build the command line.

    Parameters
    ----------
    lang : str
        Of the help and of what commands print on the terminal.
    report_lang : str
        Of reports, which need not go to the terminal; the same where it is None.
    """
    spoken = report_lang or lang
    commands = [
        run_command(lang, report_lang=spoken),
        progress_command(lang, report_lang=spoken),
        start_command(lang),
        list_command(lang),
        doctor_command(lang),
        batch_command(lang, report_lang=spoken),
        diff_command(lang, report_lang=spoken),
        cases_command(lang, report_lang=spoken),
        exercise_command(lang, report_lang=spoken),
        course_command(lang),
        collect_command(lang),
        similar_command(lang, report_lang=spoken),
        schema_command(lang),
        export_command(lang, report_lang=spoken),
    ]
    return outermost_group(
        commands, told=message("cli.help"), epilog=message("cli.epilog"), version=__version__, lang=lang
    )


def run_command_line(arguments: list[str], zygote: Zygote | None = None) -> int:
    """Run one command and return its exit code. Never raises.

    Parameters
    ----------
    arguments : list of str
        What follows `grade`.
    zygote : Zygote or None
        One that was started early, for the commands that grade.
    """
    lang = choose_language(arguments)
    never_refuse(sys.stdout)
    try:
        command_line = make_command_line(language_on(sys.stdout, lang), report_lang=lang)
        code = command_line.main(args=arguments, prog_name="grade", standalone_mode=False, obj=zygote)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one place where every failure becomes an exit code
        return failed(error, lang, debug="--debug" in arguments)
    return code if isinstance(code, int) else 0
