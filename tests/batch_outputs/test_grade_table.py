"""`grades.csv`: a row a student, for a spreadsheet in Chinese."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from grader.batch.outcome import CaseFacts
from grader.batch.outputs.grades import cell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.batch_outputs.conftest import Build, Write

FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r")


def read(folder: Path) -> list[dict[str, str]]:
    text = (folder / "grades.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def header(folder: Path) -> list[str]:
    return next(csv.reader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig"))))


def test_columns_are_those_that_are_promised(build: Build, write: Write) -> None:
    folder = write(build.everything(), build.facts(roster=("class",)))
    assert header(folder) == [
        "id", "name", "score", "max_score", "passed", "basic", "overlap", "secret", "misconception",
        "template_modified", "sha256", "wall_seconds", "error", "class",
    ]  # fmt: skip


def test_excel_is_told_that_the_text_is_utf8_and_lines_end_as_rfc_4180_has_it(
    build: Build, write: Write
) -> None:
    data = (write(build.everything()) / "grades.csv").read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"id"')
    assert data.count(b"\xef\xbb\xbf") == 1
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None


def test_row_of_a_graded_student(build: Build, write: Write) -> None:
    row = read(write(build.everything(), build.facts(roster=("class",))))[1]
    assert row == {
        "id": "2022002",
        "name": "李四",
        "score": "10",
        "max_score": "30",
        "passed": "false",
        "basic": "AC",
        "overlap": "WA",
        "secret": "WA",
        "misconception": "wrong_order",
        "template_modified": "false",
        "sha256": build.everything()[1].sha256,
        "wall_seconds": "0.21",
        "error": "",
        "class": "一班",
    }


def test_who_was_not_graded_has_a_reason_and_no_zero(build: Build, write: Write) -> None:
    row = read(write(build.everything(), build.facts(roster=("class",))))[-1]
    assert (row["id"], row["name"], row["class"]) == ("2022009", "王五", "一班")
    assert (row["score"], row["max_score"], row["passed"], row["basic"]) == ("", "30", "", "")
    assert row["error"] == "名单上有，但没有提交"


def test_case_that_the_grader_failed_on_leaves_no_score(build: Build, write: Write) -> None:
    (row,) = read(write([build.outcome("a", build.document("AC", "IE", "AC"))]))
    assert (row["score"], row["overlap"], row["passed"]) == ("", "IE", "false")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2022001", "2022001"),
        ("007", "'007"),
        ("0", "0"),
        ("202211010123", "202211010123"),
        ("1234567890123456", "'1234567890123456"),
        ("12E5", "'12E5"),
        ("1.5e3", "'1.5e3"),
        ("=1+1", "'=1+1"),
        ("张三", "张三"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("x" * 2000, "x" * 999 + "…"),
    ],
)
def test_text_of_somebody_else_stays_whole_and_computes_nothing(text: str, written: str) -> None:
    assert cell(text) == written


def test_columns_that_would_share_a_name_say_what_they_are(build: Build, write: Write) -> None:
    cases = (CaseFacts(name="score", points=10), CaseFacts(name="basic", points=10))
    of_run = build.facts(cases=cases, roster=("name", "basic", "basic", "=x"))
    columns = header(write([build.outcome("a", roster=("1", "2", "3", "4"))], of_run))
    assert columns[5:7] == ["case:score", "basic"]
    assert columns[-4:] == ["roster:name", "roster:basic", "roster:basic 2", "'=x"]
    assert len(set(columns)) == len(columns)


def test_roster_that_says_less_leaves_cells_empty(build: Build, write: Write) -> None:
    folder = write(
        [build.outcome("a"), build.outcome("b", roster=("1", "2", "3"))], build.facts(roster=("x", "y"))
    )
    assert [(row["x"], row["y"]) for row in read(folder)] == [("", ""), ("1", "2")]


def test_hostile_text_makes_no_formula_however_cells_are_split(hostile_folder: Path) -> None:
    text = (hostile_folder / "grades.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {14}
    assert len(rows) == 5
    for separator in (",", ";", "\t"):
        cells = [one for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for one in row]
        assert not [one for one in cells if one.strip(' "\r\n').startswith(FORMULA_SIGNS)]
    assert text.replace("\r\n", "").replace("\u3000", "").replace("\xa0", "").isprintable()
