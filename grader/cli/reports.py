"""Turns `--report NAME=FILE` and `--format NAME` into texts, and these into files and standard output.

Everything is rendered before anything is written, and every file appears whole or not at all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from grader.cli.output import cannot_write, emit, is_file, refuse_target
from grader.cli.values import BadValue, OneOf
from grader.errors import UsageError
from grader.messages import message
from grader.report.formats import FORMATS, missing_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    ReportType = click.ParamType["Target"]
else:  # older versions of click know no type parameters
    ReportType = click.ParamType

NAMES: Final = ("text", *FORMATS)
GITHUB: Final = "github"
MOST_SUMMARY_BYTES: Final = 1 << 20
"""GitHub drops the whole summary of a step that has more."""


class Target(NamedTuple):
    """A report that was asked for: in which format, and the file; None or `-` for standard output."""

    form: str
    file: str | None


class NamedFile(ReportType):
    """NAME=FILE, with the name of a format."""

    name = "report"

    def convert(
        self, value: str | Target, param: click.Parameter | None, ctx: click.Context | None
    ) -> Target:
        """Take the two apart, or say what was expected."""
        if isinstance(value, Target):
            return value
        form, equals, file = value.partition("=")
        if not equals or not file or not form:
            raise BadValue(message("formats.report_form", value=value), ctx, param)
        form = OneOf(NAMES).convert(form, param, ctx)
        if not is_file(file):
            raise BadValue(message("formats.report_to_stdout", value=value), ctx, param)
        return Target(form, file)


def refuse_targets(targets: Sequence[Target], submission: str, environment: Mapping[str, str]) -> None:
    """Refuse what could not be written in the end, before the work is done.

    Raises
    ------
    UsageError
        A file cannot be written or would be written twice, or a format needs to be told more by the
        environment.
    """
    taken: set[str] = set()
    for target in targets:
        refuse_target(target.file, submission)
        missing = missing_variables(target.form, environment)
        if missing:
            names = ", ".join(missing)
            raise UsageError(message("formats.environment", form=target.form, names=names))
        if target.file is not None and is_file(target.file):
            place = os.path.realpath(target.file)
            if place in taken:
                raise UsageError(message("formats.same_file", path=target.file))
            taken.add(place)


def deliver(
    targets: Sequence[Target],
    rendered: Callable[[Target], str],
    *,
    for_runner: Callable[[], Mapping[str, str]],
) -> None:
    """Render what was graded for every target, then write the files, then what is printed.

    Parameters
    ----------
    rendered : callable
        Gives the text for a target.
    for_runner : callable
        Gives what `github` adds to the files that a GitHub runner reads: see `added_for_runner`.

    Raises
    ------
    UsageError
        Something cannot be written.
    """
    texts = [(target, rendered(target)) for target in targets]
    added = for_runner() if GITHUB in {target.form for target in targets} else {}
    for target, text in sorted(texts, key=lambda one: not is_file(one[0].file)):
        emit(text, target.file, encoding=None if target.form == "text" else "utf-8")
    for path, text in added.items():
        _append(path, text)


def added_for_runner(
    environment: Mapping[str, str], *, summary: Callable[[int], str], outputs: Callable[[], str]
) -> dict[str, str]:
    """Render what is added to the runner's files, as far as the environment names them.

    Parameters
    ----------
    summary : callable
        Gives the Markdown of the step's summary, in so many bytes at most.
    outputs : callable
        Gives the step's outputs.
    """
    added: dict[str, str] = {}
    summaries, values = environment.get("GITHUB_STEP_SUMMARY"), environment.get("GITHUB_OUTPUT")
    if summaries:
        added[summaries] = summary(MOST_SUMMARY_BYTES - _size(summaries))
    if values:
        added[values] = outputs()
    return added


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _append(path: str, text: str) -> None:
    """Add to a file in one piece, on lines of its own."""
    try:
        with Path(path).open("ab") as file:
            file.write(text.encode())
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error
