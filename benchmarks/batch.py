"""How fast and how frugal `grade batch` is; to be run from the root of the repository.

    python -m benchmarks.batch [--count 1000] [--runs 3] [--processes N]

Submissions a second on the shipped suite, in turn with a bare fork pool (bare_forks.py) that runs the same
cases: medians, and the median of the ratios.

    python -m benchmarks.batch --peers [--count 300]

Ten heavier cases (ten_cases.yaml): also against pytest in one session, and gradescope-utils in a loop, both
installed for it into a folder of their own.

    python -m benchmarks.batch --memory [--count 10000]

Memory, descriptors and processes of the run after a tenth and at the end, and whether database and table are
right to the row.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.class_of import GRADE, ROOT, make_class, mixed_originals
from benchmarks.peers import Run, install, run_gradescope, run_pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TEN_CASES = ROOT / "benchmarks" / "ten_cases.yaml"
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
LOOK_SECONDS = 0.05
GROWTH_MIB_MAX = 50


def run_batch(folder: Path, out: Path, more: Sequence[str]) -> Run:
    """Grade a class with the real command; its start and the outputs are among the seconds."""
    rmtree(out, ignore_errors=True)
    started = time.monotonic()
    subprocess.run(  # noqa: S603 - our own command
        [*GRADE, "batch", str(folder), "-o", str(out), "-q", *more], check=True, stdout=subprocess.DEVNULL
    )
    taken = time.monotonic() - started
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    results = [one for line in lines for one in json.loads(line)["report"]["results"]]
    return Run(taken, sum(one["verdict"] == "AC" for one in results))


def run_bare(folder: Path, more: Sequence[str]) -> Run:
    """Run a class with bare forks; the start is not among the seconds, and nothing is compared."""
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "benchmarks.bare_forks", str(folder), *more],
        check=True,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        cwd=ROOT,
    )
    return Run(float(told.stdout))


def compare(ways: dict[str, Callable[[], Run]], count: int, runs: int) -> None:
    """Run the ways in turn; print the rate of each, and that of the first in relation to the others'."""
    made: dict[str, list[Run]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            made[name].append(way())
    first = next(iter(made.values()))
    for name, runs_of_it in made.items():
        ratio = median(other.seconds / own.seconds for own, other in zip(first, runs_of_it, strict=True))
        rate = count / median(run.seconds for run in runs_of_it)
        passed = runs_of_it[0].passed
        told = "" if passed is None else f"   {passed} cases passed"
        print(f"{name:16} {rate:7.1f} a second   {next(iter(made))} is {ratio:5.2f} times as fast{told}")


def measure_rate(here: Path, count: int, runs: int, processes: int) -> None:
    """Compare with bare forks."""
    make_class(here / "class", count, mixed_originals())
    number = str(processes)
    ways = {
        "grade batch": lambda: run_batch(here / "class", here / "out", ["-j", number]),
        "bare forks": lambda: run_bare(here / "class", ["--processes", number]),
    }
    compare(ways, count, runs)


def measure_peers(here: Path, count: int, runs: int, processes: int) -> None:
    """Compare with what others use, on the ten cases."""
    more = ["--cases", str(TEN_CASES)]
    make_class(here / "class", count, mixed_originals(*more))
    python = install(here / "peers")
    number = str(processes)
    ways = {
        "grade batch": lambda: run_batch(here / "class", here / "out", [*more, "-j", number]),
        "bare forks": lambda: run_bare(here / "class", [*more, "--processes", number]),
        "pytest": lambda: run_pytest(python, here / "class", TEN_CASES, here / "pytest"),
        "gradescope-utils": lambda: run_gradescope(python, here / "class", TEN_CASES, here / "gradescope"),
    }
    compare(ways, count, runs)


def measure_memory(here: Path, count: int, processes: int) -> bool:
    """Watch one run; whether all of it is right."""
    make_class(here / "class", count, mixed_originals())
    words = [*GRADE, "batch", str(here / "class"), "-o", str(here / "out"), "-q", "-j", str(processes)]
    marks: dict[int, tuple[float, int, int]] = {}
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as run:  # noqa: S603 - our own command
        while run.poll() is None:
            stored = count_rows(here / "out")
            for mark in (count // 10, count - processes * 3):
                if stored >= mark and mark not in marks and (found := state(run.pid)) is not None:
                    marks[mark] = found
            time.sleep(LOOK_SECONDS)
    for mark, (mebibytes, descriptors, children) in marks.items():
        print(f"after {mark:6}: {mebibytes:7.1f} MiB, {descriptors} descriptors, {children} children")
    (early, late) = marks.values()
    rows, stored = table_rows(here / "out"), count_rows(here / "out")
    print(f"exit code {run.returncode}, rows in the table {rows}, in the database {stored}")
    grew = late[0] - early[0] > GROWTH_MIB_MAX or late[1:] != early[1:]
    return run.returncode == 0 and rows == stored == count and not grew


def state(pid: int) -> tuple[float, int, int] | None:
    """Resident memory, open descriptors and children of a process; None where it has ended."""
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        resident = re.search(r"VmRSS:\s+(\d+)", told)
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        descriptors = len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - a count
    except (FileNotFoundError, ProcessLookupError):
        return None
    return (int(resident[1]) / 1024, descriptors, len(children)) if resident else None


def count_rows(out: Path) -> int:
    """Count the results in the database; none while it is made."""
    path = out / "results.sqlite3"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        try:
            found: int = connection.execute("SELECT count(*) FROM results").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
    return found


def table_rows(out: Path) -> int:
    """Count the graded rows of the table."""
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return sum(bool(row["score"]) and not row["error"] for row in csv.DictReader(file))


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        here = Path(name)
        if given.memory:
            return int(not measure_memory(here, given.count or 10_000, given.processes))
        if given.peers:
            measure_peers(here, given.count or 300, given.runs, given.processes)
        else:
            measure_rate(here, given.count or 1000, given.runs, given.processes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
