"""`results.jsonl` and each student's JSON: the documents, whole, and safe to print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader.batch.outputs.lines import document_of
from grader.report.schema import report_schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.batch_outputs.conftest import Build, Write


def read(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text("utf-8").splitlines()]


def test_a_line_has_the_student_and_the_document(build: Build, write: Write) -> None:
    folder = write(build.everything(), build.facts(roster=("class",)))
    first, last = read(folder)[0], read(folder)[-1]
    assert first["report"]["score"] == 30
    assert first | {"report": None} == {
        "format_version": 1,
        "id": "2022001",
        "name": "张三",
        "file": "/home/teacher/class/2022001.py",
        "sha256": build.everything()[0].sha256,
        "error": None,
        "roster": {"class": "一班"},
        "digest": "d1" * 32,
        "report": None,
    }
    assert (last["report"], last["error"], last["sha256"]) == (None, "名单上有，但没有提交", None)


def test_documents_keep_to_the_schema_of_reports(build: Build, write: Write) -> None:
    folder = write(build.everything())
    validator = jsonschema.Draft202012Validator(report_schema())
    for line in read(folder)[:-1]:
        validator.validate(line["report"])
        assert json.loads((folder / f"reports/{line['id']}.json").read_text("utf-8")) == line["report"]


@pytest.mark.parametrize(
    ("shown", "path"),
    [
        ("/home/teacher/class/a.py", "a.py"),
        ("C:\\class\\a.py", "a.py"),
        ("export.zip!Li Si_12_file_/a.py", "a.py"),
        ("export.ZIP!a.py", "a.py"),
        ("odd!name.py", "odd!name.py"),
        ("", ""),
    ],
)
def test_student_sees_the_name_of_the_file_and_not_where_the_teacher_keeps_it(
    build: Build, shown: str, path: str
) -> None:
    made = document_of(build.outcome("a", build.document(), shown=shown))
    assert made is not None
    assert made.submission.path == path


def test_lines_of_hostile_text_are_whole_and_safe_to_print(hostile_folder: Path) -> None:
    data = (hostile_folder / "results.jsonl").read_bytes()
    lines = data.decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert len(lines) == 4
    for line in lines:
        assert line.isprintable()
        assert "<" not in line
        assert "##[" not in line
        json.loads(line)


def test_reports_of_hostile_text_are_whole_and_safe_to_print(hostile_folder: Path) -> None:
    files = list((hostile_folder / "reports").glob("*.json"))
    assert len(files) == 3
    validator = jsonschema.Draft202012Validator(report_schema())
    for file in files:
        text = file.read_text("utf-8").removesuffix("\n")
        assert text.isprintable()
        validator.validate(json.loads(text))
