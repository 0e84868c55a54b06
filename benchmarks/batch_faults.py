"""Whether anything is lost when anything is killed: the same class graded undisturbed, and under fire.

    python -m benchmarks.batch_faults [--count 500] [--parents 20] [--others 50] [--cluster local:2]

To be run from the root of the repository. The second run is killed (SIGKILL) at random moments and started
again each time, and its lanes, zygotes and workers are killed in between. Then both tables of grades must be
the same but for the times, and the database must hold one result for each submission. Exits with 1 when that
is not so, when a process is left over, or when the class was graded before as many were killed as asked for.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.class_of import GRADE, make_class, mixed_originals

MEASURED = frozenset({"wall_seconds"})
LOOK_SECONDS = 0.1
"""How long we wait between two looks, on average."""
LOCAL_LIFE_SECONDS, CLUSTER_LIFE_SECONDS = 0.9, 1.8
"""How long a run lives, on average: little longer than it takes to start, or the class is soon graded."""
KILLED = 0.7
"""How likely somebody dies at every look."""
PATIENCE_SECONDS = 10.0


def command(folder: Path, out: Path, more: list[str]) -> list[str]:
    """Give the words of one run."""
    return [*GRADE, "batch", str(folder), "-o", str(out), "-q", "--lang", "en", *more]


def descendants(pid: int) -> list[int]:
    """Find every process below another one."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return []
    children = [int(word) for word in told.split()]
    return children + [other for child in children for other in descendants(child)]


def kill(pid: int) -> bool:
    """Kill a process, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def count_results(out: Path) -> int:
    """Count what is stored; none while there is no database."""
    path = out / "results.sqlite3"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as connection:
        try:
            found: int = connection.execute("SELECT count(*) FROM results").fetchone()[0]
        except sqlite3.OperationalError:  # its tables are being made
            return 0
    return found


class Fire(NamedTuple):
    """How many are to be killed, or were."""

    parents: int
    others: int


def under_fire(words: list[str], out: Path, wanted: Fire, life_seconds: float, draw: random.Random) -> Fire:
    """Run until the end, killing all the while; give how many were killed."""
    killed_parents = killed_others = 0
    known = 0
    while True:
        with subprocess.Popen(  # noqa: S603 - our own command
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as run:
            doomed = time.monotonic() + draw.random() * 2 * life_seconds
            everyone: set[int] = set()
            while run.poll() is None:
                time.sleep(draw.random() * 2 * LOOK_SECONDS)
                there = descendants(run.pid)
                everyone.update(there)
                if killed_parents < wanted.parents and time.monotonic() > doomed:
                    killed_parents += 1
                    run.kill()
                elif there and killed_others < wanted.others and draw.random() < KILLED:
                    killed_others += kill(draw.choice(there))
            error = run.stderr.read().decode() if run.stderr else ""
        stored = count_results(out)
        if stored < known:
            sys.exit(f"results were lost: {known} before, {stored} now")
        known = stored
        refuse_survivors(everyone)
        if run.returncode == 0:
            return Fire(killed_parents, killed_others)
        if run.returncode != -signal.SIGKILL:
            sys.exit(f"the run ended with {run.returncode}: {error}")


def refuse_survivors(everyone: set[int]) -> None:
    """Wait until all processes of a run that has ended have ended, too."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := [pid for pid in everyone if is_ours(pid)]:
        if time.monotonic() > deadline:
            sys.exit(f"processes are left over: {left}")
        time.sleep(LOOK_SECONDS / 5)


def is_ours(pid: int) -> bool:
    """Whether a process still runs and is no other one that got its number."""
    try:
        return b"grader" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def grades(out: Path) -> list[dict[str, str]]:
    """Read the grades, without what is measured."""
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: cell for name, cell in row.items() if name not in MEASURED} for row in rows]


def main() -> int:
    """Grade twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--parents", type=int, default=20)
    parser.add_argument("--others", type=int, default=50)
    parser.add_argument("--cluster")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    more = ["--cluster", given.cluster] if given.cluster else []
    with TemporaryDirectory() as name:
        here = Path(name)
        make_class(here / "class", given.count, mixed_originals())
        started = time.monotonic()
        undisturbed = command(here / "class", here / "undisturbed", [])
        subprocess.run(undisturbed, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        middle = time.monotonic()
        words = command(here / "class", here / "out", more)
        draw = random.Random(given.seed)  # noqa: S311 - nothing secret is drawn
        wanted = Fire(given.parents, given.others)
        life_seconds = CLUSTER_LIFE_SECONDS if given.cluster else LOCAL_LIFE_SECONDS
        fallen = under_fire(words, here / "out", wanted, life_seconds, draw)
        ended = time.monotonic()
        first, second = grades(here / "undisturbed"), grades(here / "out")
        stored = count_results(here / "out")
    different = [one["id"] for one, other in zip(first, second, strict=True) if one != other]
    print(f"undisturbed {middle - started:.1f} s, under fire {ended - middle:.1f} s")
    print(f"killed: {fallen.parents} parents, {fallen.others} lanes, zygotes and workers")
    print(f"rows {len(second)}, results stored {stored}, rows that differ {len(different)} {different[:5]}")
    if fallen != wanted:
        sys.exit(f"asked for {wanted.parents} parents and {wanted.others} others: take a larger --count")
    return int(bool(different) or stored != given.count or len(second) != given.count)


if __name__ == "__main__":
    sys.exit(main())
