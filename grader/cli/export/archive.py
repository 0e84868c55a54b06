"""Turns an exercise of a course into a zip for Gradescope, which grades there as it is graded here.

setup.sh          runs once, while Gradescope builds its image: Python, a virtual environment, our needs
run_autograder    runs for every submission
autograder.py     what that starts: hands over to `grader.cli.export.autograder`
autograder.json   which exercise, language and isolation the instructor chose
requirements.txt  the grader's own dependencies
layergrade/       the grader's source and, beside it, the part of the course that the exercise needs
secret            the secret of the course, where one is in force
"""

from __future__ import annotations

import io
import os
from importlib.metadata import requires
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

import grader
from grader.cli.chosen import chosen_exercise
from grader.cli.export.autograder import ORDER_FILE, SECRET_FILE, SOURCE_FOLDER, Order
from grader.cli.output import cannot_write
from grader.report.whole import write_whole
from grader.suite.course import find_course, suite_paths
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from grader.model.exercise import Exercise
    from grader.model.report import Level
    from grader.suite.course import Course

DISTRIBUTION: Final = "layergrade"
TEMPLATES: Final = ("setup.sh", "run_autograder", "autograder.py.txt")
EXECUTABLE: Final = 0o755
READABLE: Final = 0o644
FOR_OWNER: Final = 0o600
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)


def write_archive(folder: str, *, exercise: str | None, course: str | None, level: Level, lang: Lang) -> Path:
    """Write the zip into a folder, which is made where it is not there.

    Parameters
    ----------
    level : str
        The least isolation at which Gradescope's container may grade.
    lang : str
        The language of what students read.

    Returns
    -------
    Path
        The zip. The same course gives the same bytes.

    Raises
    ------
    UsageError
        It cannot be written.
    CourseError
        A file of the exercise is wrong, or there are no cases.
    """
    found = find_course(course, os.environ)
    chosen = chosen_exercise(found, exercise)
    secret = course_secret(os.environ)
    order = Order(exercise=chosen.id, lang=lang, level=level)
    path = Path(folder) / f"autograder-{chosen.id}.zip"
    data = _zipped([*_scripts(order, secret), *_grader_source(), *_course_files(found, chosen)])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def _zipped(members: list[tuple[str, int, bytes]]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, mode, content in sorted(members):
            info = ZipInfo(name, _OLDEST)
            info.create_system = 3  # Unix, whose modes these are, wherever the zip is made
            info.external_attr = mode << 16
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return data.getvalue()


def _scripts(order: Order, secret: bytes) -> Iterator[tuple[str, int, bytes]]:
    here = Path(__file__).parent
    for name in TEMPLATES:
        mode = READABLE if name.endswith(".txt") else EXECUTABLE
        # As Git may have checked them out on Windows, bash would not run them.
        yield name.removesuffix(".txt"), mode, (here / name).read_bytes().replace(b"\r\n", b"\n")
    yield "requirements.txt", READABLE, "".join(f"{line}\n" for line in _requirements()).encode()
    yield ORDER_FILE, READABLE, msgspec.json.encode(order) + b"\n"
    if secret:
        yield SECRET_FILE, FOR_OWNER, secret


def _requirements() -> list[str]:
    return [line for line in requires(DISTRIBUTION) or () if "extra ==" not in line]


def _grader_source() -> Iterator[tuple[str, int, bytes]]:
    """Read the package, without the course that an installed one carries."""
    package = Path(grader.__file__).resolve().parent
    for path in package.iterdir():
        if path.name != "course":
            yield from _files_below(path, package, f"{SOURCE_FOLDER}/grader")


def _course_files(course: Course, exercise: Exercise) -> Iterator[tuple[str, int, bytes]]:
    for folder in (course.exercise_folder(exercise.id), course.root / "reference"):
        yield from _files_below(folder, course.root, SOURCE_FOLDER)
    for path in suite_paths(course, exercise.id):
        yield _member(path, course.root, SOURCE_FOLDER)


def _files_below(folder: Path, root: Path, within: str) -> Iterator[tuple[str, int, bytes]]:
    for path in (folder, *folder.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            yield _member(path, root, within)


def _member(path: Path, root: Path, within: str) -> tuple[str, int, bytes]:
    return f"{within}/{path.relative_to(root).as_posix()}", READABLE, path.read_bytes()
