"""How long a student waits: `grade FILE` and `grade --help` as whole processes, against the imports alone.

    python benchmarks/cold_start.py [--runs N]

Commands run in turn, so that a machine whose speed drifts slows both; the ratio is the median over pairs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "right.py"
GRADE = [sys.executable, "-m", "grader"]
PYTHON = [sys.executable, "-c"]
LAYERS = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")
RUN = """
import sys
from functools import partial
from grader.sandbox import launch
launch.start_zygote = partial(launch.start_zygote, without={without!r})
sys.argv = ["grade", {file!r}]
from grader.__main__ import main
main()
"""


def wall_seconds(command: list[str]) -> float:
    """Run a command to its end, away from the checkout, and time it."""
    started = time.perf_counter()
    subprocess.run(command, cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own commands
    return time.perf_counter() - started


def compare(name: str, command: list[str], base: list[str], *, runs: int, at_most: float | None) -> None:
    """Time two commands in turn and print what came out."""
    wall_seconds(command)
    wall_seconds(base)
    pairs = [(wall_seconds(command), wall_seconds(base)) for _ in range(runs)]
    mine, theirs = (median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    bound = "" if at_most is None else f"   (at most {at_most})"
    print(f"{name:32} {mine:7.1f} ms   against {theirs:7.1f} ms   ratio {ratio:.2f}{bound}")


def layers(runs: int) -> None:
    """Time a whole run with every layer of isolation against one whose zygote was started with none."""
    sealed, bare = ([*PYTHON, RUN.format(without=names, file=str(EXAMPLE))] for names in ((), LAYERS))
    wall_seconds(sealed)
    wall_seconds(bare)
    pairs = [(wall_seconds(sealed), wall_seconds(bare)) for _ in range(runs)]
    more = median(one - other for one, other in pairs) * 1000
    print(f"grade FILE, all layers against none: {more:+.1f} ms   (at most +20)")


def main() -> None:
    """Compare each command with its base."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    print(f"medians of {runs} runs each, in turn; the second column imports only")
    imports = [*PYTHON, "import click, yaml, numpy"]
    compare("grade FILE, right", [*GRADE, str(EXAMPLE)], imports, runs=runs, at_most=2.0)
    layers(runs)
    compare("grade --help", [*GRADE, "--help"], [*PYTHON, "import click"], runs=runs, at_most=2.5)


if __name__ == "__main__":
    main()
