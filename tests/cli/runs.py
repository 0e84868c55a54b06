"""What tests of the command line hand in, and what comes of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from grader.suite.course import find_course

ENVIRONMENT = (
    "CI", "GRADE_LANG", "GRADE_COURSE", "GRADE_SECRET", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR",
    "FORCE_COLOR", "TERM", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONPATH",
)  # fmt: skip

RIGHT = """\
        dcol = np.zeros((dout.size, self.pool_h * self.pool_w))
        dcol[np.arange(self.arg_max.size), self.arg_max] = dout.transpose(0, 2, 3, 1).flatten()
        dx = col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        return dx
"""


class Ran(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON document; that there is one, and nothing else, is part of the test."""
        document: dict[str, Any] = json.loads(self.out)
        return document


class Grade(Protocol):
    def __call__(self, *arguments: object) -> Ran:
        """Run `grade` with arguments."""


class Process(Protocol):
    def __call__(self, *arguments: object, **changed: Any) -> Ran:  # noqa: ANN401 - those of subprocess.run
        """Run `grade` in a process of its own; `env` adds to the environment."""


def template() -> str:
    return (find_course(None, {}).exercise_folder("maxpool_backward") / "template.py").read_text("utf-8")


def filled(body: str = RIGHT) -> str:
    """Give the template with a body of backward."""
    head, begin, rest = template().partition("        ########## Begin ##########\n")
    return head + begin + body + rest.lstrip("\n")


def ending(last_line: str) -> str:
    """Give a right submission but for its last line, which has the right `dx` at hand."""
    return filled(RIGHT.replace("        return dx\n", f"        {last_line}\n"))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def grade_command() -> list[str]:
    """Give the installed command, or what stands for it where only the checkout is there."""
    installed = Path(sys.executable).with_name("grade")
    return [str(installed)] if installed.exists() else [sys.executable, "-P", "-m", "grader"]


def clean_environment(**added: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ENVIRONMENT} | added
