"""`grade collect`: fetch submissions by git, one file of each, without running anything of theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of
from grader.cli.options import debug_option, language_option, option
from grader.cli.values import Folder
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.collect import Collected
    from grader.messages import Lang

EXIT_SOME_MISSING = 3


def collect_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    def collect(pulls: str | None, forks: str | None, file: str, folder: str) -> int:
        return run_collect(pulls, forks, file, Path(folder), lang)

    parameters = [
        option(lang, "--pulls", metavar="URL", told="pulls"),
        option(lang, "--forks", metavar="FILE", told="forks"),
        option(lang, "--file", metavar="PATH", required=True, told="file"),
        option(lang, "-o", "--output", "folder", type=Folder(), metavar="DIR", required=True, told="folder"),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(collect, "collect", parameters, told=message("cli.help_collect"), lang=lang)


def run_collect(pulls: str | None, forks: str | None, file: str, folder: Path, lang: Lang) -> int:
    """Collect, write the summary, and return the exit code: 3 when some could not be collected."""
    from grader.cli.output import cannot_write  # noqa: PLC0415 - only when it is called
    from grader.collect import collect_forks, collect_pulls, read_forks, summary_csv  # noqa: PLC0415 - as above
    from grader.errors import UsageError  # noqa: PLC0415 - as above
    from grader.report.whole import write_whole  # noqa: PLC0415 - as above

    if (pulls is None) == (forks is None):
        raise UsageError(message("collect.one_of"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if pulls is not None:
            found = collect_pulls(pulls, file, folder)
        else:
            found = collect_forks(read_forks(Path(forks or "")), file, folder)
        write_whole(folder / "collected.csv", summary_csv(found).encode())
    except OSError as error:
        raise cannot_write(folder, error) from error
    return _tell(found, folder, lang)


def _tell(found: Sequence[Collected], folder: Path, lang: Lang) -> int:
    for one in found:
        status = message(f"collect.status_{one.status}")
        click.echo(say(message("collect.line", name=one.name, status=status), lang), err=True)
    count = sum(one.status == "collected" for one in found)
    click.echo(say(message("collect.done", count=count, total=len(found), folder=str(folder)), lang))
    return 0 if count == len(found) else EXIT_SOME_MISSING
