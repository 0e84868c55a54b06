"""The wheel, made from the source distribution, works where there is nothing but what it asks for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

NOT_SHIPPED = (".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis")


class Installed(NamedTuple):
    """A virtual environment with the wheel and its declared dependencies, and the wheel's file names."""

    folder: Path
    wheel_names: list[str]

    def run(self, *command: str, cwd: Path) -> str:
        program, *arguments = command
        done = subprocess.run(
            [self.folder / "bin" / program, *arguments],
            cwd=cwd,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build in a copy of the checkout and install outside of it, without a network."""
    folder = tmp_path_factory.mktemp("packaging")
    checkout = folder / "checkout"
    shutil.copytree(root, checkout, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    _python("-m", "build", "--no-isolation", "--outdir", str(folder), str(checkout))
    (wheel,) = folder.glob("*.whl")
    shutil.rmtree(checkout)

    target = folder / "venv"
    venv.create(target, with_pip=False)
    python = str(target / "bin" / "python")
    _python("-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    (site_packages,) = target.glob("lib/python3*/site-packages")
    for name in _declared_dependencies(root):
        _lend(name, site_packages)
    with ZipFile(wheel) as archive:
        return Installed(target, archive.namelist())


@pytest.mark.skipif(sys.platform == "win32", reason="an environment has other folders there")
@pytest.mark.parametrize("command", [["grade"], ["python", "-m", "grader"]])
def test_installed_grader_grades_with_the_course_that_it_carries(
    installed: Installed, root: Path, tmp_path: Path, command: list[str]
) -> None:
    shutil.copy(root / "examples" / "right.py", tmp_path)
    report = json.loads(installed.run(*command, "right.py", "--format", "json", cwd=tmp_path))
    assert report["passed"]
    assert report["score"] == report["max_score"] == 100


@pytest.mark.skipif(sys.platform == "win32", reason="an environment has other folders there")
def test_installed_grader_writes_a_page(installed: Installed, root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "examples" / "right.py", tmp_path)
    page = installed.run("grade", "right.py", "--format", "html", cwd=tmp_path)
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


@pytest.mark.skipif(sys.platform == "win32", reason="an environment has other folders there")
def test_installed_grader_hands_out_every_exercise(installed: Installed, root: Path, tmp_path: Path) -> None:
    ids = sorted(path.parent.name for path in root.glob("exercises/*/exercise.yaml"))
    listed = [line.split()[0] for line in installed.run("grade", "list", cwd=tmp_path).splitlines()]
    assert sorted(listed) == ids
    for name in ids:
        installed.run("grade", "start", name, cwd=tmp_path)
        assert (tmp_path / name / f"{name}.py").is_file()


def test_wheel_carries_the_whole_course_and_nothing_else(installed: Installed, root: Path) -> None:
    carried = {name.removeprefix("grader/course/") for name in installed.wheel_names if "/course/" in name}
    expected = {
        path.relative_to(root).as_posix()
        for part in ("exercises", "reference", "cases")
        for path in (root / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert carried == expected
    assert {name.split("/")[0] for name in installed.wheel_names if ".dist-info/" not in name} == {"grader"}
    assert "grader/py.typed" in installed.wheel_names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in installed.wheel_names)


def test_checkout_holds_no_copy_of_the_course(root: Path) -> None:
    """A copy beside the code would be found before the checkout's own folders."""
    assert not (root / "grader" / "course").exists()


def _declared_dependencies(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.split(r"[<>=!~ ]", wanted)[0] for wanted in project["dependencies"]]


def _lend(name: str, site_packages: Path) -> None:
    """Link what a distribution of this environment consists of into another one."""
    lent = distribution(name)
    for part in {file.parts[0] for file in lent.files or ()} - {"..", "__pycache__"}:
        (site_packages / part).symlink_to(Path(str(lent.locate_file(part))))


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
