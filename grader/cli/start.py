"""`grade start EXERCISE [DIR]`: give a student what is needed to begin."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of
from grader.cli.options import course_option, debug_option, language_option
from grader.messages import message, say
from grader.report.escape import visible

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.exercise import Exercise


def start_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    def start(exercise: str, folder: str | None, course: str | None) -> None:
        from grader.suite.course import find_course  # noqa: PLC0415 - only when it is called
        from grader.suite.exercise import load_exercise  # noqa: PLC0415 - only when it is called

        found = load_exercise(find_course(course, os.environ), exercise)
        made = hand_out(found, Path(folder or found.id))
        files = "\n".join(f"  {path}" for path in made)
        told = message("cli.started", files=files, command=_grading(made[0], course))
        click.echo(visible(say(told, lang)))

    parameters = [
        click.argument("exercise", metavar="EXERCISE"),
        click.argument("folder", metavar="[DIR]", required=False),
        course_option(lang),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(start, "start", parameters, told=message("cli.help_start"), lang=lang)


def _grading(path: Path, course: str | None) -> str:
    """Give the command that grades a file, of the course that was named."""
    from grader.report.calls import command  # noqa: PLC0415 - only when it is called

    return command(str(path), {"--course": course} if course else {})


def hand_out(exercise: Exercise, folder: Path) -> list[Path]:
    """Write the template, the statements and the given modules; the template first in the list.

    Raises
    ------
    UsageError
        When a file cannot be written, or is there already: a student's work is never overwritten.
    CourseError
        When the course lacks one of them.
    """
    from grader.cli.files import write_all  # noqa: PLC0415 - only when it is called
    from grader.suite.text import read_text  # noqa: PLC0415 - as above

    files = {f"{exercise.id}.py": read_text(exercise.folder / "template.py")}
    files |= {name: read_text(exercise.folder / name) for name in ("statement.zh.md", "statement.en.md")}
    files |= {f"{given.name}.py": given.source for given in exercise.modules}
    write_all(folder, files)
    return [folder / name for name in files]
