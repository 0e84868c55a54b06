"""Turns what a student handed in to Gradescope into `results.json`; runs inside of Gradescope's container.

What was handed in is a stranger's folder: links in it are not followed, and nothing is imported from it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import Lang, message
from grader.model.report import Level  # noqa: TC001 - msgspec reads the types of `Order`
from grader.report.gradescope import render_refusal
from grader.report.whole import write_whole
from grader.submission import may_be_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.messages import Message
    from grader.model.exercise import Exercise

ORDER_FILE: Final = "autograder.json"
SECRET_FILE: Final = "secret"  # noqa: S105 - the name of the file
SOURCE_FOLDER: Final = "layergrade"
MOST_FILES: Final = 10_000
MOST_NAMED: Final = 10


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the instructor chose when the autograder was made."""

    exercise: str
    lang: Lang
    level: Level


def main(source: Path, grade: Callable[[list[str]], int]) -> int:
    """Grade what was handed in, and write the results.

    Parameters
    ----------
    source : Path
        The unpacked zip; beside it are the folders `submission` and `results`.
    grade : callable
        The command line: takes arguments, gives an exit code.

    Returns
    -------
    int
        An exit code. Where it is not 0 there may be no results, and Gradescope says that the autograder
        failed: nobody gets a zero for that.
    """
    order = msgspec.json.decode((source / ORDER_FILE).read_bytes(), type=Order)
    course = source / SOURCE_FOLDER
    handed_in, results = source.parent / "submission", source.parent / "results" / "results.json"
    exercise = load_exercise(find_course(str(course), {}), order.exercise)
    chosen = choose_submission(handed_in, exercise)
    if not isinstance(chosen, str):
        write_whole(results, render_refusal(chosen, lang=order.lang).encode())
        return 0
    os.chdir(handed_in)  # so that the report names the file as the student does
    os.environ["GRADE_COURSE"] = str(course)  # no option, which commands for the student would repeat
    if (source / SECRET_FILE).exists():
        os.environ["GRADE_SECRET_FILE"] = str(source / SECRET_FILE)
    return grade([
        "run", f"--exercise={order.exercise}", f"--lang={order.lang}", f"--require-isolation={order.level}",
        "--format=gradescope", f"--output={results}", "--exit-zero", "--", chosen,
    ])  # fmt: skip


def choose_submission(folder: Path, exercise: Exercise) -> str | Message:
    """Find the file that is meant, or say what was expected.

    Returns
    -------
    str or Message
        A path within the folder: of the one file that has the exercise's name, else of the one file that is
        there beside the modules that the exercise hands out.
    """
    wanted = f"{exercise.id}.py"
    found = sorted(_programs(folder))
    named = [path for path in found if Path(path).stem == exercise.id]
    given = {name for module in exercise.modules for name in (module.name, *module.aliases)}
    own = [path for path in found if Path(path).stem not in given]
    for candidates in (named, own):
        if len(candidates) == 1:
            return candidates[0]
    if not own:
        return message("formats.no_submission", file=wanted)
    names = ", ".join((named or own)[:MOST_NAMED])
    return message("formats.several_submissions", names=names, file=wanted)


def _programs(folder: Path) -> Iterator[str]:
    """List the programs of a stranger's folder, as paths within it."""
    left = MOST_FILES
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in names:
            left -= 1
            path = Path(root, name)
            if left < 0:
                return
            if not name.startswith(".") and may_be_submission(name) and _is_plain(path):
                yield path.relative_to(folder).as_posix()


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
