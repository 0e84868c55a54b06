"""docs/new-exercise.md is followed word for word; docs/exercises.md names examples that are in the course."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from grader.suite.protocol import scalar_names

if TYPE_CHECKING:
    from collections.abc import Iterator

FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w/.]+)`:\s*\Z")


class Shell:
    """One shell for all the commands of the page: it stays in the folder that it went to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = {"PATH": path, "LANG": "en_US.UTF-8", "HOME": str(home), "PYTHONUTF8": "1"}

    def run(self, command: str) -> str:
        """Run one command; what it exports stays, and where it goes."""
        kept = self.home / ".environment"
        done = subprocess.run(
            ["bash", "-c", f"{command}\ncode=$?\nenv -0 > '{kept}'\nexit $code"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), (command, done.stdout, done.stderr)
        assert not done.stderr, (command, done.stderr)
        entries = kept.read_text(encoding="utf-8").split("\0")
        self.environment = dict(entry.split("=", 1) for entry in entries if "=" in entry)
        self.folder = Path(self.environment["PWD"])
        return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="its commands are those of a POSIX shell")
def test_the_page_can_be_followed_to_its_end(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "new-exercise.md").read_text(encoding="utf-8")
    shell = Shell(tmp_path.resolve())
    ran, written = 0, 0
    for match in FENCE.finditer(page):
        if match["kind"] == "console":
            for command, shown in _commands(match["text"]):
                _assert_shown(shown=shown, printed=shell.run(command))
                ran += 1
        else:
            named = NAMED.search(page[: match.start()])
            assert named is not None, match["text"]
            (shell.folder / named[1]).write_text(match["text"], encoding="utf-8")
            written += 1
    assert (ran, written) == (13, 9)


def test_what_is_named_as_an_example_is_in_the_course(root: Path) -> None:
    page = (root / "docs" / "exercises.md").read_text(encoding="utf-8")
    course = find_course(None, {})
    table = page.partition("## What else can be said")[2]
    named = set(re.findall(r"`(\w+_(?:for|back)ward)`", table))
    assert named <= set(course.exercise_ids())
    exercises = {name: load_exercise(course, name) for name in named}
    assert scalar_names(exercises["softmax_loss_backward"].targets) == {"loss"}
    assert exercises["mse_backward"].targets[0].steps[1].args == ()
    assert len(exercises["activations_backward"].targets) == 2
    assert exercises["maxpool_backward"].modules
    assert "labels" in {rule.name for rule in exercises["softmax_loss_backward"].inputs}
    for name in ("fc_backward", "mse_backward", "activations_backward"):
        assert "B, D..." in {rule.axes for rule in exercises[name].inputs}


def _commands(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _assert_shown(*, shown: str, printed: str) -> None:
    """Compare: a line `...` is any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines()
    )
    assert re.fullmatch(pattern, printed), f"shown:\n{shown}\nprinted:\n{printed}"
