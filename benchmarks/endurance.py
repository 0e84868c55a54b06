"""Whether anything leaks: many hostile and benign submissions in a row in one process.

    python benchmarks/endurance.py [--count 2000]

Prints the memory, the descriptors and the processes of the grader before and after, and the verdicts. Exits
with 1 when something grew, when a right submission was rejected, or when the grader itself failed.
"""

from __future__ import annotations

import argparse
import collections
import gc
import os
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from grader.model.judgement import Verdict
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.pipeline import Ready

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/corpus/maxpool_backward", "tests/attacks/hostile", "tests/attacks/benign")
WALL_SECONDS = 0.5
WARM_UP = 200
MIB = 1 << 20
GROWTH_MIB_MAX = 8


def make_ready() -> Ready:
    """Prepare the shipped exercise with a short limit: a submission that hangs costs half a second."""
    course = find_course(None, {})
    wishes = Wishes(timeout_seconds=WALL_SECONDS, hints=False)
    return prepare(course, load_exercise(course, "maxpool_backward"), wishes, secret=b"")


def resident_mib() -> float:
    """Read the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def state() -> tuple[float, int, int]:
    """Memory, open descriptors, child processes."""
    gc.collect()
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return resident_mib(), len(os.listdir("/proc/self/fd")), len(children)  # noqa: PTH208 - a count


def main() -> int:
    """Grade them all and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    count = parser.parse_args().count
    paths = sorted(
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "test_" not in path.name
    )
    paths = [
        path
        for path in paths
        if path.parent.name in {"right", "wrong", "broken", "benign"} or "hostile" in path.parts
    ]
    ready = make_ready()
    verdicts: collections.Counter[str] = collections.Counter()
    rejected = []
    before = (0.0, 0, 0)
    started = time.monotonic()
    with open_sandbox() as sandbox:
        for number, path in enumerate(islice(cycle(paths), WARM_UP + count)):
            if number == WARM_UP:
                before = state()
            submission = read_submission(str(path))
            report = grade_submission(ready, submission, sandbox, strict=False)
            verdicts[report.verdict.value] += 1
            if path.parent.name == "right" and report.verdict not in (Verdict.AC, Verdict.TLE, Verdict.SC):
                rejected.append(path.name)
        after = state()
    seconds = time.monotonic() - started
    print(f"{count} submissions after {WARM_UP} to warm up, of {len(paths)} files, {seconds:.0f} s")
    for name, one, other in zip(("memory MiB", "descriptors", "processes"), before, after, strict=True):
        print(f"{name:12} before {one:8.1f}   after {other:8.1f}")
    print("verdicts:", ", ".join(f"{name} {seen}" for name, seen in sorted(verdicts.items())))
    print("right submissions rejected:", len(rejected), *sorted(set(rejected)))
    grew = after[0] - before[0] > GROWTH_MIB_MAX or after[1:] != before[1:]
    return int(grew or bool(rejected) or verdicts["IE"] > 0)


if __name__ == "__main__":
    sys.exit(main())
