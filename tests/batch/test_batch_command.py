"""`grade batch` as an instructor runs it: what it prints, writes and exits with, what another run does."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.batch.lock import locked
from tests.batch.scene import (
    HANGING,
    RIGHT,
    WRONG,
    batch,
    batch_command,
    children_of,
    descendants_of,
    environment,
    is_alive,
    until,
    verdicts,
    without_times,
)

if TYPE_CHECKING:
    from pathlib import Path

ONE_CASE = ("--case", "sample", "-j", "1")


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    """Two right ones that are the same, one wrong, one that is no Python."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name, source in {"ann": RIGHT, "bob": RIGHT, "cem": WRONG, "dan": "class (:"}.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return folder


def many(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        source = RIGHT if number % 3 else WRONG
        (folder / f"s{number:03}.py").write_text(f"{source}\n# {number}\n", encoding="utf-8")
    return folder


def test_a_class_is_graded_and_the_second_run_grades_nothing(class_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = batch(class_folder, "-o", out, *ONE_CASE)
    assert first.returncode == 0, first.stderr
    assert "graded 4 of 4: 0 before, 4 now" in first.stdout
    assert str(out / "grades.csv") in first.stdout
    assert verdicts(out) == {"AC": 2, "WA": 1, "CE": 1}
    rows = without_times(out)
    second = batch(class_folder, "-o", out, *ONE_CASE)
    assert "graded 4 of 4: 4 before, 0 now" in second.stdout
    assert without_times(out) == rows


def test_only_what_is_affected_is_graded_again(class_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(class_folder, "-o", out, *ONE_CASE)
    (class_folder / "cem.py").write_text(RIGHT + "\n", encoding="utf-8")
    plan = batch(class_folder, "-o", out, *ONE_CASE, "--dry-run", "-v")
    assert "would grade 1 of 4" in plan.stdout
    assert "cem: not graded before" in plan.stdout
    told = batch(class_folder, "-o", out, *ONE_CASE)
    assert "3 before, 1 now" in told.stdout
    plan = batch(class_folder, "-o", out, *ONE_CASE, "--timeout", "9", "--dry-run")
    assert "would grade 3 of 4 submissions: 0 have a result, 1 are copies" in plan.stdout
    assert "with other: options" in plan.stdout


def test_a_dry_run_makes_nothing(class_folder: Path, tmp_path: Path) -> None:
    told = batch(class_folder, "-o", tmp_path / "out", *ONE_CASE, "--dry-run")
    assert told.returncode == 0
    assert "would grade 3 of 4" in told.stdout
    assert not (tmp_path / "out").exists()


def test_who_has_handed_in_nothing_is_named_and_fails_no_run(class_folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,group\nann,Ann A,1\nzoe,Zoe Z,2\n", encoding="utf-8")
    told = batch(class_folder, "-o", tmp_path / "out", *ONE_CASE, "--roster", roster)
    assert told.returncode == 0
    assert "not graded: zoe: no submission" in told.stderr
    assert "graded 4 of 5" in told.stdout
    rows = without_times(tmp_path / "out")
    assert "('name', 'Ann A')" in rows[0]
    assert "('group', '2')" in rows[-1]


def test_the_row_of_who_handed_in_what_is_not_graded_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for name in ("1_张三/a.py", "2_李四/a.rar", "3_王五/a.py", "3_王五/b.py", "4_赵六/a.zip"):
        path = folder / f"202300{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{RIGHT}# {name}\n", encoding="utf-8")
    roster = tmp_path / "roster.csv"
    names = ("张三", "李四", "王五", "赵六", "钱七")
    lines = [f"s{number},{name}\n" for number, name in enumerate(names, start=1)]
    roster.write_text("".join(["id,name\n", *lines]), encoding="utf-8")
    told = batch(folder, "-o", tmp_path / "out", *ONE_CASE, "--roster", roster)
    assert told.returncode == 3
    found = [
        msgspec.json.decode(line) for line in (tmp_path / "out" / "results.jsonl").read_bytes().splitlines()
    ]
    assert [one["id"] for one in found] == ["s1", "s2", "s3", "s4", "s5"]
    errors = [one["error"] for one in found]
    assert errors[0] is None
    assert "a.rar" in errors[1]
    assert "several files" in errors[2]
    assert "damaged" in errors[3]
    assert errors[4] == "no submission"
    assert found[3]["file"].endswith("a.zip")


@pytest.mark.parametrize("with_roster", [False, True])
def test_who_is_on_no_roster_and_handed_in_what_is_not_graded_has_a_row(
    with_roster: bool,  # noqa: FBT001 - both are tried
    tmp_path: Path,
) -> None:
    for name in ("ann/a.py", "bob/a.rar", "bob/notes.docx", "cem/a.docx", "zoe/a.py", "zoe/b.py"):
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{RIGHT}# {name}\n", encoding="utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,group\nann,1\nzoe,2\n", encoding="utf-8")
    given = ("--roster", roster) if with_roster else ()
    told = batch(tmp_path / "class", "-o", tmp_path / "out", *ONE_CASE, *given)
    assert told.returncode == 3
    assert "graded 1 of 4" in told.stdout
    found = [
        msgspec.json.decode(line) for line in (tmp_path / "out" / "results.jsonl").read_bytes().splitlines()
    ]
    assert [one["id"] for one in found] == ["ann", "bob", "cem", "zoe"]
    errors = [one["error"] for one in found]
    assert errors[0] is None
    assert "a.rar" in errors[1]
    assert "a.docx" in errors[2]
    assert "several files" in errors[3]
    assert told.stderr.count("cem/a.docx") == 1
    assert [one["roster"] for one in found[1:3]] == [{"group": ""} if with_roster else {}] * 2


def test_who_finds_nothing_to_grade_is_told_why(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.rar").write_bytes(b"Rar!")
    found = batch(tmp_path / "class", "-o", tmp_path / "out")
    assert found.returncode == 2
    assert "ann.rar" in found.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed as on Unix")
def test_a_reader_who_leaves_is_no_failure_to_write(class_folder: Path, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        found = subprocess.run(
            batch_command(class_folder, "-o", tmp_path / "out", *ONE_CASE),
            env=environment(), stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert found.returncode == 141
    assert "cannot write" not in found.stderr
    assert verdicts(tmp_path / "out") == {"AC": 2, "WA": 1, "CE": 1}


def test_a_file_that_cannot_be_written_is_named(class_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "grades.csv").mkdir(parents=True)
    found = batch(class_folder, "-o", tmp_path / "out", *ONE_CASE)
    assert found.returncode == 2
    assert "grades.csv" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("missing",), 2, "missing"),
        (("class", "--exercise", "nothing"), 2, "nothing"),
        (("class", "--case", "nothing"), 2, "nothing"),
        (("class", "--cases", "broken.yaml"), 4, "broken.yaml"),
        (("class", "--cases", "missing.yaml"), 2, "missing.yaml"),
        (("class", "--cases", "class"), 4, "class"),
        (("class", "--without-layer", "seccomp", "--without-layer", "landlock"), 5, "level B is required"),
        (("class", "--cluster", "nonsense://"), 2, "nonsense"),
        (("class", "--tls-key", "key.pem"), 2, "--tls-key: expected --cluster"),
        (("class", "--insecure-cluster", "--tls-cert", "c.pem"), 2, "--insecure-cluster, --tls-cert:"),
        (("class", "-j", "0"), 2, "-j"),
        (("class", "--roster", "class"), 2, "CSV"),
    ],
)
def test_what_stops_a_run_has_an_exit_code(
    arguments: tuple[str, ...], code: int, told: str, class_folder: Path, tmp_path: Path
) -> None:
    assert class_folder.is_dir()
    (tmp_path / "broken.yaml").write_text("cases: 7\n", encoding="utf-8")
    found = batch(*arguments, "-o", "out")
    assert found.returncode == code, found.stderr
    assert told in found.stderr
    assert "Traceback" not in found.stderr


def test_results_are_not_written_among_the_submissions(class_folder: Path) -> None:
    found = batch(class_folder, "-o", class_folder)
    assert found.returncode == 2
    assert len(list(class_folder.iterdir())) == 4


def test_results_below_the_submissions_are_not_taken_for_some(class_folder: Path) -> None:
    for _ in range(2):
        found = batch(class_folder, "-o", class_folder / "out", *ONE_CASE)
        assert "of 4:" in found.stdout


def test_an_empty_name_of_a_folder_is_none(class_folder: Path) -> None:
    found = batch(class_folder, "-o", "")
    assert found.returncode == 2
    assert "--output is missing" in found.stderr


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert batch("empty", "-o", "out").returncode == 2


def test_a_second_run_in_the_same_folder_is_refused(class_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with locked(out):
        found = batch(class_folder, "-o", out, *ONE_CASE)
    assert found.returncode == 2
    assert str(os.getpid()) in found.stderr


def test_a_damaged_database_stops_the_run_and_stays_as_it_is(class_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "results.sqlite3").write_bytes(b"rubbish" * 1000)
    found = batch(class_folder, "-o", out, *ONE_CASE)
    assert found.returncode == 2
    assert "results.sqlite3" in found.stderr
    assert (out / "results.sqlite3").read_bytes() == b"rubbish" * 1000


def test_a_course_that_changed_grades_all_again(class_folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    case = "{name: one, seed: 1, params: {pool_h: 2, pool_w: 2}, x: {shape: [1, 1, 4, 4]}, points: %d}"
    text = f"exercise: maxpool_backward\ncases:\n  - {case}\n"
    cases.write_text(text % 5, encoding="utf-8")
    batch(class_folder, "-o", tmp_path / "out", "--cases", cases, "-j", "1")
    cases.write_text(text % 7, encoding="utf-8")
    told = batch(class_folder, "-o", tmp_path / "out", "--cases", cases, "-j", "1", "--dry-run")
    assert "with other: cases" in told.stdout
    told = batch(class_folder, "-o", tmp_path / "out", "--cases", cases, "-j", "1")
    assert "0 before, 4 now" in told.stdout
    assert "mean 5.2" in told.stdout


def test_a_time_out_stands_in_the_grades(class_folder: Path, tmp_path: Path) -> None:
    (class_folder / "eve.py").write_text(HANGING, encoding="utf-8")
    found = batch(class_folder, "-o", tmp_path / "out", "--case", "sample", "-j", "2", "--timeout", "1")
    assert found.returncode == 0
    assert verdicts(tmp_path / "out")["CE"] == 2


def test_output_can_be_chinese(class_folder: Path, tmp_path: Path) -> None:
    found = batch(class_folder, "-o", tmp_path / "out", *ONE_CASE, "--lang", "zh", PYTHONUTF8="1")
    assert "平均分" in found.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_is_done(number: signal.Signals, tmp_path: Path) -> None:
    folder = many(tmp_path / "class", 3)
    (folder / "t.py").write_text(HANGING, encoding="utf-8")
    out = tmp_path / "out"
    with subprocess.Popen(
        batch_command(folder, "-o", out, *ONE_CASE),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        until(lambda: kept(out) == 3 and len(descendants_of(run.pid)) == 3)
        everyone = descendants_of(run.pid)
        os.killpg(run.pid, number)  # to all of them, as a terminal does
        stdout, stderr = run.communicate()
    assert run.returncode == 130, stderr
    assert "graded 3 of 4" in stdout
    assert "not graded yet" in without_times(out)[-1]
    until(lambda: not any(map(is_alive, everyone)))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = many(tmp_path / "class", 30)
    undisturbed = tmp_path / "undisturbed"
    assert batch(folder, "-o", undisturbed, *ONE_CASE).returncode == 0
    out = tmp_path / "out"
    done = 0
    for least in (1, 10, 20):
        with subprocess.Popen(
            batch_command(folder, "-o", out, *ONE_CASE),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as run:
            until(lambda: kept(out) >= least or run.poll() is not None)  # noqa: B023 - asked at once
            everyone = descendants_of(run.pid)
            run.kill()
        until(lambda: not any(map(is_alive, everyone)))  # noqa: B023 - asked at once
        assert kept(out) >= max(done, least)
        done = kept(out)
    told = batch(folder, "-o", out, *ONE_CASE)
    assert f"{done} before, {30 - done} now" in told.stdout
    assert without_times(out) == without_times(undisturbed)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")
def test_lanes_and_zygotes_that_are_killed_cost_nothing(tmp_path: Path) -> None:
    folder = many(tmp_path / "class", 40)
    out = tmp_path / "out"
    with subprocess.Popen(
        batch_command(folder, "-o", out, "--case", "sample", "-j", "2"),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        for least in (1, 10, 20):
            until(lambda: kept(out) >= least or run.poll() is not None)  # noqa: B023 - asked at once
            for victim in [*children_of(run.pid)[:1], *descendants_of(run.pid)[-1:]]:
                if is_alive(victim):
                    os.kill(victim, signal.SIGKILL)
        stdout, _ = run.communicate()
    assert run.returncode == 0
    assert "graded 40 of 40" in stdout
    assert verdicts(out) == {"AC": 26, "WA": 14}


def kept(out: Path) -> int:
    """Count the results that are in the database, as another process sees them."""
    path = out / "results.sqlite3"
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection:
        try:
            found: int = connection.execute("SELECT count(*) FROM results").fetchone()[0]
        except sqlite3.OperationalError:  # it is being made
            return 0
    return found
