"""How long it takes to find the submissions of a large class, and to read them out of an archive.

    python benchmarks/intake.py [--students N]

Nothing is graded. The class is handed in as a file per student, a folder per student with a given module
beside, and an archive as Moodle exports it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from grader.intake import file_names, find_entries, match, read_entry, read_roster
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = (ROOT / "examples" / "right.py").read_bytes()
EXERCISE = "maxpool_backward"

Result = TypeVar("Result")


def files(folder: Path, students: int) -> Path:
    """Hand in a file per student."""
    folder.mkdir()
    for number in range(students):
        (folder / f"{2023000000 + number}_张三.py").write_bytes(EXAMPLE)
    return folder


def folders(folder: Path, students: int) -> Path:
    """Hand in a folder per student, with a file that students are given."""
    for number in range(students):
        own = folder / f"{2023000000 + number}_张三"
        own.mkdir(parents=True)
        for name in ("maxpool.py", "utils.py"):
            (own / name).write_bytes(EXAMPLE)
    return folder


def archive(path: Path, students: int) -> Path:
    """Hand in an export of Moodle."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for number in range(students):
            written.writestr(f"张三_{2023000000 + number}_assignsubmission_file_/layer.py", EXAMPLE)
    return path


def timed(what: str, do: Callable[[], Result]) -> Result:
    """Print how long something takes."""
    started = time.perf_counter()
    result = do()
    print(f"{what:50} {1000 * (time.perf_counter() - started):8.0f} ms")
    return result


def main() -> None:
    """Make the class in a temporary folder, and find it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=10_000)
    students = arguments.parse_args().students
    exercise = load_exercise(find_course(str(ROOT), {}), EXERCISE)
    with tempfile.TemporaryDirectory(prefix="layergrade-intake-") as name:
        place = Path(name)
        for what, path in (
            ("a file per student", files(place / "files", students)),
            ("a folder per student", folders(place / "folders", students)),
            ("an export of Moodle", archive(place / "export.zip", students)),
        ):
            entries = timed(what, partial(find_entries, [path], exercise=exercise)).entries
            if len(entries) != students:
                sys.exit(f"{what}: found {len(entries)} of {students}")
        timed("--id-from over a file per student", lambda: find_entries([place / "files"], id_from=r"(\d+)_"))
        timed("reading all of the export", lambda: [read_entry(entry) for entry in entries])
        timed("names for the reports", lambda: file_names(entry.id for entry in entries))
        roster = place / "roster.csv"
        lines = (f"{2023000000 + number},张三,一班\n" for number in range(students))
        roster.write_text("学号,姓名,班级\n" + "".join(lines), encoding="gbk")
        people = timed("reading a roster", lambda: read_roster(roster))
        timed("matching it", lambda: match(entries, people))


if __name__ == "__main__":
    main()
