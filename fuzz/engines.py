"""Turns one target and a number of seconds into a trail of inputs and a file for each finding.

    python -m fuzz.engines ENGINE TARGET --seconds N --seeds FOLDER --found FOLDER

Two engines: atheris is led by which lines an input reaches; without it, inputs are mutated at random. Either
way a finding is an exception of `examine`; the same exception from the same line is kept once.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol, cast

from fuzz.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINES: Final = ("atheris", "mutation")
LONGEST_SECONDS: Final = 20
"""How long one input may take."""
_MEMORY_BYTES: Final = 4 << 30
_MUTATIONS_MAX: Final = 6
_POOL_MAX: Final = 4096


class TargetModule(Protocol):
    """What a target is."""

    BYTES_MAX: int
    WORDS: tuple[bytes, ...]

    @staticmethod
    def examine(data: bytes) -> None:
        """Raise when something is wrong."""


class TooSlowError(Exception):
    """An input took longer than any may."""


class Plan(NamedTuple):
    """From where an engine starts, and how far it goes."""

    seeds: Path
    found: Path
    seconds: float
    seed: int


class Watch:
    """Tries inputs, notes each in the trail, and keeps those that something is wrong with."""

    def __init__(self, name: str, target: TargetModule, found: Path) -> None:
        self._name = name
        self._examine = target.examine
        self._found = found
        self._places: set[tuple[str, str, int]] = set()
        self._trail = Trail(found / "trail")

    def examine(self, data: bytes) -> None:
        """Try an input."""
        self._trail.begin(data)
        try:
            self._examine(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            self._keep(data, error)

    def _keep(self, data: bytes, error: Exception) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = (type(error).__name__, frame.filename, frame.lineno or 0)
        if place in self._places:
            return
        self._places.add(place)
        self._trail.find()
        path = self._found / crash_name(self._name, data)
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def crash_name(target: str, data: bytes) -> str:
    """Name the file that an input is kept in."""
    return f"crash-{target}-{hashlib.sha256(data).hexdigest()[:12]}.bin"


def mutate(seeds: Sequence[bytes], words: Sequence[bytes], bytes_max: int, draw: random.Random) -> bytes:
    """Make a new input of old ones."""
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.randint(1, _MUTATIONS_MAX)):
        start = draw.randint(0, len(data))
        end = min(len(data), start + draw.choice((0, 1, 1, 2, 4, 16, 64)))
        match draw.randrange(7):
            case 0:
                data[start:end] = draw.randbytes(end - start)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = data[start:end] * draw.choice((1, 2, 50))
            case 3 | 4:
                data[start : draw.choice((start, end))] = draw.choice(words)
            case 5:
                other = draw.choice(seeds)
                data[start:] = other[draw.randint(0, len(other)) :]
            case _:
                data[start:end] = draw.choice((b"\0", b"\xff", b"\x7f", b"\x80", b"\x01")) * (end - start)
    return bytes(data[:bytes_max])


def run_mutation(watch: Watch, target: TargetModule, plan: Plan) -> None:
    """Mutate at random until the time is over."""
    seeds = [path.read_bytes() for path in sorted(plan.seeds.iterdir())]
    draw = random.Random(plan.seed)  # noqa: S311 - for inputs, not for secrets
    with_timer = hasattr(signal, "setitimer")
    if with_timer:
        signal.signal(signal.SIGALRM, _refuse_slowness)
    for data in seeds:
        watch.examine(data)
    pool = [*seeds, b""]
    until = time.monotonic() + plan.seconds
    while time.monotonic() < until:
        data = mutate(pool, target.WORDS, target.BYTES_MAX, draw)
        if with_timer:
            signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
        watch.examine(data)
        if len(pool) < _POOL_MAX and draw.random() < 1 / 8:  # far from the seeds, too
            pool.append(data)
    if with_timer:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _refuse_slowness(_number: int, _frame: object) -> None:
    raise TooSlowError


def run_atheris(watch: Watch, target: TargetModule, plan: Plan) -> None:
    """Hand over to libFuzzer; does not return."""
    import atheris  # noqa: PLC0415 - the other engine does without

    grown = plan.found / "corpus"
    grown.mkdir(exist_ok=True)
    words = plan.found / "words"
    words.write_text("".join(f"{_quoted(word)}\n" for word in target.WORDS), encoding="ascii")
    options = [
        f"-max_total_time={max(1, round(plan.seconds))}",
        f"-max_len={target.BYTES_MAX}",
        f"-timeout={LONGEST_SECONDS}",
        f"-dict={words}",
        f"-artifact_prefix={plan.found}/",
        f"-seed={plan.seed + 1}",
        "-rss_limit_mb=4096",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, str(grown), str(plan.seeds)], watch.examine)
    atheris.Fuzz()


def _quoted(word: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


def _load(name: str, engine: str) -> TargetModule:
    if engine == "mutation":
        return cast("TargetModule", import_module(f"fuzz.{name}"))
    import atheris  # noqa: PLC0415 - the other engine does without

    with atheris.instrument_imports(include=["grader"]):
        return cast("TargetModule", import_module(f"fuzz.{name}"))


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def main() -> NoReturn:
    """Fuzz one target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--found", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    target = _load(asked.target, asked.engine)
    _limit_memory()
    watch = Watch(asked.target, target, asked.found)
    plan = Plan(asked.seeds, asked.found, asked.seconds, asked.seed)
    run = run_atheris if asked.engine == "atheris" else run_mutation
    run(watch, target, plan)
    sys.exit(0)


if __name__ == "__main__":
    main()
