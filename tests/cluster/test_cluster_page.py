"""docs/cluster.md is followed, as far as one machine goes: certificates, scheduler, worker, run."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.messages import LANGS, message, say
from grader.messages.cluster import EN
from tests.cluster.dask_processes import started

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = "tls://scheduler.example.org:8786"
HERE = {"--port 8786": "--host 127.0.0.1 --port 0", "--nworkers 8": "--nworkers 1 --no-nanny"}


def commands(heading: str) -> list[str]:
    """Give the commands of one section of the page."""
    section = re.split(rf"^## {heading}$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
    lines = "".join(CONSOLE.findall(section)).splitlines()
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def with_own_commands() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": with_own_commands(), "GRADE_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "submissions").mkdir()
    for name in ("right.py", "unfilled.py"):
        shutil.copy(ROOT / "examples" / name, tmp_path / "submissions")
    return tmp_path


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the page makes certificates with openssl")
def test_a_class_is_graded_on_a_cluster_as_the_page_says(folder: Path) -> None:
    address = ""
    with ExitStack() as stack:
        for command in commands("Encryption"):
            kind, *rest = shlex.split(_here(command, address))
            if kind == "dask":
                _, told = stack.enter_context(started(rest, folder))
                address = address or told
            else:
                done = run(_here(command, address), folder)
                assert done.returncode == 0, (command, done.stderr)
    assert address.startswith("tls://127.0.0.1:")
    with (folder / "graded" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["right", "unfilled"]


def test_a_local_cluster_is_tried_as_the_page_says(folder: Path) -> None:
    (command,) = (line for line in CONSOLE.findall(PAGE)[0].splitlines() if "local:" in line)
    done = run(command.removeprefix("$ ").replace("local:4", "local:1"), folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "graded" / "grades.csv").is_file()


def test_the_page_quotes_messages_as_they_are() -> None:
    table = PAGE.split("## When it does not work")[1]
    quoted = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    assert len(quoted) > 5
    said = " ".join([*EN.values(), say(message("batch.other_digest", names="secret"), "en")])
    for quote in quoted:
        for part in quote.split("…"):
            assert part.strip() in re.sub(r"{\w+}", "…", said), quote


def test_refusals_name_the_option_that_the_page_explains() -> None:
    for lang in LANGS:
        told = say(message("cluster.not_encrypted", address="tcp://a:1", host="a"), lang)
        assert "--insecure-cluster" in told
        assert "docs/cluster.md" in told
    assert "--insecure-cluster" in PAGE


def _here(command: str, address: str) -> str:
    """Write this machine for those of the page."""
    for there, here in {**HERE, EXAMPLE: address}.items():
        command = command.replace(there, here)
    return command
