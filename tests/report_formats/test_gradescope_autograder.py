"""The zip for Gradescope: what is in it, and that it grades when it is laid out as there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

import pytest

from grader.cli.export.archive import write_archive
from grader.cli.export.autograder import choose_submission
from grader.errors import UsageError
from grader.messages import Message
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from tests.cli.runs import ending, filled, grade_command, written
from tests.report_formats.consumers import check_gradescope

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.exercise import Exercise

EXERCISE = "maxpool_backward"
NO_LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
NO_BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


class Container(NamedTuple):
    """A folder laid out as /autograder."""

    root: Path

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    def grade(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", self.root / "run_autograder"],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(self.root), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def results(self) -> dict[str, Any]:
        done = self.grade()
        assert done.returncode == 0, done.stdout + done.stderr
        return check_gradescope((self.root / "results" / "results.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("GRADE_SECRET", raising=False)
        changed.delenv("GRADE_SECRET_FILE", raising=False)
        return write_archive(str(folder / "new"), exercise=EXERCISE, course=None, level="N", lang="en")


@pytest.fixture
def container(archive: Path, tmp_path: Path) -> Container:
    root = tmp_path / "autograder"
    for name in ("source", "submission", "results", "venv/bin"):
        (root / name).mkdir(parents=True)
    with ZipFile(archive) as zipped:
        zipped.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    # Stands for the virtual environment that setup.sh makes: the same modules, the same way to be called.
    python = written(root / "venv" / "bin", "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return Container(root)


def test_zip_has_what_gradescope_looks_for_at_its_root(archive: Path) -> None:
    with ZipFile(archive) as zipped:
        modes = {info.filename: info.external_attr >> 16 for info in zipped.infolist()}
        assert modes["setup.sh"] == modes["run_autograder"] == 0o755
        assert zipped.read("run_autograder").startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in zipped.read("setup.sh")
        requirements = zipped.read("requirements.txt").decode()
    assert "numpy" in requirements
    assert "pytest" not in requirements


def test_zip_carries_the_grader_and_the_exercise(archive: Path) -> None:
    with ZipFile(archive) as zipped:
        names = set(zipped.namelist())
    assert {
        "layergrade/grader/__main__.py",
        "layergrade/grader/sandbox/inside/worker.py",
        f"layergrade/exercises/{EXERCISE}/exercise.yaml",
        f"layergrade/exercises/{EXERCISE}/template.py",
        f"layergrade/cases/{EXERCISE}.yaml",
        f"layergrade/cases/{EXERCISE}.hidden.yaml",
        "layergrade/reference/im2col.py",
    } <= names
    assert not [
        name for name in names if "__pycache__" in name or name.startswith("layergrade/grader/course/")
    ]
    assert {name.split("/")[1] for name in names if name.startswith("layergrade/")} == {
        "grader", "exercises", "reference", "cases",
    }  # fmt: skip
    assert "secret" not in names


def test_same_course_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    again = write_archive(str(tmp_path), exercise=EXERCISE, course=None, level="N", lang="en")
    assert again.name == archive.name == f"autograder-{EXERCISE}.zip"
    assert again.read_bytes() == archive.read_bytes()
    with ZipFile(archive) as zipped:
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_secret_of_the_course_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADE_SECRET", "a long enough secret")
    with ZipFile(
        write_archive(str(tmp_path), exercise=EXERCISE, course=None, level="N", lang="en")
    ) as zipped:
        assert zipped.read("secret") == b"a long enough secret"
        assert zipped.getinfo("secret").external_attr >> 16 == 0o600


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    written(tmp_path, "file", "")
    with pytest.raises(UsageError):
        write_archive(str(tmp_path / "file" / "x"), exercise=EXERCISE, course=None, level="N", lang="en")


def test_command_writes_the_zip_and_says_where(tmp_path: Path) -> None:
    done = subprocess.run(
        [*grade_command(), "export", "gradescope", "out", "--exercise", EXERCISE, "--lang", "en"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert f"autograder-{EXERCISE}.zip" in done.stdout
    with ZipFile(tmp_path / "out" / f"autograder-{EXERCISE}.zip") as zipped:
        assert json.loads(zipped.read("autograder.json")) == {
            "exercise": EXERCISE,
            "lang": "en",
            "level": "B",
        }


@NO_BASH
@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_scripts_are_valid_bash(container: Container, script: str) -> None:
    subprocess.run(["bash", "-n", container.root / "source" / script], check=True)


@NO_BASH
def test_right_submission_has_full_marks(container: Container) -> None:
    written(container.submission, "anything.py", filled())
    found = container.results()
    assert found["score"] == 100
    assert {test["status"] for test in found["tests"]} == {"passed"}
    assert found["extra_data"]["layergrade"]["isolation"] != ""


@NO_BASH
def test_wrong_submission_is_told_why_under_its_own_name(container: Container) -> None:
    written(container.submission, f"{EXERCISE}.py", ending("return dx + 1"))
    written(container.submission, "utils.py", "raise SystemExit")
    found = container.results()
    assert found["score"] == 0
    assert f"grade {EXERCISE}.py --case sample" in found["tests"][0]["output"]
    assert str(container.root) not in json.dumps(found)


@NO_BASH
def test_nothing_is_imported_from_the_submission(container: Container) -> None:
    written(container.submission, f"{EXERCISE}.py", filled())
    for name in ("json", "numpy", "grader", "msgspec", "sitecustomize", "utils"):
        written(container.submission, f"{name}.py", "raise SystemExit('doctored')")
    done = container.grade(PYTHONPATH=str(container.submission))
    assert done.returncode == 0, done.stderr
    assert container.results()["score"] == 100


@NO_BASH
def test_missing_submission_is_told_to_the_student(container: Container) -> None:
    found = container.results()
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"] == f"nothing to grade was handed in: expected {EXERCISE}.py"


@NO_BASH
def test_container_that_isolates_too_little_writes_no_result(container: Container) -> None:
    written(container.submission, "a.py", filled())
    order = container.root / "source" / "autograder.json"
    order.write_text(json.dumps({"exercise": EXERCISE, "lang": "en", "level": "none"}), "utf-8")
    done = container.grade()
    assert done.returncode != 0
    assert not (container.root / "results" / "results.json").exists()


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load_exercise(find_course(None, {}), EXERCISE)


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        (["a.py"], "a.py"),
        (["a.ipynb"], "a.ipynb"),
        ([f"{EXERCISE}.py", "b.py"], f"{EXERCISE}.py"),
        ([f"src/{EXERCISE}.py", "b.py", "c.py"], f"src/{EXERCISE}.py"),
        (["a.py", "utils.py"], "a.py"),
        (["a.py", ".hidden.py", "__MACOSX/a.py", ".git/b.py", "notes.txt"], "a.py"),
        (["-x.py"], "-x.py"),
    ],
)
def test_file_that_is_meant(tmp_path: Path, exercise: Exercise, files: list[str], chosen: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        written(tmp_path, name, "")
    assert choose_submission(tmp_path, exercise) == chosen


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ([], "formats.no_submission"),
        (["utils.py"], "formats.no_submission"),
        (["notes.txt"], "formats.no_submission"),
        (["a.py", "b.py"], "formats.several_submissions"),
        ([f"{EXERCISE}.py", f"x/{EXERCISE}.py"], "formats.several_submissions"),
    ],
)
def test_unclear_submission_is_refused(
    tmp_path: Path, exercise: Exercise, files: list[str], key: str
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        written(tmp_path, name, "")
    told = choose_submission(tmp_path, exercise)
    assert isinstance(told, Message)
    assert told.key == key


@NO_LINKS
@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to])
def test_symbolic_link_to_a_file_of_ours_is_not_followed(
    tmp_path: Path, exercise: Exercise, make: Callable[[Path, Path], None]
) -> None:
    """A hard link cannot be uploaded; it is here to see that the test can tell a file from a link."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    written(ours, "cases.yaml", "")
    make(theirs / "a.py", ours / "cases.yaml")
    (theirs / "folder").symlink_to(ours)
    found = choose_submission(theirs, exercise)
    assert isinstance(found, Message) == (make is Path.symlink_to)
