"""Runs the command line in this process, with a sandbox that all the tests share."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli import grading, run_command_line
from grader.sandbox import open_sandbox

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.cli` can be imported
    sys.path.append(_ROOT)

from tests.cli.runs import (  # noqa: E402 - only now it can be found
    ENVIRONMENT,
    Ran,
    clean_environment,
    ending,
    filled,
    grade_command,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.sandbox.interface import Sandbox
    from tests.cli.runs import Grade, Process


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    with open_sandbox(warm=True) as sandbox:
        yield sandbox


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what a machine may have set, and go to an empty folder."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def alone(clean: None, capsys: pytest.CaptureFixture[str]) -> Grade:  # noqa: ARG001 - for what it does
    """Run `grade` in this process, with a sandbox of its own."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run_command_line([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def graded(alone: Grade, shared_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """Run `grade` in this process, with the sandbox that is open already."""
    monkeypatch.setattr(grading, "open_sandbox", lambda **_: contextlib.nullcontext(shared_sandbox))
    return alone


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Run `grade` as it is installed, in the test's folder."""

    def run(
        *arguments: object,
        env: Mapping[str, str] | None = None,
        command: list[str] | None = None,
        **changed: Any,  # noqa: ANN401 - those of subprocess.run
    ) -> Ran:
        settings: dict[str, Any] = {"cwd": tmp_path, "timeout": 60, "capture_output": True, **changed}
        done = subprocess.run(
            [*(command or grade_command()), *map(str, arguments)],
            check=False,
            env=clean_environment(**env or {}),
            **settings,
        )
        return Ran(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())

    return run


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return written(tmp_path, "right.py", filled())


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return written(tmp_path, "wrong.py", ending("return dx + 1"))
