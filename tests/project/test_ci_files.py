"""The action and the workflows to copy: pinned, without rights, nothing foreign in the text of a script."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = [ROOT / "action.yml", ROOT / "docs" / "ci" / "feedback.yml"]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
FAKE_PYTHON = """#!/bin/sh
# Stands for python3 in the action: a venv whose pip installs nothing and whose grade is the one under test.
for last; do :; done
mkdir -p "$last/bin"
printf '#!/bin/sh\\ncase "$*" in *"-m pip"*) exit 0;; esac\\nexec "{python}" "$@"\\n' > "$last/bin/python"
printf '#!/bin/sh\\nexec "{python}" -P -m grader "$@"\\n' > "$last/bin/grade"
chmod +x "$last/bin/python" "$last/bin/grade"
"""


def steps_of(path: Path) -> list[dict[str, Any]]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = document["jobs"].values() if "jobs" in document else [document["runs"]]
    return [step for part in parts for step in part["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.name))
def test_every_action_that_is_used_is_pinned_to_a_commit(path: Path) -> None:
    used = [step["uses"] for step in steps_of(path) if "uses" in step]
    assert used
    assert all(PINNED.fullmatch(name) for name in used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: str(path.name))
def test_no_expression_stands_in_the_text_of_a_script(path: Path) -> None:
    assert not any("${{" in step.get("run", "") for step in steps_of(path))


def test_feedback_may_only_read_and_leaves_no_credentials() -> None:
    text = (ROOT / "docs" / "ci" / "feedback.yml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    assert document["permissions"] == {"contents": "read"}
    assert document[True] == {"pull_request": None}  # YAML 1.1 reads the key `on` as a bool
    assert "secrets." not in text
    assert "persist-credentials: false" in text


def test_every_input_of_the_action_reaches_the_script_through_the_environment() -> None:
    document = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (grading,) = (step for step in document["runs"]["steps"] if step.get("id") == "grade")
    passed = {value for value in grading["env"].values() if "inputs." in value}
    assert passed == {f"${{{{ inputs.{name} }}}}" for name in document["inputs"] if name != "python-version"}
    script = (ROOT / "docs" / "ci" / "action.sh").read_text(encoding="utf-8")
    assert all(f"${name}" in script for name in grading["env"] if name != "GRADE_LANG")


@pytest.mark.skipif(shutil.which("zizmor") is None, reason="zizmor is of the lint extra")
def test_an_auditor_of_workflows_finds_nothing() -> None:
    audited = subprocess.run(
        ["zizmor", "--offline", "--no-progress", *map(str, WORKFLOWS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert audited.returncode == 0, audited.stdout + audited.stderr


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """A student's repository that tries to be the grader."""
    for name in ("grader/__init__.py", "numpy/__init__.py", "json.py", "sitecustomize.py", "conftest.py"):
        path = tmp_path / "fork" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise SystemExit('doctored')\n", encoding="utf-8")
    shutil.copy(ROOT / "examples" / "right.py", tmp_path / "fork" / "submission.py")
    shutil.copy(ROOT / "examples" / "ties_all.py", tmp_path / "fork" / "-wrong $(touch ran).py")
    return tmp_path / "fork"


def run_action(fork: Path, submission: str, **inputs: str) -> tuple[int, dict[str, str], str]:
    """Run the action's script in a fork; exit code, outputs, log."""
    tools = fork.parent / "tools"
    tools.mkdir()
    (tools / "python3").write_text(FAKE_PYTHON.format(python=sys.executable), encoding="utf-8")
    (tools / "python3").chmod(0o755)
    outputs = fork.parent / "outputs"
    outputs.touch()
    environment = {
        "PATH": f"{tools}:/usr/bin:/bin",
        "RUNNER_TEMP": str(fork.parent),
        "GITHUB_OUTPUT": str(outputs),
        "ACTION": str(ROOT),
        "SUBMISSION": submission,
        "EXERCISE": "",
        "CASES": "",
        "FORMAT": "text",
        "FAIL_UNDER": "",
        "LEVEL": "N",
        **inputs,
    }
    done = subprocess.run(
        ["bash", str(ROOT / "docs" / "ci" / "action.sh")],
        cwd=fork,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = dict(
        line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines() if "=" in line
    )
    return done.returncode, told, done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a bash script")
def test_the_action_grades_a_right_submission_of_a_doctored_fork(fork: Path) -> None:
    code, outputs, log = run_action(fork, "submission.py")
    assert (code, outputs["score"], outputs["max-score"], outputs["passed"]) == (0, "100", "100", "true"), log
    assert json.loads(Path(outputs["report"]).read_text(encoding="utf-8"))["verdict"] == "AC"
    assert "doctored" not in log


@pytest.mark.skipif(os.name != "posix", reason="a bash script")
def test_the_action_fails_for_a_wrong_submission_whose_name_is_no_command(fork: Path) -> None:
    code, outputs, _ = run_action(fork, "-wrong $(touch ran).py")
    assert (code, outputs["passed"]) == (1, "false")
    assert not (fork / "ran").exists()


@pytest.mark.skipif(os.name != "posix", reason="a bash script")
def test_the_action_succeeds_from_the_points_that_were_asked_for(fork: Path) -> None:
    code, outputs, _ = run_action(fork, "-wrong $(touch ran).py", FAIL_UNDER="50")
    assert (code, outputs["passed"]) == (0, "false")
