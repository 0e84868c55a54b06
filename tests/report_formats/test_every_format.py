"""What holds for all formats: valid for their consumers, deaf to hostile text, silent about hidden cases."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import jsonschema
import numpy as np
import pytest

from grader.messages import message
from grader.model.diagnosis import Diagnosis, Misconception
from grader.model.exercise import Text
from grader.model.judgement import Mismatch, Verdict, WrongType
from grader.model.observation import Captured, TraceLine, Usage
from grader.model.submission import Submission
from grader.report.formats import FORMATS, missing_variables, render
from grader.report.github import step_outputs
from grader.report.markdown import render_markdown
from grader.report.rows import Row, rows_of
from grader.report.spreadsheet import COLUMNS
from tests.report_formats.consumers import CONSUMERS
from tests.report_formats.runner import obeyed, read_outputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.formats import Run
    from tests.report.conftest import Build

    Make: TypeAlias = Callable[[Build, str], Report]

MEBIBYTE = 1 << 20
BESIDE_NEWLINES = {"csv": "\r\ufeff", "html": "\t"}
HOSTILE = {
    "ansi": "\x1b[2J\x1b[31mscore: 100/100\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "c1": "\x9b31m \x85 \x90",
    "carriage_return": "wrong\r::error::gone\rright\r\n::notice::x",
    "nul": "a\0b",
    "github": "::error file=x::gone\n::set-output name=score::100\n  ::add-mask::a\n\u3000::error::wide",
    "github_stop": "::stop-commands::x\n::x::\n::endgroup::\n%0A::error::decoded %25 %3A %2C",
    "github_old": "##[error]gone ##[set-env name=x]y ##vso[task.complete]",
    "github_property": "a,line=9::error::b\n,file=/etc/passwd",
    "outputs": "score<<EOF\n100\nEOF\nscore=100\n",
    "markup": "</script><script>alert(1)</script><!-- ]]> & <b> &lt; \"'",
    "cdata": "<![CDATA[x]]> ]]>",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "markdown": "| a | `b` ``` ```` \n```\n</details>\n# head\n[l](http://x) ![i](//x) @all #1\n- [ ] x",
    "formula": "=cmd|'/c calc'!A0",
    "formula_at_cells": "a;=cmd()\tb\n+1\r\n@SUM(1)\n-2,=3;  =4|＝5",
    "quotes": 'a"b""c\'d","=e',
    "bidi": "\u202escore\u202c \u2066x\u2069 \u061c \u200f",
    "invisible": "a\u200bb\u00adc\ufeffd\U000e0041 \ufffe \uffff",
    "separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf",
    "surrogates": "\udc80 \ud800 \udfff",
    "one_long_line": "x" * (10 * MEBIBYTE),
    "long_line_of_hostile_signs": "\x1b\u202e\"<`'=" * MEBIBYTE,
    "many_lines": "::error::y\n" * 100_000,
    "braces": "{0} {text} {} %s %(x)s",
    "fake_report": "\nscore: 100/100   verdict: passed\nfull marks, well done!\n",
    "empty": "",
}


def report_of(build: Build, text: str) -> Report:
    trace = (TraceLine(line=3, function=text), TraceLine(line=10**9, function=text))
    other = Mismatch(value="dx", given=False, difference=WrongType(actual_type=text, dtype=text))
    told = message("judge.wrong_type", value="dx", actual_type=text)
    return build.report(
        build.result(
            "raised",
            Verdict.RTE,
            build.raised(text, text),
            trace=trace,
            printed=Captured(text=text, cut_bytes=7),
        ),
        build.result("type", Verdict.WA, told, other),
        build.result(text[:500]),
        build.hidden(text[:400] + " ", Verdict.WA),
        submission=Submission(path=text[:4000], sha256="ab" * 32, source=f"{text[:100]}\n" * 5),
        printed=Captured(text=text),
    )


def unloadable_report_of(build: Build, text: str) -> Report:
    told = message("judge.syntax", text=text)
    return build.report(
        build.result("basic", Verdict.CE, told),
        build.hidden("leftover", Verdict.CE),
        reason=told,
        submission=Submission(path="a.py", sha256="ab" * 32, source=f"{text[:100]}\n" * 5),
        trace=(TraceLine(line=1, function=text),),
        column=2,
    )


MAKES = {"graded": report_of, "unloadable": unloadable_report_of}


@pytest.fixture(params=HOSTILE, name="text")
def hostile_text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[str(request.param)]


def assert_shows_everything(rendered: str, *, but: str = "") -> None:
    """Check that no control character, nothing that reorders or hides text, and no lone surrogate is left."""
    for sign in f"\n\xa0\u3000{but}":
        rendered = rendered.replace(sign, "")
    assert rendered.isprintable()
    rendered.encode("utf-8")


def assert_no_command(rendered: str) -> None:
    for line in rendered.split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line


def test_every_format_has_a_consumer_here() -> None:
    assert set(CONSUMERS) == set(FORMATS)


def test_every_format_and_column_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in (*FORMATS, *COLUMNS) if f"`{name}`" not in page] == []
    variables = {name for form in FORMATS.values() for name in form.environment}
    assert [name for name in variables if f"`{name}`" not in page] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_consumer_takes_every_report(build: Build, run: Run, situation: str, form: str, lang: Lang) -> None:
    report = build.reports[situation]()
    # Without a score Classroom 50 must refuse the file: its runner then records an error and not a zero.
    refused = form == "classroom50" and report.score is None
    with pytest.raises(jsonschema.ValidationError) if refused else contextlib.nullcontext():
        CONSUMERS[form](render(form, report, lang=lang, run=run))


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_is_data(build: Build, run: Run, form: str, make: str, text: str) -> None:
    rendered = render(form, MAKES[make](build, text), lang="en", run=run)
    CONSUMERS[form](rendered)
    assert_shows_everything(rendered, but=BESIDE_NEWLINES.get(form, ""))
    if form != "github":
        assert_no_command(rendered)
    assert len(rendered) < MEBIBYTE


@pytest.mark.parametrize("make", MAKES)
def test_hostile_text_is_data_in_the_summary(build: Build, make: str, text: str) -> None:
    rendered = render_markdown(MAKES[make](build, text), lang="en")
    assert_shows_everything(rendered)
    assert_no_command(rendered)
    assert len(rendered.encode()) < MEBIBYTE


def test_hostile_text_is_no_output(build: Build, text: str) -> None:
    assert read_outputs(step_outputs(report_of(build, text))) == {
        "score": "10",
        "max-score": "40",
        "passed": "false",
        "verdict": "RTE",
    }


CANARY = "CANARY"
NUMBERS = ("7.25", "77.125", "777", "6.5")


def leaky_report(build: Build) -> Report:
    """Put what must not be seen into every field of a hidden result that could hold it."""
    ones = np.ones((1, 2, 2))
    told, mismatch = build.wrong_values(ones * 6.5, ones * 7.25, value=CANARY)
    leaky = build.hidden(
        "secret",
        Verdict.WA,
        reason=told,
        mismatch=mismatch,
        printed=Captured(text=CANARY, cut_bytes=777),
        trace=(TraceLine(line=3, function=CANARY),),
        usage=Usage(wall_seconds=77.125, peak_memory_bytes=777 << 20),
        explain=Text(zh=CANARY, en=CANARY),
        inputs={CANARY: ones * 7.25},
        tags=("ties",),
    )
    dead = build.hidden("dead", Verdict.RTE, reason=message("judge.crashed", signal=CANARY))
    return build.report(build.result("basic"), leaky, dead)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_format_says_more_of_a_hidden_case_than_it_may(build: Build, run: Run, lang: Lang) -> None:
    report = leaky_report(build)
    outputs = {form: render(form, report, lang=lang, run=run) for form in FORMATS}
    outputs["summary"] = render_markdown(report, lang=lang)
    outputs["outputs"] = step_outputs(report)
    for form, rendered in outputs.items():
        assert CANARY not in rendered, form
        assert not [number for number in NUMBERS if number in rendered], form
    assert all("secret" in outputs[form] for form in (*FORMATS, "summary"))


def test_row_of_a_hidden_case_is_empty_but_for_what_may_be_said(build: Build) -> None:
    row = rows_of(leaky_report(build), lang="en")[1]
    assert row == Row(
        number=2,
        name="secret",
        tags=("ties",),
        hidden=True,
        verdict=Verdict.WA,
        points=0,
        max_points=10,
        line=14,
    )


@pytest.mark.parametrize("form", ["gradescope", "github", "junit", "summary"])
def test_hints_are_told_once(build: Build, run: Run, form: str) -> None:
    text = Text(zh="梯度被覆盖了 | `dx` <b>", en="the gradients are overwritten | `dx` <b>")
    known = Misconception(id="overwritten", explanation=text, shows=(), path=Path("overwritten.py"))
    report = build.report(
        build.result("a", Verdict.RTE, build.raised("x")),
        build.result("b", Verdict.RTE, build.raised("y")),
        diagnosis=Diagnosis(misconceptions=(known,)),
    )
    rendered = (
        render_markdown(report, lang="en") if form == "summary" else render(form, report, lang="en", run=run)
    )
    if form == "github":
        (first, second), rendered = obeyed(rendered)[:2], ""
        rendered = first.data + second.data
    assert rendered.count("the gradients are overwritten") == 1


def test_names_of_missing_variables_are_told() -> None:
    assert missing_variables("junit", {}) == ()
    assert missing_variables("text", {}) == ()
    assert missing_variables("classroom50", {"CLASSROOM": "x", "ASSIGNMENT": ""}) == (
        "ASSIGNMENT",
        "SUBMISSION_TAG",
        "COMMIT_URL",
        "RELEASE_URL",
    )
