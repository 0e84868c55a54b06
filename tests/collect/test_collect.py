"""`grade collect` takes one plain file of each repository and runs nothing of what it fetched."""

from __future__ import annotations

import csv
import subprocess
from typing import TYPE_CHECKING

import pytest

from grader.cli import run_command_line
from grader.collect import Collected, Source, collect_forks, collect_pulls, read_forks, summary_csv
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    told = subprocess.run(
        ["git", *IDENTITY, "-C", str(folder), *arguments], capture_output=True, check=True, text=True
    )
    return told.stdout.strip()


def repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "-m", "work")
    return folder


def test_one_file_of_each_fork_is_written_under_the_students_name(tmp_path: Path) -> None:
    ann = repository(tmp_path / "ann", {"src/answer.py": "ANN = 1\n", "other.py": ""})
    found = collect_forks([Source("ann", str(ann))], "src/answer.py", tmp_path / "out")
    assert (tmp_path / "out" / "ann.py").read_text(encoding="utf-8") == "ANN = 1\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ann.py"]
    assert found == [("ann", str(ann), git(ann, "rev-parse", "HEAD"), "collected")]


def test_the_heads_of_all_pull_requests_are_collected(tmp_path: Path) -> None:
    course = repository(tmp_path / "course", {"answer.py": "A = 0\n"})
    for number in (2, 10):
        (course / "answer.py").write_text(f"A = {number}\n", encoding="utf-8")
        git(course, "commit", "--quiet", "--all", "-m", str(number))
        git(course, "update-ref", f"refs/pull/{number}/head", "HEAD")
    found = collect_pulls(str(course), "answer.py", tmp_path / "out")
    assert [(one.name, one.status) for one in found] == [("pull-2", "collected"), ("pull-10", "collected")]
    assert (tmp_path / "out" / "pull-10.py").read_text(encoding="utf-8") == "A = 10\n"


def test_filters_and_hooks_of_a_fork_are_not_run(tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    fork = repository(tmp_path / "fork", {"answer.py": "A = 1\n", ".gitattributes": "*.py filter=evil\n"})
    git(fork, "config", "filter.evil.smudge", f"touch {witness}; cat")
    hook = fork / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {witness}\n", encoding="utf-8")
    hook.chmod(0o755)
    assert collect_forks([Source("eve", str(fork))], "answer.py", tmp_path / "out")[0].status == "collected"
    assert not witness.exists()


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    fork = tmp_path / "fork"
    fork.mkdir()
    (fork / "answer.py").symlink_to("/etc/hostname")
    git(fork, "init", "--quiet")
    git(fork, "add", "--all")
    git(fork, "commit", "--quiet", "-m", "link")
    assert (
        collect_forks([Source("eve", str(fork))], "answer.py", tmp_path / "out")[0].status == "no_plain_file"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("files", "status"),
    [({"other.py": ""}, "no_file"), ({"answer.py": "#" * (1 << 20) + "x"}, "too_large")],
)
def test_a_file_that_cannot_be_graded_is_named_and_not_written(
    tmp_path: Path, files: dict[str, str], status: str
) -> None:
    fork = repository(tmp_path / "fork", files)
    assert collect_forks([Source("bob", str(fork))], "answer.py", tmp_path / "out")[0].status == status
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("url", ["/nowhere/at/all", "ext::sh -c 'touch ran'", "--upload-pack=touch ran"])
def test_a_repository_that_cannot_be_fetched_stops_nobody_else(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ann = repository(tmp_path / "ann", {"answer.py": "A = 1\n"})
    sources = [Source("lost", url), Source("ann", str(ann))]
    statuses = [one.status for one in collect_forks(sources, "answer.py", tmp_path / "out")]
    assert statuses == ["not_fetched", "collected"]
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "", "--help", "a\\b"])
def test_a_path_that_is_none_of_a_repository_is_refused(tmp_path: Path, file: str) -> None:
    with pytest.raises(UsageError):
        collect_forks([], file, tmp_path)


@pytest.mark.parametrize("line", ["ann", "../ann /x", "ann /x main more", "-ann /x", "ann /x\nann /y"])
def test_a_list_with_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    listed = tmp_path / "forks.txt"
    listed.write_text(f"# forks\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_forks(listed)
    assert "forks.txt:" in error.value.text("en")


def test_a_list_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        read_forks(tmp_path / "forks.txt")
    assert error.value.text("en").count("forks.txt") == 1


def test_no_cell_of_the_summary_is_a_formula() -> None:
    rows = list(csv.reader(summary_csv([Collected("=cmd()", "+x", "@y", "no_file")]).splitlines()))
    assert rows[1] == ["'=cmd()", "'+x", "'@y", "no_file"]


def test_the_command_says_what_became_of_each_and_exits_with_3_when_one_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = repository(tmp_path / "ann", {"answer.py": "A = 1\n"})
    listed = tmp_path / "forks.txt"
    listed.write_text(f"ann {ann}\nbob /nowhere\n", encoding="utf-8")
    out = tmp_path / "out"
    code = run_command_line(
        ["collect", "--forks", str(listed), "--file", "answer.py", "-o", str(out), "--lang", "en"]
    )
    told = capsys.readouterr()
    assert code == 3
    assert "bob: cannot be fetched" in told.err
    assert "collected 1 of 2" in told.out
    assert (out / "collected.csv").read_text(encoding="utf-8").count("\n") == 3
