"""Fuzzes all targets in turn, each in a process of its own, and prints what came of it.

    python fuzz/run.py --seconds N [--target NAME]... [--engine atheris|mutation] [--found FOLDER] [--seed N]

N seconds for each target. Exit code 1 when anything was found; each finding is a file that is named and kept,
and `--replay FILE --target NAME` tries one of them again. With `pip install 'layergrade[fuzz]'` inputs are
led by what they reach; without it, or where atheris has no wheel, they are mutated at random.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from fuzz.engines import ENGINES, LONGEST_SECONDS, crash_name  # noqa: E402 - found from the root of the checkout
from fuzz.trail import read_trail  # noqa: E402 - as above

TARGETS: Final = ("frames", "yaml_loader", "submission", "compare", "render")
_SPARE_SECONDS: Final = 60 + LONGEST_SECONDS
_TOLD_CHARACTERS: Final = 2000


class Outcome(NamedTuple):
    """What came of one target."""

    target: str
    inputs: int
    seconds: float
    crashes: tuple[Path, ...]


def fuzz(target: str, asked: argparse.Namespace) -> Outcome:
    """Fuzz one target in a process; one that dies or hangs is a crash of its last input."""
    found = asked.found.resolve() / target
    found.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    before = time.time_ns()
    command = [sys.executable, "-m", "fuzz.engines", asked.engine, target, "--seconds", str(asked.seconds)]
    folders = [
        "--seeds",
        str(ROOT / "fuzz" / "corpus" / target),
        "--found",
        str(found),
        "--seed",
        str(asked.seed),
    ]
    ended_well, told = _run([*command, *folders], asked.seconds + _SPARE_SECONDS)
    seen = read_trail(found / "trail")
    if not ended_well and (seen.last or not seen.inputs):
        path = found / crash_name(target, seen.last)
        path.write_bytes(seen.last)
        path.with_suffix(".txt").write_text(told[-_TOLD_CHARACTERS:], encoding="utf-8")
    crashes = sorted(path for path in found.glob("crash-*.bin") if path.stat().st_mtime_ns >= before)
    return Outcome(target, seen.inputs, time.monotonic() - started, tuple(crashes))


def _run(command: list[str], seconds: float) -> tuple[bool, str]:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            command,
            cwd=ROOT,
            timeout=seconds,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        return False, f"hung for {seconds:.0f} seconds"
    return done.returncode == 0, done.stdout + done.stderr


def show(outcomes: list[Outcome]) -> None:
    """Print the table, then where each crash is kept."""
    print(f"{'target':12} {'inputs':>12} {'seconds':>8} {'crashes':>8}")
    total = Outcome(
        "in all",
        sum(one.inputs for one in outcomes),
        sum(one.seconds for one in outcomes),
        tuple(path for one in outcomes for path in one.crashes),
    )
    for one in (*outcomes, total):
        print(f"{one.target:12} {one.inputs:12,} {one.seconds:8.0f} {len(one.crashes):8}")
    for path in total.crashes:
        lines = path.with_suffix(".txt").read_text(encoding="utf-8").rstrip().splitlines()
        print(f"{path}: {lines[-1] if lines else 'ended without a word'}")


def replay(target: str, path: Path) -> None:
    """Try one input, in this process."""
    importlib.import_module(f"fuzz.{target}").examine(path.read_bytes())
    print(f"{path}: nothing wrong")


def main() -> None:
    """Read the command line, fuzz, and exit."""
    usual = "atheris" if importlib.util.find_spec("atheris") else "mutation"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--target", choices=TARGETS, action="append")
    parser.add_argument("--engine", choices=ENGINES, default=usual)
    parser.add_argument("--found", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replay", type=Path)
    asked = parser.parse_args()
    if asked.replay is not None:
        replay((asked.target or TARGETS)[0], asked.replay)
        return
    outcomes = [fuzz(target, asked) for target in asked.target or TARGETS]
    show(outcomes)
    sys.exit(any(one.crashes for one in outcomes))


if __name__ == "__main__":
    main()
