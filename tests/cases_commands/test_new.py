"""`grade cases new`: a case from options or from answers, shown before it is written."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cases_commands.small_course import CASES, EXERCISE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases_commands.small_course import Commands, Folder

GIVEN = ("--name", "rows left", "--param", "k=3", "--param", "s=2", "--shape", "x=2,8", "--seed", "41")
WRITTEN = """\
- name: rows left
  seed: 41
  params: {k: 3, s: 2}
  x: {shape: [2, 8]}
"""


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def test_a_case_from_options_is_shown_and_appended(folder: Folder, grade: Commands) -> None:
    done = grade("cases", "new", *GIVEN)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"{WRITTEN}\nWindowed(k=3, s=2), x (2, 8), dy (2, 3)\ntags: overlap, leftover\n"
        "appended to course/cases/windowed.yaml\n"
    )
    assert folder.cases.read_text() == f"{CASES}\n{_indented(WRITTEN)}"
    assert [spec.name for spec in folder.suite.cases] == ["apart", "wide", "rows left"]


def test_a_dry_run_writes_nothing(folder: Folder, grade: Commands) -> None:
    done = grade("cases", "new", *GIVEN, "--dry-run")
    assert (done.code, "appended" in done.out) == (0, False)
    assert folder.cases.read_text() == CASES


def test_a_hidden_case_goes_to_the_hidden_file(folder: Folder, grade: Commands) -> None:
    assert grade("cases", "new", *GIVEN, "--hidden", "--points", "5", "--tag", "rows").code == 0
    assert folder.cases.read_text() == CASES
    spec = folder.suite.cases[-1]
    assert (spec.visibility, spec.points, spec.tags) == ("hidden", 5, ("rows", "overlap", "leftover"))


def test_a_file_of_ones_own_can_be_named(folder: Folder, grade: Commands, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    assert grade("cases", "new", *GIVEN, "--cases", mine, "--hidden").code == 0
    assert "visibility: hidden" in mine.read_text()
    assert folder.cases.read_text() == CASES
    assert "2 of 2" in (grade("cases", "new", *GIVEN, "--name", "b", "--cases", mine).out and
                        grade("cases", "show", "b", "--cases", mine).out)  # fmt: skip


def test_draws_and_defaults_are_said_only_where_they_are_asked_for(folder: Folder, grade: Commands) -> None:
    draw = "x:distribution=integers,low=0,high=3,dtype=int64"
    done = grade(
        "cases", "new", "--name", "a", "--param", "k=2", "--shape", "x=1x4", "--draw", draw, "--dry-run"
    )
    assert "  params: {k: 2}\n" in done.out
    drawn = "{distribution: integers, low: 0, high: 3, dtype: int64}"
    assert f"  x: {{shape: [1, 4], draw: {drawn}}}\n" in done.out
    assert "special: x holds integers (int64)" in done.out
    assert folder.cases.read_text() == CASES


def test_a_seed_follows_from_the_name_and_is_not_used_yet(folder: Folder, grade: Commands) -> None:
    options = ("--param", "k=2", "--shape", "x=1,4", "--dry-run")
    first = grade("cases", "new", "--name", "a", *options).out
    assert first == grade("cases", "new", "--name", "a", *options).out
    (seed,) = (line.split()[1] for line in first.splitlines() if "seed:" in line)
    folder.write("cases/windowed.yaml", CASES.replace("seed: 11", f"seed: {seed}"))
    assert f"seed: {int(seed) + 1}\n" in grade("cases", "new", "--name", "a", *options).out


WRONG = {
    "name_missing": (("--param", "k=2"), "--name is missing, and there is no terminal to ask on"),
    "param_missing": (("--name", "a", "--shape", "x=1,4"), "--param k=... is missing"),
    "shape_missing": (("--name", "a", "--param", "k=2"), "--shape x=... is missing"),
    "param_unknown": (("--name", "a", "--param", "kk=2"), "no parameter 'kk'; did you mean 'k'?"),
    "param_text": (("--name", "a", "--param", "k=two"), "--param: expected NAME=NUMBER, not 'k=two'"),
    "shape_text": (("--name", "a", "--param", "k=2", "--shape", "x=1,,4"), "--shape: expected INPUT=N,N,..."),
    "shape_unknown": (
        ("--name", "a", "--param", "k=2", "--shape", "xx=1,4"),
        "no input 'xx'; did you mean 'x'?",
    ),
    "draw_text": (("--name", "a", "--param", "k=2", "--draw", "x"), "--draw: expected INPUT:KEY=VALUE,..."),
    "no_room": (("--name", "a", "--param", "k=9", "--shape", "x=1,4"), "there is no room"),
    "name_taken": (
        ("--name", "wide", "--param", "k=2", "--shape", "x=1,4"),
        "there is a case 'wide' already",
    ),
    "draw_wrong": (
        ("--name", "a", "--param", "k=2", "--shape", "x=1,4", "--draw", "x:distribution=unform"),
        "unknown name 'unform': did you mean 'uniform'?",
    ),
    "yaml_in_name": (("--name", "a: {b", "--param", "k=2", "--shape", "x=1,4"), "expected a name of letters"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_what_cannot_be_a_case_is_refused_and_nothing_is_written(
    folder: Folder, grade: Commands, mistake: str
) -> None:
    options, said = WRONG[mistake]
    done = grade("cases", "new", *options)
    assert done.code == 2
    assert said in done.err
    assert folder.cases.read_text() == CASES


def test_of_several_classes_one_is_named(folder: Folder, grade: Commands) -> None:
    second = EXERCISE.split("targets:\n")[1].split("tags:")[0].replace("Windowed", "Other")
    folder.write("exercises/windowed/exercise.yaml", EXERCISE.replace("tags:", f"{second}tags:", 1))
    text = CASES.replace("    seed:", "    target: Windowed\n    seed:")
    folder.write("cases/windowed.yaml", text)
    assert "--target is missing" in grade("cases", "new", *GIVEN).err
    assert (
        "no class 'Windwed'; did you mean 'Windowed'?"
        in grade("cases", "new", *GIVEN, "--target", "Windwed").err
    )
    assert "  target: Windowed\n" in grade("cases", "new", *GIVEN, "--target", "Windowed").out


@pytest.mark.parametrize("sure", [True, False])
def test_on_a_terminal_what_is_missing_is_asked(folder: Folder, sure: bool) -> None:  # noqa: FBT001 - a row
    answers = "asked\n3\n\n2, 8\n7\n" + ("y\n" if sure else "n\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "grader", "cases", "new", "--course", str(folder.root), "--lang", "en"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        os.close(theirs)
        os.write(ours, answers.encode())
        out, err = asking.communicate(timeout=60)
    os.close(ours)
    assert not err
    assert b"Name of the case: Parameter k (int >= 1): Parameter s (int >= 1) [1]: Shape of x (B, N): " in out
    if not sure:
        assert out.endswith(b"nothing was written\n")
        assert folder.cases.read_text() == CASES
        return
    spec = folder.suite.cases[-1]
    assert (spec.name, spec.params, spec.points) == ("asked", {"k": 3, "s": 1}, 7)
    assert spec.dims == {"B": 2, "N": 8}
