"""What the READMEs show is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.messages import message, say
from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.messages import Lang

READMES = {"README.md": "en_US.UTF-8", "README.zh.md": "zh_CN.UTF-8"}
FIGURE = re.compile(r"\d+(?:\.\d+)? ?(?:毫秒|秒|ms\b|s\b|[KM]iB\b)")
ISOLATION = re.compile(r"(isolation:|隔离：).*")


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Callable[[str, str], str]:
    """Run commands in a folder with the examples, as on a machine where nothing is configured."""
    shutil.copytree(root / "examples", tmp_path / "examples")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def run_one(command: str, locale: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env={"PATH": path, "LANG": locale, "HOME": str(tmp_path), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert not done.stderr
        return done.stdout

    return run_one


@pytest.mark.parametrize("page", READMES)
def test_every_console_block_shows_what_its_commands_print(
    page: str,
    run: Callable[[str, str], str],
    blocks: Callable[[str, str], list[str]],
) -> None:
    shown = [example for block in blocks(page, "console") for example in _commands(block)]
    assert len(shown) >= 3
    for command, output in shown:
        _assert_shown(shown=output, printed=run(command, READMES[page]))


@pytest.mark.parametrize("page", READMES)
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_plain_lines_are_those_of_the_makefile(
    page: str, root: Path, blocks: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    short, plain, *more = blocks(page, "sh")
    pairs = [(short, plain), tuple(more)]
    assert [command.strip() for command, _lines in pairs] == ["make grade", "make test"]
    for command, lines in pairs:
        assert _made(command.split()[1], tmp_path) == lines.splitlines()


def test_ci_runs_the_test_lines_of_the_readme(root: Path, blocks: Callable[[str, str], list[str]]) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    *_, command, lines = blocks("README.md", "sh")
    for line in [command.strip(), *lines.splitlines()]:
        assert re.search(rf"^ +(?:check|step) {re.escape(line)}$", script, re.MULTILINE), line


def test_both_readmes_run_the_same_commands(blocks: Callable[[str, str], list[str]]) -> None:
    english, chinese = (
        [command for block in blocks(page, "console") for command, _output in _commands(block)]
        for page in READMES
    )
    assert english == chinese
    assert blocks("README.md", "sh") == blocks("README.zh.md", "sh")
    assert blocks("README.md", "yaml") == blocks("README.zh.md", "yaml")


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), f"{page.name}: {link}"


def test_paths_that_the_security_page_names_are_there(root: Path) -> None:
    page = (root / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|fuzz)/[^`]*)`", page)
    assert len(named) > 20
    assert [path for path in named if not (root / path).exists()] == []
    assert "`…" not in page


@pytest.mark.parametrize(("page", "lang"), [("students.md", "en"), ("students.zh.md", "zh")])
def test_pages_for_students_explain_every_verdict_in_the_words_of_reports(
    page: str, lang: Lang, root: Path
) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    named = {name for cell in cells for name in re.split("[,、] ?", cell)}
    assert {say(message(f"report.{verdict}"), lang) for verdict in Verdict} <= named


def test_commands_of_the_pages_for_students_work(
    run: Callable[[str, str], str], blocks: Callable[[str, str], list[str]]
) -> None:
    commands = "".join(blocks("docs/students.md", "")).splitlines()
    assert commands == "".join(blocks("docs/students.zh.md", "")).splitlines()
    assert len(commands) == 5
    assert all(run(command, "zh_CN.UTF-8") for command in commands)


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """Cut a console block into commands, each with the output that is shown after it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _assert_shown(*, shown: str, printed: str) -> None:
    """Compare line by line: `...` is any lines, a time or a size any other one, blanks any blanks."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(_levelled(line)) + r"\n" for line in shown.splitlines()
    )
    lines = "".join(_levelled(line) + "\n" for line in printed.splitlines())
    assert re.fullmatch(pattern, lines), f"shown:\n{shown}\nprinted:\n{printed}"


def _levelled(line: str) -> str:
    return " ".join(ISOLATION.sub(r"\1", FIGURE.sub("#", line)).split())


def _made(target: str, folder: Path) -> list[str]:
    done = subprocess.run(
        ["make", "--dry-run", target],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},  # without what a make that runs the tests would hand on
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line for line in done.stdout.splitlines() if not line.startswith("touch ")]
