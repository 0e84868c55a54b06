"""The page is well-formed, complete in itself, says what happened, and keeps hidden cases hidden."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from grader.messages import LANGS
from grader.model.diagnosis import Clue, Diagnosis, Misconception, SmallExample
from grader.model.exercise import Text
from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.report.formats import Run, render
from grader.report.html import render_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.messages import Lang
    from grader.model.report import Report
    from tests.report.conftest import Build
    from tests.report.html.conftest import Element

    Parse = Callable[[str], list[Element]]

KIB = 1 << 10


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    found: Lang = request.param
    return found


@pytest.fixture
def page(build: Build, situation: str, lang: Lang) -> str:
    return render_html(build.reports[situation](), lang=lang)


def classes(element: Element) -> list[str]:
    return (element.attributes.get("class") or "").split()


def test_no_list_is_empty(page: str) -> None:
    assert re.search(r"<(ol|ul)[^>]*>\s*</", page) is None


def test_page_has_the_structure_of_a_document(page: str, parse: Parse) -> None:
    elements = parse(page)
    assert page.startswith("<!doctype html>")
    assert [each.tag for each in elements if each.parents == ()] == ["html"]
    for tag in ("html", "head", "title", "style", "body", "header", "main", "footer", "h1"):
        assert sum(each.tag == tag and "svg" not in each.parents for each in elements) == 1, tag


def test_page_says_its_language(build: Build, parse: Parse) -> None:
    for lang, tag in (("zh", "zh-CN"), ("en", "en")):
        (html, *_) = parse(render_html(build.reports["right"](), lang=lang))  # type: ignore[arg-type]  # a pair of literals
        assert html.attributes["lang"] == tag


def test_page_needs_no_script_and_no_other_file(page: str, parse: Parse) -> None:
    for each in parse(page):
        assert each.tag not in ("script", "iframe", "object", "embed", "base", "form", "input", "img")
        assert not any(name.startswith("on") or name == "style" for name in each.attributes)
        for name in ("href", "src", "srcset", "action"):
            target = each.attributes.get(name) or "#"
            assert target.startswith(("#", "data:image/png;base64,")) or target == "data:,"


def test_policy_permits_this_style_alone(page: str, parse: Parse) -> None:
    elements = parse(page)
    (style,) = (each for each in elements if each.tag == "style")
    (policy,) = (
        each.attributes["content"] or ""
        for each in elements
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_identifiers_are_unique_and_every_reference_has_its_target(page: str, parse: Parse) -> None:
    elements = parse(page)
    names = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(set(names)) == len(names)
    for each in elements:
        if (target := each.attributes.get("href") or "").startswith("#"):
            assert target[1:] in names
        if label := each.attributes.get("aria-labelledby"):
            assert label in names


def test_headings_come_in_order(page: str, parse: Parse) -> None:
    levels = [int(each.tag[1]) for each in parse(page) if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_a_text_and_every_cell_its_value(page: str, parse: Parse) -> None:
    for each in parse(page):
        if each.tag != "svg":
            continue
        assert each.attributes.get("aria-hidden") == "true" or (
            each.attributes["role"] == "img" and each.attributes["aria-label"]
        )
    cells = [each for each in parse(page) if each.tag == "rect" and "figure" in each.parents]
    assert all(each.text for each in cells)


def test_verdict_and_score_are_in_the_header_and_in_the_title(build: Build, parse: Parse) -> None:
    elements = parse(render_html(build.reports["wrong_answer"](), lang="zh"))
    (header,) = (each for each in elements if each.tag == "header")
    assert "答案错误" in header.text
    assert "20/60" in header.text
    assert elements[[each.tag for each in elements].index("title")].text == "submission.py：答案错误 20/60"


def test_grader_failure_shows_no_score(build: Build, parse: Parse) -> None:
    elements = parse(render_html(build.reports["internal_error"](), lang="en"))
    (header,) = (each for each in elements if each.tag == "header")
    assert "not scored" in header.text
    assert not any(each.attributes.get("class") == "score" for each in elements)


def test_public_case_shows_call_time_memory_and_tags(build: Build) -> None:
    page = render_html(build.report(build.result("one", tags=("overlap",))), lang="zh")
    for shown in ("Layer(size=3, stride=2), x (2, 3, 7, 7)", "2.0毫秒", "33.0 MiB", ">overlap<", "10/10 分"):
        assert shown in page


def test_failure_shows_pictures_numbers_and_the_command(build: Build, parse: Parse) -> None:
    elements = parse(render_html(build.reports["wrong_answer"](), lang="zh"))
    labels = [each.attributes.get("aria-label") or "" for each in elements if each.tag == "svg"]
    for part in ("x[0, 0]", "dout[0, 0]", "预期输出 dx[0, 0]", "实际输出 dx[0, 0]", "误差 dx[0, 0]"):
        assert any(f"热力图，{part}：" in label for label in labels)
    titles = [each.text for each in elements if each.tag == "title" and "svg" in each.parents]
    assert "[0, 0, 2, 2] 实际 0.41，预期 0" in titles
    rows = ["".join(each.text.split()) for each in elements if each.tag == "tr"]
    assert "2[0,0,2,2]0.410.00+0.41" in rows
    assert "grade submission.py --case sample" in {each.text for each in elements if each.tag == "code"}


def test_wrong_cells_are_outlined_and_numbered_in_every_picture_of_a_result(
    build: Build, parse: Parse
) -> None:
    expected = np.zeros((4, 5))
    actual = expected.copy()
    actual[1, 2] = actual[3, 4] = 1.0
    page = render_html(
        build.report(build.result("x", Verdict.WA, *build.wrong_values(actual, expected))), lang="en"
    )
    results = [part for part in page.split("<figure>")[1:] if "dx" in part.partition("</figcaption>")[0]]
    assert len(results) == 3
    for picture in results:
        assert 'class="outline' in picture
        assert re.findall(r"</title>(\d+)</text>", picture) == ["1", "2"]
    assert ["dashed" in picture for picture in results] == [True, False, False]
    assert len(parse(page)) > 0


def test_crash_marks_the_line_in_the_source_and_links_to_it(build: Build, parse: Parse) -> None:
    elements = parse(render_html(build.reports["exception"](), lang="zh"))
    (marked,) = (
        each for each in elements if each.tag == "li" and " at" in (each.attributes.get("class") or "")
    )
    assert marked.attributes["id"] == "line-16"
    assert "dx[9, 0] = dout" in marked.text
    assert "在这里出错：测试集2、测试集3" in marked.text
    assert any(each.tag == "a" and each.attributes["href"] == "#line-16" for each in elements)


def test_same_failure_is_explained_once(build: Build) -> None:
    page = render_html(build.reports["exception"](), lang="zh")
    assert page.count("原因同测试集2") == 1
    assert page.count("重现：") == 1


def test_syntax_error_points_at_its_column(build: Build, parse: Parse) -> None:
    elements = parse(render_html(build.reports["syntax"](), lang="en"))
    (pointed,) = (each.text for each in elements if each.tag == "pre")
    code, caret = pointed.strip("\n").split("\n")
    assert code == "dx = np.zeros_like(self.x  # 形状"
    assert code[caret.index("^")] == "("


def test_forged_line_number_has_no_link(build: Build, parse: Parse) -> None:
    for line in (0, -3, 10**9):
        crash = build.result(
            "x", Verdict.RTE, build.raised("no"), trace=(TraceLine(line=line, function="f"),)
        )
        elements = parse(render_html(build.report(crash), lang="en"))
        assert not any((each.attributes.get("href") or "").startswith("#line") for each in elements)


def test_output_is_shown_with_a_note_of_what_was_cut(build: Build) -> None:
    long = Captured(text="".join(f"line {at}\n" for at in range(1000)), cut_bytes=70)
    page = render_html(
        build.report(build.result("x", Verdict.RTE, build.raised("no"), printed=long)), lang="en"
    )
    assert "line 199\n" in page or "line 199<" in page
    assert "line 200" not in page
    assert "characters more" in page
    assert "70 bytes more were not kept" in page


def test_output_that_begins_with_an_empty_line_keeps_it(build: Build, parse: Parse) -> None:
    page = render_html(build.report(build.result("x", printed=Captured(text="\n\nthere\n"))), lang="en")
    (shown,) = (each.text for each in parse(page) if each.tag == "pre")
    assert shown == "\n\n\nthere"  # a browser drops the first one


def test_hidden_case_shows_its_verdict_alone_even_if_the_record_does_not(build: Build, parse: Parse) -> None:
    ones = np.ones((1, 2, 2))
    told, mismatch = build.wrong_values(ones, ones * 7.25)
    leaky = build.hidden(
        "secret",
        Verdict.WA,
        reason=told,
        mismatch=mismatch,
        printed=Captured(text="leaked output\n"),
        trace=(TraceLine(line=16, function="leaked_function"),),
        tags=("ties",),
        explain=Text(zh="leaked words", en="leaked words"),
        usage=build.result().usage,
    )
    for lang in LANGS:
        page = render_html(build.report(leaky), lang=lang)
        (card,) = (each.text for each in parse(page) if each.attributes.get("id") == "case-1")
        told_words = {
            "zh": "测试集1secret✗答案错误0/10分隐藏ties",
            "en": "case1secret✗wronganswer0/10pointshiddenties",
        }
        assert "".join(card.split()) == told_words[lang]
        for leak in ("7.25", "leaked", "<svg", "--case secret", "Layer(", 'class="own at', "2.0 ms"):
            assert leak not in page


def test_chosen_cases_are_not_called_full_marks(build: Build) -> None:
    report = build.report(build.result("one"))
    run = Run(environment={}, now=datetime(2030, 1, 1, tzinfo=UTC), names=("one",))
    page = render("html", report, lang="en", run=run)
    assert "of the chosen cases only" in page
    assert "well done" not in page
    assert "well done" in render("html", report, lang="en", run=run._replace(names=()))


def test_diagnosis_is_told_with_its_small_example(build: Build, parse: Parse, tmp_path: Path) -> None:
    page = render_html(diagnosed(build, tmp_path), lang="en")
    (panel,) = (each.text for each in parse(page) if "hint" in classes(each))
    for words in ("sums were overwritten", "wrong at the border only", "Layer(size=3, stride=2)", "-0.75"):
        assert words in panel


def test_diagnosis_of_another_shape_has_no_pictures(build: Build, tmp_path: Path) -> None:
    report = diagnosed(build, tmp_path)
    assert report.diagnosis is not None
    assert report.diagnosis.small_example is not None
    flat = msgspec.structs.replace(report.diagnosis.small_example, actual=np.zeros(9))
    shown = msgspec.structs.replace(report.diagnosis, small_example=flat)
    page = render_html(msgspec.structs.replace(report, diagnosis=shown), lang="en")
    assert "sums were overwritten" in page
    assert "<svg" not in page


def diagnosed(build: Build, folder: Path) -> Report:
    actual = np.zeros((1, 1, 3, 3))
    expected = actual.copy()
    expected[0, 0, 2, 2] = 0.75
    known = Misconception(
        id="x", explanation=Text(zh="被覆盖了", en="sums were overwritten"), shows=(), path=folder
    )
    example = SmallExample(
        spec=build.result().case.spec,
        value="dx",
        inputs={"x": np.arange(9.0).reshape(1, 1, 3, 3)},
        actual=actual,
        expected=expected,
    )
    clue = Clue(id="border", told=Text(zh="只在边缘出错", en="wrong at the border only"))
    return build.report(
        build.result("x", Verdict.RTE, build.raised("no")),
        diagnosis=Diagnosis(misconceptions=(known,), clues=(clue,), small_example=example),
    )


def test_empty_report_is_a_page_too(build: Build, parse: Parse) -> None:
    assert parse(render_html(build.report(), lang="zh"))


def test_page_of_three_failures_is_small(build: Build) -> None:
    passed = [build.result(f"case{at}", tags=("overlap", "padding")) for at in range(16)]
    failures = []
    for name, rows, columns in (("a", 12, 12), ("b", 8, 15), ("c", 8, 8)):
        expected = np.random.default_rng(7).normal(size=(2, 3, rows, columns))
        inputs = {"x": expected, "dout": expected[:, :, : rows // 2, : columns // 2]}
        failures.append(
            build.result(name, Verdict.WA, *build.wrong_values(expected * 2, expected), inputs=inputs)
        )
    assert len(render_html(build.report(*passed, *failures), lang="zh").encode()) < 300 * KIB


def test_page_of_large_arrays_is_small(build: Build) -> None:
    expected = np.random.default_rng(7).normal(size=(8, 16, 64, 64))
    inputs = {"x": expected, "dout": expected[:, :, :32, :32]}
    result = build.result("x", Verdict.WA, *build.wrong_values(-expected, expected), inputs=inputs)
    page = render_html(build.report(result), lang="zh")
    assert len(page.encode()) < 2048 * KIB
    assert "还有 125 个平面有错误的元素" in page
