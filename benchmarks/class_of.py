"""Turns the repository's own submissions into a class of any size, in which no two files are the same."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/corpus/maxpool_backward/right", "tests/corpus/maxpool_backward/wrong",
           "tests/corpus/maxpool_backward/broken", "examples")  # fmt: skip
SLOW_SECONDS = 1.0
LIMIT_SECONDS = 3
GRADE = (sys.executable, "-P", "-m", "grader")


def make_class(folder: Path, count: int, originals: list[Path]) -> None:
    """Write so many submissions; each is one of the originals with a comment of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(islice(cycle(originals), count)):
        name = f"s{number:05}.py"
        (folder / name).write_bytes(path.read_bytes() + f"\n# {name}\n".encode())


def mixed_originals(*more: str) -> list[Path]:
    """Find the right, wrong and crashing submissions that take no time worth speaking of, by grading them."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.py"))
    with TemporaryDirectory() as name:
        here = Path(name)
        for number, path in enumerate(paths):
            (here / "class" / f"{number:03}").mkdir(parents=True)
            (here / "class" / f"{number:03}" / path.name).write_bytes(path.read_bytes())
        subprocess.run(  # noqa: S603 - our own command
            [*GRADE, "batch", str(here / "class"), "-o", str(here / "out"), "-q", "--lang", "en",
             "--pattern", "*/*.py", "--id-from", r"(\d+)/", "--timeout", str(LIMIT_SECONDS), *more],
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        lines = (here / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    quick = {found["id"] for found in map(json.loads, lines) if _is_quick(found)}
    return [path for number, path in enumerate(paths) if f"{number:03}" in quick]


def _is_quick(found: dict[str, object]) -> bool:
    report = found.get("report", found)
    if not isinstance(report, dict) or report.get("verdict") in {None, "TLE", "SC", "MLE", "OLE"}:
        return False
    seconds = report.get("wall_seconds")
    return isinstance(seconds, (int, float)) and seconds < SLOW_SECONDS
