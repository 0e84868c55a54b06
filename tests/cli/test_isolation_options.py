from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import ending, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="layers are those of Linux")


def level_of(ran_out: str) -> str:
    level: str = json.loads(ran_out)["isolation"]["level"]
    return level


@pytest.fixture
def strongest(alone: Grade, right: Path) -> str:
    """Skip where the kernel lacks what the tests below take away."""
    level = level_of(alone(right, "--format", "json").out)
    if level != "A":
        pytest.skip(f"level {level} here")
    return level


@pytest.mark.usefixtures("strongest")
def test_a_layer_can_be_left_out_and_the_report_says_so(alone: Grade, right: Path) -> None:
    ran = alone(right, "--without-layer", "landlock", "--format", "json")
    assert (ran.code, level_of(ran.out)) == (0, "B")
    assert "landlock" not in ran.report["isolation"]["layers"]


@pytest.mark.usefixtures("strongest")
@pytest.mark.parametrize(
    ("layer", "level", "code"),
    [
        ("landlock", "A", 5),
        ("landlock", "B", 0),
        ("seccomp", "A", 5),
        ("seccomp", "B", 5),
        ("seccomp", "C", 0),
    ],
)
def test_nothing_is_graded_below_the_level_that_is_required(
    layer: str, level: str, code: int, alone: Grade, tmp_path: Path
) -> None:
    path = written(tmp_path, "s.py", ending("print('run'); return dx"))
    ran = alone(path, "--without-layer", layer, "--require-isolation", level, "-v", "-o", tmp_path / "r.txt")
    assert ran.code == code
    assert (tmp_path / "r.txt").exists() == (code == 0)
    if code:
        assert f"level {level} is required" in ran.err


@pytest.mark.usefixtures("strongest")
@pytest.mark.parametrize(
    ("value", "code"), [("1", 5), ("true", 5), ("woodpecker", 5), ("", 0), ("0", 0), ("false", 0)]
)
def test_ci_requires_level_b_by_itself(
    value: str, code: int, alone: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    for lang, phrase in (("en", "not graded"), ("zh", "没有评测")):
        ran = alone(right, "--without-layer", "seccomp", "--lang", lang)
        assert ran.code == code
        assert (phrase in ran.err) == bool(code)


@pytest.mark.usefixtures("strongest")
def test_who_asks_for_less_in_ci_gets_it(alone: Grade, right: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    assert alone(right, "--without-layer", "seccomp", "--require-isolation", "C").code == 0
    assert alone(right).code == 0
