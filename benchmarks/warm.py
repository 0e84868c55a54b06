"""What a submission costs once everything is warm: ten small cases through the sandbox, against a bare fork.

    python benchmarks/warm.py [--runs N]

The bare fork is what a careless grader would do: a process that has numpy loaded forks, the child runs the
submission on the same ten cases and writes the arrays to a pipe: no limits, no layers, no frames, no watch.
"""

from __future__ import annotations

import argparse
import os
import time
from functools import partial
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from grader.model.exercise import GivenModule, Observe
from grader.sandbox import open_sandbox
from grader.sandbox.interface import Call, Job, Stimulus

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "examples" / "right.py").read_text(encoding="utf-8")
UTILS = (ROOT / "reference" / "im2col.py").read_text(encoding="utf-8")
CASES = 10
LAYERS = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")


def make_job() -> Job:
    """Ten cases of (2, 3, 8, 8)."""
    draw = np.random.default_rng(0)
    stimuli = tuple(
        Stimulus(
            target="MaxPool",
            construct=(2, 2, 2, 0),
            calls=(
                Call(
                    method="forward",
                    args=(draw.standard_normal((2, 3, 8, 8)),),
                    observe=(Observe(name="out"),),
                ),
                Call(
                    method="backward",
                    args=(draw.standard_normal((2, 3, 4, 4)),),
                    observe=(Observe(name="dx"),),
                ),
            ),
        )
        for _ in range(CASES)
    )
    given = (GivenModule(name="utils", aliases=(), source=UTILS),)
    return Job(
        source=SOURCE,
        modules=given,
        stimuli=stimuli,
        wall_seconds=20.0,
        memory_bytes=512 << 20,
        output_bytes=8 << 20,
    )


def run_bare(job: Job) -> None:
    """Fork, run the cases, read the arrays."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(write, _results(job))
        os._exit(0)
    os.close(write)
    while os.read(read, 1 << 20):
        pass
    os.close(read)
    os.waitpid(pid, 0)


def _results(job: Job) -> bytes:
    import sys  # noqa: PLC0415 - of the child

    utils = ModuleType("utils")
    exec(compile(UTILS, "utils.py", "exec"), utils.__dict__)  # noqa: S102 - the very purpose
    sys.modules["utils"] = utils
    submission = ModuleType("submission")
    exec(compile(SOURCE, "submission.py", "exec"), submission.__dict__)  # noqa: S102 - the very purpose
    parts = []
    for stimulus in job.stimuli:
        made = getattr(submission, stimulus.target)(*stimulus.construct)
        parts += [getattr(made, call.method)(*call.args).tobytes() for call in stimulus.calls]
    return b"".join(parts)


def resident_mebibytes(pid: int) -> float:
    """Read the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def main() -> None:
    """Compare, in turn: bare forks, workers with every layer, workers with none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    job = make_job()
    with open_sandbox(warm=True) as sealed, open_sandbox(warm=True, without=LAYERS) as open_:
        ways: dict[str, Callable[[], object]] = {
            "bare fork": partial(run_bare, job),
            "all layers": partial(sealed.run, job),
            "no layers": partial(open_.run, job),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(runs + 3):
            for name, run in ways.items():
                started = time.perf_counter()
                run()
                times[name].append(time.perf_counter() - started)
        for name, column in times.items():
            pairs = [one / bare for one, bare in zip(column[3:], times["bare fork"][3:], strict=True)]
            middle = median(column[3:]) * 1000
            print(f"{name:12} median {middle:6.2f} ms   {median(pairs):.2f} times the bare fork")
        layered = [
            one / none for one, none in zip(times["all layers"][3:], times["no layers"][3:], strict=True)
        ]
        print(f"all layers against none: {median(layered):.2f} times   (at most 1.15)")
        print(f"level proven: {sealed.isolation.level}")
        print(f"resident while idle: grader {resident_mebibytes(os.getpid()):.1f} MiB, zygotes:", end="")
        print("".join(f" {resident_mebibytes(int(pid)):.1f} MiB" for pid in _children()))


def _children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()


if __name__ == "__main__":
    main()
