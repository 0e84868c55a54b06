"""The JSON document: its shape, its schema, its documentation, and what it does not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import numpy as np
import pytest

from grader.messages import LANGS
from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.report.document import ReportDocument
from grader.report.json import render_json, to_document
from grader.report.schema import report_schema, schema_text

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Report
    from tests.report.conftest import Build

DOCS = Path(__file__).parents[2] / "docs"


def decoded(report: Report, lang: Lang = "en") -> dict[str, Any]:
    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is no JSON")

    document: dict[str, Any] = json.loads(render_json(report, lang=lang), parse_constant=refuse)
    return document


def test_committed_schema_is_what_the_code_generates() -> None:
    assert (DOCS / "schema" / "report.schema.json").read_text(encoding="utf-8") == schema_text()


def test_schema_is_valid_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_report_validates_against_the_schema(build: Build, situation: str, lang: Lang) -> None:
    document = decoded(build.reports[situation](), lang)
    jsonschema.Draft202012Validator(report_schema()).validate(document)
    assert document["lang"] == lang


def test_report_can_be_read_back_into_its_types(build: Build, situation: str) -> None:
    report = build.reports[situation]()
    read = msgspec.json.decode(render_json(report, lang="zh"), type=ReportDocument)
    assert read == to_document(report, lang="zh")


def test_report_is_one_line(build: Build, situation: str) -> None:
    text = render_json(build.reports[situation](), lang="zh")
    assert text.startswith('{"format_version":1,')
    assert text.index("\n") == len(text) - 1


def test_every_field_is_documented() -> None:
    documentation = (DOCS / "json.md").read_text(encoding="utf-8")
    fields = {name for part in report_schema()["$defs"].values() for name in part["properties"]}
    assert {name for name in fields if f"`{name}`" not in documentation} == set()


def test_hidden_result_has_its_few_fields_even_if_the_record_holds_more(build: Build) -> None:
    ones = np.ones((1, 2, 2))
    told, mismatch = build.wrong_values(ones, ones * 7.25)
    leaky = build.hidden(
        "secret",
        Verdict.WA,
        reason=told,
        mismatch=mismatch,
        printed=Captured(text="leaked"),
        trace=(TraceLine(line=16, function="backward"),),
        tags=("ties",),
    )
    report = build.report(leaky)
    assert decoded(report)["results"] == [
        {
            "visibility": "hidden",
            "case": "secret",
            "number": 1,
            "tags": ["ties"],
            "verdict": "WA",
            "points": 0,
            "max_points": 10,
        }
    ]
    assert "leaked" not in render_json(report, lang="zh")
    assert "7.25" not in render_json(report, lang="zh")


def test_internal_error_has_no_score(build: Build) -> None:
    document = decoded(build.reports["internal_error"]())
    assert document["score"] is None
    assert document["passed"] is False
    assert [one["points"] for one in document["results"]] == [10, None, 10]


def test_numbers_that_are_not_finite_are_named(build: Build) -> None:
    first = decoded(build.reports["nan"]())["results"][1]["mismatch"]["first"]
    assert [at["actual"] for at in first] == ["NaN", "-Infinity"]


def test_error_beyond_the_range_of_float_is_named(build: Build) -> None:
    with np.errstate(over="ignore"):
        told, mismatch = build.wrong_values(np.array([1.7e308]), np.array([-1.7e308]))
    document = decoded(build.report(build.result("x", Verdict.WA, told, mismatch)))
    assert document["results"][0]["mismatch"]["max_abs_error"] == "Infinity"


def test_mismatch_kinds(build: Build) -> None:
    kinds = {
        result["mismatch"]["kind"]
        for situation in ("wrong_type", "wrong_shape", "nan", "wrong_answer")
        for result in decoded(build.reports[situation]())["results"]
        if result.get("mismatch")
    }
    assert kinds == {"type", "shape", "not_finite", "values"}


def test_notebook_places_name_their_cell(build: Build) -> None:
    trace = decoded(build.reports["notebook"]())["results"][0]["trace"]
    assert trace[0] == {"line": 16, "cell": 3, "function": "backward"}


def test_ungradable_submission_says_why_and_where(build: Build) -> None:
    document = decoded(build.reports["syntax"]())
    assert (document["verdict"], document["reason_key"], document["column"]) == ("CE", "judge.syntax", 27)
    assert document["trace"] == [{"line": 14, "cell": None, "function": "<module>"}]


def test_reasons_follow_the_language(build: Build) -> None:
    report = build.reports["exception"]()
    zh, en = (decoded(report, lang)["results"][1] for lang in LANGS)
    assert zh["reason"] != en["reason"]
    assert zh["reason_key"] == en["reason_key"] == "judge.in_call"
