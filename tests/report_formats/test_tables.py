"""CSV for spreadsheets, JSON lines for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.report.json import render_json
from grader.report.jsonl import render_jsonl
from grader.report.spreadsheet import as_text, render_csv
from tests.report_formats.consumers import check_csv, check_jsonl

if TYPE_CHECKING:
    from tests.report.conftest import Build


def test_table_has_a_row_a_case(build: Build, situation: str) -> None:
    report = build.reports[situation]()
    rows = check_csv(render_csv(report, lang="zh"))
    assert [row["case"] for row in rows] == [result.case.spec.name for result in report.results]
    assert [row["verdict"] for row in rows] == [result.judgement.verdict.value for result in report.results]


def test_cells_of_a_public_and_a_hidden_case(build: Build) -> None:
    rows = check_csv(render_csv(build.reports["wrong_answer"](), lang="zh"))
    assert rows[1] | {"reason": "", "sha256": ""} == {
        "exercise": "layer_backward",
        "submission": "submission.py",
        "sha256": "",
        "number": "2",
        "case": "sample",
        "visibility": "public",
        "tags": "",
        "verdict": "WA",
        "points": "0",
        "max_points": "10",
        "wall_seconds": "0.00203",
        "peak_memory_bytes": str(33 << 20),
        "reason": "",
    }
    assert rows[1]["reason"].startswith("dx: 32 个元素里有 2 个不同")
    hidden = rows[4]
    assert (hidden["visibility"], hidden["tags"]) == ("hidden", "leftover, padding")
    assert hidden["wall_seconds"] == hidden["peak_memory_bytes"] == hidden["reason"] == ""


def test_case_that_the_grader_failed_on_has_no_points(build: Build) -> None:
    rows = check_csv(render_csv(build.reports["internal_error"](), lang="en"))
    assert [row["points"] for row in rows] == ["10", "", "10"]


def test_excel_is_told_that_the_text_is_utf8(build: Build) -> None:
    assert render_csv(build.reports["right"](), lang="zh").encode().startswith(b'\xef\xbb\xbf"exercise"')


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        ("plain = text", "plain = text"),
        ("1e-05", "1e-05"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "  '=1+1"),
        ("-2+3", "'-2+3"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t=1", "\t'=1"),
        ("a;=1; -2", "a;'=1; '-2"),
        ("(1, -2)", "(1, '-2)"),
        ("a,=1", "a,'=1"),
    ],
)
def test_formulas_become_text(cell: str, written: str) -> None:
    assert as_text(cell) == written


def test_lines_are_the_results_of_the_json_document(build: Build, situation: str) -> None:
    report = build.reports[situation]()
    document = json.loads(render_json(report, lang="zh"))
    whose = {key: document[key] for key in ("format_version", "exercise", "lang", "submission")}
    assert check_jsonl(render_jsonl(report, lang="zh")) == [whose | result for result in document["results"]]


def test_report_without_results_is_an_empty_file_of_lines(build: Build) -> None:
    assert render_jsonl(build.report(), lang="en") == ""


def test_a_cell_of_nothing_but_separators_is_left_alone() -> None:
    """To look behind each of them for all the others would not end."""
    assert as_text("\t" * 300_000) == "\t" * 300_000
