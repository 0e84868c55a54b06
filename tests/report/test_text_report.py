"""What a person reads. After a change of words: `UPDATE_GOLDEN=1 pytest tests/report`, then read the diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.messages import LANGS, message
from grader.model.exercise import Observe, Step
from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.report.text import render_text

if TYPE_CHECKING:
    from grader.messages import Lang
    from tests.report.conftest import Build

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_is_the_golden_one(build: Build, situation: str, lang: Lang) -> None:
    text = render_text(build.reports[situation](), lang=lang)
    compare_with_golden(GOLDEN / f"{situation}.{lang}.txt", text)


def test_ascii_text_is_the_golden_one(build: Build) -> None:
    text = render_text(build.reports["wrong_answer"](), lang="en", unicode=False, width=100)
    compare_with_golden(GOLDEN / "wrong_answer.ascii.txt", text)


def test_coloured_text_is_the_golden_one(build: Build) -> None:
    text = render_text(build.reports["wrong_answer"](), lang="zh", colour=True)
    compare_with_golden(GOLDEN / "wrong_answer.colour.txt", text)


def compare_with_golden(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_colour_changes_nothing_but_colour(build: Build, situation: str) -> None:
    report = build.reports[situation]()
    coloured = render_text(report, lang="zh", colour=True)
    for code in ("1", "2", "31", "32", "33", "35", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured.replace(" ", "") == render_text(report, lang="zh").replace(" ", "")


def test_without_colour_there_is_no_escape_sequence(build: Build, situation: str) -> None:
    assert "\x1b" not in render_text(build.reports[situation](), lang="zh", verbose=True)


def test_english_ascii_report_of_ascii_code_is_ascii(build: Build) -> None:
    report = build.report(build.result(), build.result("shape", Verdict.WA, build.raised("x")))
    assert render_text(report, lang="en", unicode=False).isascii()


def test_passing_case_takes_one_line(build: Build) -> None:
    text = render_text(build.report(build.result("basic", printed=Captured(text="hello\n"))), lang="en")
    assert sum("basic" in line for line in text.splitlines()) == 1
    assert "hello" not in text


def test_verbose_shows_what_a_passing_case_printed(build: Build) -> None:
    text = render_text(build.report(build.result(printed=Captured(text="hello\n"))), lang="en", verbose=True)
    assert "| hello\n" in text


def test_hidden_case_shows_no_more_than_its_verdict_even_if_the_record_does(build: Build) -> None:
    ones = np.ones((1, 2, 2))
    told, mismatch = build.wrong_values(ones, ones * 7.25)
    leaky = build.hidden(
        "secret",
        Verdict.WA,
        reason=told,
        mismatch=mismatch,
        printed=Captured(text="leaked output\n"),
        trace=(TraceLine(line=16, function="backward"),),
        tags=("ties",),
    )
    for lang in LANGS:
        text = render_text(build.report(leaky), lang=lang, verbose=True)
        assert "secret" in text
        assert "[ties]" in text
        for leak in ("7.25", "leaked", "dx", "backward(", "| ", "--case secret", "Layer("):
            assert leak not in text


def test_number_of_the_suite_is_shown_where_it_is_known(build: Build) -> None:
    text = render_text(build.report(build.result("ties", number=7)), lang="zh", only=("ties",))
    assert "测试集7  ties" in text


def test_chosen_cases_alone_are_shown_and_scored(build: Build) -> None:
    report = build.report(build.result("one"), build.result("two"), build.result("three"))
    text = render_text(report, lang="en", only=("two",))
    assert "one" not in text.replace("one of", "")
    assert "score: 10/10, of the chosen cases only" in text
    assert "well done" not in text


def test_later_failures_are_brief_unless_verbose(build: Build) -> None:
    ones = np.ones((2, 2))
    failures = [
        build.result(f"case{at}", Verdict.WA, *build.wrong_values(ones * at, ones * 9)) for at in range(5)
    ]
    headings = render_text(build.report(*failures), lang="en").count("-- expected --")
    assert headings == 3
    assert render_text(build.report(*failures), lang="en", verbose=True).count("-- expected --") == 5


def test_own_steps_of_a_case_are_named(build: Build) -> None:
    forward = Step(call="forward", args=("x",), observe=(Observe(name="out"),))
    backward = Step(call="backward", args=("dout",), observe=(Observe(name="dx"),))
    twice = build.result("reuse", Verdict.RTE, build.raised("no"), steps=(forward, backward, backward))
    text = render_text(build.report(twice), lang="en", unicode=False)
    assert "dout (2, 3, 3, 3): forward(x) -> backward(dout) -> backward(dout)\n" in text


def test_dtype_of_an_input_is_named_when_it_is_not_the_usual_one(build: Build) -> None:
    inputs = {"x": np.zeros((1, 2), dtype=np.int64)}
    failed = build.result("integers", Verdict.RTE, build.raised("no"), inputs=inputs)
    assert "x (1, 2) int64\n" in render_text(build.report(failed), lang="en")


def test_forged_line_number_shows_no_source(build: Build) -> None:
    for line in (0, -3, 10**9):
        failed = build.result(
            "x", Verdict.TLE, message("judge.out_of_memory"), trace=(TraceLine(line=line, function="f"),)
        )
        text = render_text(build.report(failed), lang="en")
        assert f"line {line}, in f\n" in text
        assert "| " not in text


def test_long_trace_shows_its_last_places(build: Build) -> None:
    trace = tuple(TraceLine(line=at, function=f"f{at}") for at in range(1, 20))
    failed = build.result("deep", Verdict.RTE, build.raised("no"), trace=trace)
    text = render_text(build.report(failed), lang="en")
    assert "… 13 more lines of the traceback" in text
    assert "in f13\n" not in text
    assert "in f19\n" in text


def test_scalar_that_differs_is_shown_without_an_index(build: Build) -> None:
    told, mismatch = build.wrong_values(np.array(1.0), np.array(1.00002), value="loss")
    text = render_text(build.report(build.result("loss", Verdict.WA, told, mismatch)), lang="en")
    assert "actual  1.00000  expected  1.00002\n" in text


def test_changed_template_is_pointed_out_only_when_it_was_changed(build: Build) -> None:
    note = "code outside Begin and End differs"
    assert note in render_text(build.reports["wrong_answer"](), lang="en")
    assert note not in render_text(build.reports["right"](), lang="en")


def test_internal_error_shows_no_score(build: Build) -> None:
    text = render_text(build.reports["internal_error"](), lang="en")
    assert "not scored" in text
    assert "score: " not in text


def test_full_marks_are_congratulated(build: Build) -> None:
    assert render_text(build.reports["right"](), lang="zh").endswith("全部通过，恭喜！\n")
    assert "恭喜" not in render_text(build.reports["wrong_answer"](), lang="zh")


def test_import_output_is_shown_when_something_failed(build: Build) -> None:
    failed = build.result("basic", Verdict.RTE, build.raised("no"))
    text = render_text(build.report(failed, printed=Captured(text="loading\n")), lang="en")
    assert "printed while it was imported:\n| loading\n" in text
