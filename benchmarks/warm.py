"""What a submission costs once everything is warm: ten small cases through the sandbox, against a bare fork.

    python benchmarks/warm.py [--runs N]

The bare fork is what a careless grader would do: a process that has numpy loaded forks, the child runs the
submission on the same ten cases and writes the arrays to a pipe: no limits, no layers, no frames, no watch.
Beside the time on the clock stands the processor's: user and system time of grader, zygote and workers.
"""

from __future__ import annotations

import argparse
import os
import resource
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
IN_A_ROW = 10
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


def processor_seconds(zygote: int | None) -> float:
    """Sum the user and system time so far: ours with that of our forks, or of a zygote and its workers."""
    if zygote is None:
        forks = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + forks.ru_utime + forks.ru_stime
    told = Path(f"/proc/{zygote}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return time.process_time() + sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


class Way:
    """A way to run the job, with what its runs took.

    Parameters
    ----------
    run : callable
        Runs it once.
    zygote : int or None
        The process whose workers run it; None for forks of our own.
    """

    def __init__(self, run: Callable[[], object], zygote: int | None) -> None:
        self._run = run
        self._zygote = zygote
        self.seconds: list[float] = []
        self.processor_seconds: list[float] = []

    def measure(self, times: int) -> None:
        """Run it so often in a row: processor time is told in ticks of ten milliseconds."""
        began = processor_seconds(self._zygote)
        for _ in range(times):
            started = time.perf_counter()
            self._run()
            self.seconds.append(time.perf_counter() - started)
        self.processor_seconds.append((processor_seconds(self._zygote) - began) / times)


def main() -> None:
    """Compare, in turn: bare forks, workers with every layer, workers with none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    job = make_job()
    with open_sandbox() as sealed, open_sandbox(without=LAYERS) as open_:
        for each in (sealed, open_):
            each.run(job)
        zygotes = _children()
        bare = Way(partial(run_bare, job), None)
        layered, unlayered = (
            Way(partial(each.run, job), zygote) for each, zygote in zip((sealed, open_), zygotes, strict=True)
        )
        ways = {"bare fork": bare, "all layers": layered, "no layers": unlayered}
        for _ in range(-(-runs // IN_A_ROW)):
            for way in ways.values():
                way.measure(IN_A_ROW)
        for name, way in ways.items():
            print(
                f"{name:12} median {median(way.seconds) * 1000:6.2f} ms {_against(way.seconds, bare.seconds)}"
                f"   processor {median(way.processor_seconds) * 1000:6.2f} ms"
                f" {_against(way.processor_seconds, bare.processor_seconds)}"
            )
        print("times are those of the bare fork; at most 1.50")
        print(f"all layers against none: {_against(layered.seconds, unlayered.seconds)}   (at most 1.15)")
        print(f"level proven: {sealed.isolation.level}")
        print(f"resident while idle: grader {resident_mebibytes(os.getpid()):.1f} MiB, zygotes:", end="")
        print("".join(f" {resident_mebibytes(zygote):.1f} MiB" for zygote in zygotes))


def _against(these: list[float], those: list[float]) -> str:
    """Say how many times longer, as the median of pairs that were measured close to each other."""
    return f"{median(one / other for one, other in zip(these, those, strict=True)):5.2f} times"


def _children() -> list[int]:
    told = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii")
    return list(map(int, told.split()))


if __name__ == "__main__":
    main()
