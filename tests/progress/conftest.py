"""A student's folder, graded once through the course in every format."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.suite.course import find_course

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.report_formats` can be imported
    sys.path.append(_ROOT)

FORMATS = ("text", "json", "html", "jsonl", "csv", "junit", "github", "gitlab", "gradescope", "classroom50")
CLASSROOM = {
    "CLASSROOM": "deep-learning",
    "ASSIGNMENT": "layers",
    "SUBMISSION_TAG": "submit/1",
    "COMMIT_URL": "https://git.example/1",
    "RELEASE_URL": "https://git.example/releases/1",
}
HOSTILE = "be\x1b[31m<b>fc.py"


class Graded(NamedTuple):
    """A folder after `grade progress`: the exit code, what was printed, and the reports by their formats."""

    folder: Path
    code: int
    out: str
    err: str
    reports: dict[str, str]
    runner: dict[str, str]

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document."""
        document: dict[str, Any] = json.loads(self.reports["json"])
        return document


def run_progress(folder: Path, *arguments: object, **added: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "grader", "progress", *map(str, arguments)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "PYTHONUTF8": "1", **added},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def hand_in(folder: Path) -> Path:
    """Write one level right in two versions, one with a hostile name unfilled, one broken, and notes."""
    course = find_course(None, {})
    examples = course.root / "examples"
    (folder / "old").mkdir(parents=True)
    shutil.copy(examples / "right.py", folder / "pool.py")
    shutil.copy(examples / "overlap_assigned.py", folder / "old" / "pool.py")
    template = (course.exercise_folder("fc_backward") / "template.py").read_text(encoding="utf-8")
    (folder / HOSTILE).write_text(template, encoding="utf-8")
    (folder / "mse_forward.py").write_text("def broken(:\n", encoding="utf-8")
    (folder / "notes.py").write_text("answer = 42\n", encoding="utf-8")
    shutil.copy(course.root / "reference" / "im2col.py", folder / "utils.py")
    (folder / ".hidden.py").write_text("class Sigmoid: pass\nclass Relu: pass\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    home = tmp_path_factory.mktemp("progress")
    folder = hand_in(home / "alice")
    files = {form: home / f"report.{form}" for form in FORMATS}
    wanted = [argument for form, file in files.items() for argument in ("--report", f"{form}={file}")]
    runner = {name: str(home / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    done = run_progress(home, "alice", *wanted, **CLASSROOM, **runner)
    reports = {form: file.read_bytes().decode() for form, file in files.items() if file.exists()}
    added = {name: Path(file).read_text("utf-8") for name, file in runner.items() if Path(file).exists()}
    return Graded(folder, done.returncode, done.stdout, done.stderr, reports, added)
