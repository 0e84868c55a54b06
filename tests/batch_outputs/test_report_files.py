"""Students' reports: written when they change, left alone when not, removed only when they are ours."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from grader.batch.outputs import write_outputs
from grader.batch.outputs.kept import LIST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.batch.outcome import Outcome
    from tests.batch_outputs.conftest import Build, Write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "reports").iterdir())


def age(folder: Path) -> None:
    """Give every report a time long past."""
    for path in (folder / "reports").iterdir():
        os.utime(path, (1, 1))


def rewritten(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "reports").iterdir() if path.stat().st_mtime != 1)


@pytest.fixture
def two(build: Build) -> list[Outcome]:
    return [build.outcome("a", build.document()), build.outcome("b", build.document("AC", "WA", "AC"))]


def test_every_graded_student_has_two_reports(build: Build, write: Write) -> None:
    folder = write([*build.everything()[:2], build.outcome("gone")])
    assert names(folder) == ["2022001.html", "2022001.json", "2022002.html", "2022002.json"]


def test_ids_that_are_no_file_names_get_some_that_are(build: Build, write: Write) -> None:
    folder = write(
        [build.outcome(id_, build.document()) for id_ in ("../../a", "con", "A", "a", "王 五", "x/y")]
    )
    assert len(names(folder)) == 12
    assert {path.parent.name for path in folder.rglob("*.html") if path.name != "index.html"} == {"reports"}
    assert "王 五.html" in names(folder)


def test_what_did_not_change_is_not_written_again(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    age(folder)
    write(two)
    assert rewritten(folder) == []


def test_changed_result_is_written_again_and_no_other(build: Build, two: list[Outcome], write: Write) -> None:
    folder = write(two)
    age(folder)
    write([two[0], build.outcome("b", build.document())])
    assert rewritten(folder) == ["b.html", "b.json"]


def test_report_that_was_cut_short_is_written_again(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    whole = (folder / "reports/a.html").read_bytes()
    (folder / "reports/a.html").write_bytes(whole[:100])
    (folder / "reports/b.json").unlink()
    write(two)
    assert (folder / "reports/a.html").read_bytes() == whole
    assert (folder / "reports/b.json").exists()


def test_other_language_makes_other_pages(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    assert "测试集" in (folder / "reports/a.html").read_text("utf-8")
    write(two, lang="en")
    assert "测试集" not in (folder / "reports/a.html").read_text("utf-8")


def test_what_a_killed_run_left_half_written_is_removed(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    left = [folder / ".grades.csv.abcd_123", folder / "reports/.a.html.abcd_123"]
    mine = [folder / ".notes.csv.abcd_123", folder / "reports/.mine.html.abcd_123"]
    for path in (*left, *mine):
        path.touch()
    write(two)
    assert not [path for path in left if path.exists()]
    assert all(path.exists() for path in mine)


def test_reports_of_a_student_who_is_gone_are_removed(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    write(two[1:])
    assert names(folder) == ["b.html", "b.json"]


def test_report_of_what_could_not_be_graded_this_time_is_removed(
    build: Build, two: list[Outcome], write: Write
) -> None:
    folder = write(two)
    write([build.outcome("a", error="the grader failed"), two[1]])
    assert names(folder) == ["b.html", "b.json"]


def test_file_that_is_not_ours_is_never_removed(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    for name in ("notes.html", "c.json", "a.txt"):
        (folder / "reports" / name).write_text("mine")
    write(two[1:])
    assert {"notes.html", "c.json", "a.txt"} <= set(names(folder))
    assert (folder / "reports/c.json").read_text() == "mine"


def test_nothing_is_removed_after_an_interrupted_run(build: Build, two: list[Outcome], write: Write) -> None:
    folder = write(two)
    write([build.outcome("a", error="not reached"), two[1]], build.facts(finished=False))
    assert names(folder) == ["a.html", "a.json", "b.html", "b.json"]
    write(two[1:])
    assert names(folder) == ["b.html", "b.json"]


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b'{"reports":{"a":1}}', b'{"a":' + b"[" * 100_000])
def test_list_that_cannot_be_read_lets_nothing_be_removed(
    two: list[Outcome], write: Write, broken: bytes
) -> None:
    folder = write(two)
    (folder / LIST_NAME).write_bytes(broken)
    write(two[1:])
    assert "a.html" in names(folder)


def test_forged_list_reaches_no_file_outside_the_reports(two: list[Outcome], write: Write) -> None:
    folder = write(two)
    (folder / "grades.html").write_text("mine")
    forged = json.loads((folder / LIST_NAME).read_bytes())
    forged["reports"] |= {
        stem: {"source": "", "sizes": []} for stem in ("../grades", "..", "", "a/../../grades")
    }
    (folder / LIST_NAME).write_text(json.dumps(forged))
    write(two)
    assert (folder / "grades.html").read_text() == "mine"


def test_outputs_stay_as_they_were_when_writing_ends_early(
    build: Build, two: list[Outcome], write: Write
) -> None:
    folder = write(two)
    before = {name: (folder / name).read_bytes() for name in ("grades.csv", "results.jsonl", "index.html")}
    passes = iter((True, False))

    def ending() -> Iterator[Outcome]:
        whole = next(passes)
        yield build.outcome("c", build.document())
        if not whole:
            raise KeyboardInterrupt
        yield from two[1:]

    with pytest.raises(KeyboardInterrupt):
        write_outputs(folder, ending, build.facts(), "zh")
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not [path for path in folder.iterdir() if path.name.startswith((".grades", ".results", ".index"))]
    write(two[1:])
    assert names(folder) == ["b.html", "b.json"]  # what was written before the end was ours
