"""The targets run anywhere; what is found is kept, named, and told by the exit code."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.engines import Watch, mutate
from fuzz.trail import LAST_BYTES_MAX, Trail, read_trail

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
TARGETS = ("frames", "yaml_loader", "submission", "compare", "render")
SECONDS = 2


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "fuzz" / "run.py", *arguments]
    return subprocess.run(command, cwd="/", check=False, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_campaign_finds_nothing(target: str, tmp_path: Path) -> None:
    options = ("--seconds", str(SECONDS), "--engine", "mutation", "--found", tmp_path)
    done = run("--target", target, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    name, inputs, _seconds, crashes = done.stdout.splitlines()[1].split()
    assert (name, crashes) == (target, "0")
    assert int(inputs.replace(",", "")) > len(list((CORPUS / target).iterdir()))


def test_the_corpus_is_small_and_for_targets_alone() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)
    assert sum(path.stat().st_size for path in CORPUS.rglob("*")) < 200 << 10


def test_an_input_can_be_tried_again() -> None:
    path = min((CORPUS / "compare").iterdir())
    done = run("--target", "compare", "--replay", path)
    assert (done.returncode, done.stdout) == (0, f"{path}: nothing wrong\n")


class RefuseX:
    BYTES_MAX = 9
    WORDS: tuple[bytes, ...] = (b"x",)

    @staticmethod
    def examine(data: bytes) -> None:
        if b"x" in data:
            told = f"an x: {len(data)}"
            raise ValueError(told)
        assert b"y" not in data


def test_a_finding_is_kept_once_for_each_place(tmp_path: Path) -> None:
    watch = Watch("words", RefuseX(), tmp_path)
    for data in (b"a", b"x", b"xx", b"y", b"b"):
        watch.examine(data)
    kept = sorted(tmp_path.glob("crash-words-*.bin"))
    assert sorted(path.read_bytes() for path in kept) == [b"x", b"y"]
    assert any("an x: 1" in path.with_suffix(".txt").read_text(encoding="utf-8") for path in kept)
    assert read_trail(tmp_path / "trail") == (5, 2, b"b")


def test_a_trail_holds_what_was_tried_last(tmp_path: Path) -> None:
    trail = Trail(tmp_path / "trail")
    trail.begin(b"long enough")
    trail.begin(b"short")
    assert read_trail(tmp_path / "trail") == (2, 0, b"short")
    trail.begin(bytes(LAST_BYTES_MAX + 1))
    assert read_trail(tmp_path / "trail").last == bytes(LAST_BYTES_MAX)
    assert read_trail(tmp_path / "absent") == (0, 0, b"")


def test_mutations_are_bounded_and_repeatable() -> None:
    def made() -> list[bytes]:
        draw = random.Random(7)  # noqa: S311 - for inputs, not for secrets
        return [mutate([b"seed", b"another"], (b"word",), 20, draw) for _ in range(500)]

    assert made() == made()
    assert max(map(len, made())) == 20
    assert len(set(made())) > 300


DYING = """
import os
from pathlib import Path
BYTES_MAX = 9
WORDS = (b"x",)
def examine(data):
    if b"x" in data:
        os._exit(9)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the harness whose first target dies of an x."""
    made = tmp_path / "checkout"
    (made / "fuzz" / "corpus" / "frames").mkdir(parents=True)
    for name in ("__init__", "run", "engines", "trail"):
        (made / "fuzz" / f"{name}.py").write_bytes((ROOT / "fuzz" / f"{name}.py").read_bytes())
    (made / "fuzz" / "frames.py").write_text(DYING, encoding="utf-8")
    (made / "fuzz" / "corpus" / "frames" / "seed").write_bytes(b"a")
    return made


def test_a_process_that_dies_leaves_its_input(checkout: Path) -> None:
    command = (sys.executable, checkout / "fuzz" / "run.py", "--engine", "mutation", "--target", "frames")
    done = subprocess.run(
        (*command, "--seconds", "30"), check=False, capture_output=True, encoding="utf-8", cwd="/"
    )
    assert done.returncode == 1
    (kept,) = (checkout / "build" / "fuzz" / "frames").glob("crash-frames-*.bin")
    assert b"x" in kept.read_bytes()
    assert str(kept) in done.stdout
