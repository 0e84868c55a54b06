"""Runs a folder of submissions as a careless grader would: some processes that fork one child for each.

    python -m benchmarks.bare_forks FOLDER [--cases FILE] [--processes N]

A child executes the submission on all the cases and writes its arrays to a pipe. Nothing is limited, watched,
isolated or compared. Prints the seconds from the first fork to the last result.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.pipeline.preparing import Wishes, prepare
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.pipeline import Ready

EXERCISE = "maxpool_backward"


def make_ready(cases: str | None) -> Ready:
    """Draw the inputs of the cases."""
    course = find_course(None, {})
    return prepare(course, load_exercise(course, EXERCISE), Wishes(cases=cases), secret=b"")


def run_all(ready: Ready, paths: list[Path], processes: int) -> float:
    """Run every submission, and give the seconds."""
    context = multiprocessing.get_context("fork")
    taken = context.Value("i", 0)
    workers = [context.Process(target=_serve, args=(ready, paths, taken)) for _ in range(processes)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.monotonic() - started


def _serve(ready: Ready, paths: list[Path], taken: Any) -> None:  # noqa: ANN401 - the type has no name
    while True:
        with taken.get_lock():
            number = taken.value
            taken.value += 1
        if number >= len(paths):
            return
        _run_one(ready, paths[number])


def _run_one(ready: Ready, path: Path) -> None:
    source = read_submission(str(path)).source
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            _silence()
            _execute(ready, source, write)
        os._exit(0)
    os.close(write)
    while os.read(read, 1 << 20):
        pass
    os.close(read)
    os.waitpid(pid, 0)


def _silence() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(null, descriptor)


def _execute(ready: Ready, source: str, write: int) -> None:
    for module in ready.exercise.modules:
        made = ModuleType(module.name)
        exec(compile(module.source, module.name, "exec"), made.__dict__)  # noqa: S102 - the very purpose
        sys.modules.update(dict.fromkeys((module.name, *module.aliases), made))
    submission = ModuleType("submission")
    exec(compile(source, "submission.py", "exec"), submission.__dict__)  # noqa: S102 - the very purpose
    for case in ready.cases:
        inputs = {name: one.copy() for name, one in case.inputs.items()}
        values: dict[str, Any] = {**case.spec.params, **inputs}
        with contextlib.suppress(Exception):
            target = getattr(submission, case.spec.target)(*(values[name] for name in case.spec.construct))
            for step in case.spec.steps:
                found = getattr(target, step.call)(*(values[name] for name in step.args))
                os.write(write, np.ascontiguousarray(found).data)


def main() -> None:
    """Run the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    ready = make_ready(given.cases)
    print(f"{run_all(ready, sorted(given.folder.glob('*.py')), given.processes):.3f}")


if __name__ == "__main__":
    main()
