"""What others have laid into a folder for results: nothing hangs, and nothing leads out of the folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.batch.lock import LOCK_FILE, locked
from grader.batch.standings import read_standings
from grader.batch.store import STORE_FILE, opened
from grader.errors import UsageError
from tests.batch.scene import RIGHT, batch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="lays pipes and links")

BESIDE_STORE = ("", "-wal", "-shm", "-journal")


def lay_fifo(path: Path, _: Path) -> None:
    os.mkfifo(path)


def lay_folder(path: Path, _: Path) -> None:
    path.mkdir()


def lay_link(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def lay_dangling_link(path: Path, outside: Path) -> None:
    path.symlink_to(outside.parent / "new")


LAID = pytest.mark.parametrize("lay", [lay_fifo, lay_folder, lay_link, lay_dangling_link])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "own"
    path.parent.mkdir()
    path.write_text("precious", encoding="utf-8")
    return path


def is_untouched(outside: Path) -> bool:
    return outside.read_text(encoding="utf-8") == "precious" and [*outside.parent.iterdir()] == [outside]


@LAID
def test_nothing_but_a_plain_file_is_a_lock(
    lay: Callable[[Path, Path], None], out: Path, outside: Path
) -> None:
    lay(out / LOCK_FILE, outside)
    with pytest.raises(UsageError, match=r"batch\.laid"), locked(out):
        pass
    assert is_untouched(outside)


@LAID
@pytest.mark.parametrize("beside", BESIDE_STORE)
@pytest.mark.parametrize("make", [True, False])
def test_nothing_but_a_plain_file_is_a_database(
    lay: Callable[[Path, Path], None],
    beside: str,
    make: bool,  # noqa: FBT001 - both are tried
    out: Path,
    outside: Path,
) -> None:
    lay(out / f"{STORE_FILE}{beside}", outside)
    with pytest.raises(UsageError, match=r"batch\.laid"), opened(out, make=make):
        pass
    assert is_untouched(outside)


def test_a_run_replaces_what_was_laid_where_its_files_go(out: Path, outside: Path, tmp_path: Path) -> None:
    (tmp_path / "ann.py").write_text(RIGHT, encoding="utf-8")
    (out / "reports").mkdir()
    for name in ("run.json", ".written.json", "grades.csv", "reports/ann.html"):
        os.mkfifo(out / name)
    (out / "results.jsonl").symlink_to(os.devnull)
    (out / "index.html").symlink_to(outside)
    (out / "reports/ann.json").symlink_to(outside.parent / "new")
    told = batch(tmp_path / "ann.py", "-o", out, "--case", "sample", "-j", "1")
    assert told.returncode == 0, told.stderr
    assert is_untouched(outside)
    files = [path for path in out.rglob("*") if not path.is_dir()]
    assert all(path.is_file() and not path.is_symlink() and path.stat().st_size for path in files)


def test_a_link_in_the_place_of_the_reports_is_not_followed(out: Path, outside: Path, tmp_path: Path) -> None:
    (tmp_path / "ann.py").write_text(RIGHT, encoding="utf-8")
    (out / "reports").symlink_to(outside.parent)
    told = batch(tmp_path / "ann.py", "-o", out, "--case", "sample", "-j", "1")
    assert told.returncode == 2
    assert "reports" in told.stderr
    assert is_untouched(outside)


def test_a_pipe_in_the_place_of_results_is_not_compared(out: Path) -> None:
    os.mkfifo(out / "results.jsonl")
    with pytest.raises(UsageError, match=r"diff\.no_results"):
        read_standings(out)


def test_a_pipe_in_the_place_of_the_facts_of_a_run_is_not_read(out: Path) -> None:
    (out / "results.jsonl").touch()
    os.mkfifo(out / "run.json")
    assert read_standings(out).run is None
