"""A student's page: what happened, without a script, and of a hidden case what hidden means."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import jinja2
import jinja2.meta
import pytest

from grader.batch.outputs.lines import document_of
from grader.batch.outputs.student import TEMPLATES, StudentPages
from grader.messages import LANGS
from grader.report.document import (
    NotFiniteMismatch,
    PositionEntry,
    SubmissionEntry,
    TemplateEntry,
    TraceEntry,
)
from grader.report.html.sheet import read_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.batch.outcome import Outcome
    from grader.messages import Lang
    from grader.report.document import ReportDocument
    from tests.batch_outputs.conftest import Build, Write
    from tests.report.html.conftest import Element

    Parse = Callable[[str], list[Element]]

SHOWN = frozenset(
    re.findall(
        r"\w+",
        """
        html head meta link title style body header main footer nav section div p span strong code pre
        ol ul li a h1 h2 h3 details summary table caption thead tbody tr th td
        """,
    )
)
LAYOUT = "\n\t\u3000\xa0"


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    found: Lang = request.param
    return found


def render(document: ReportDocument, lang: Lang = "en", whose: str = "2022001 张三") -> str:
    return StudentPages("Backward pass", lang).render(document, whose).decode()


def text_of(page: str, parse: Parse, tag: str = "main") -> str:
    return " ".join(each.text for each in parse(page) if each.tag == tag)


@pytest.mark.parametrize("number", range(8))
def test_page_is_a_whole_document_without_a_script(
    build: Build, parse: Parse, lang: Lang, write: Write, number: int
) -> None:
    one: Outcome = build.everything()[number]
    page = (write([one], lang=lang) / f"reports/{one.id}.html").read_text("utf-8")
    elements = parse(page)
    assert page.startswith("<!doctype html>")
    assert {each.tag for each in elements} <= SHOWN
    for tag in ("html", "head", "title", "style", "body", "header", "main", "footer", "h1"):
        assert sum(each.tag == tag for each in elements) == 1, tag


def test_policy_permits_nothing_but_the_style_of_the_page(build: Build) -> None:
    page = render(build.document())
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;; img-src data:;" in page
    assert "script-src" not in page


def test_page_says_whose_it_is_and_what_was_earned(build: Build, parse: Parse) -> None:
    page = render(build.document("AC", "WA", "WA"))
    head = text_of(page, parse, "header")
    for told in ("2022001 张三", "Backward pass", "wrong answer", "10", "/30", "1 of 3 cases passed"):
        assert told in head


def test_wrong_elements_of_a_public_case_are_listed(build: Build, parse: Parse) -> None:
    first = (PositionEntry(index=(0, 2), actual="NaN", expected=1.24),)
    mismatch = NotFiniteMismatch(value="dx", given=False, size=8, nan_count=1, inf_count=0, first=first)
    results = (build.public("overlap", 1, "WA", reason="dx holds NaN", mismatch=mismatch),)
    page = render(build.document(results=results))
    assert [each.text for each in parse(page) if each.tag == "td"] == ["nan", "1.24"]
    assert "[0, 2]" in text_of(page, parse, "table")


def test_hidden_case_shows_name_tags_verdict_and_points_alone(build: Build, parse: Parse) -> None:
    page = render(build.document("AC", "AC", "WA"))
    (card,) = (each for each in parse(page) if each.attributes.get("id") == "case-3")
    shown = " ".join(card.text.split())
    assert shown == "case 3 secret ✗ wrong answer 0/10 points hiddenleftover"
    note = "hidden cases show only name, tags and verdict"
    assert note in text_of(page, parse)
    assert note not in text_of(render(build.document("WA", "AC", "AC")), parse)


def test_failure_of_the_same_kind_is_told_once(build: Build, parse: Parse) -> None:
    trace = (TraceEntry(line=16, cell=None, function="backward"),)
    failing = {"reason": "ValueError: no", "trace": trace}
    results = tuple(build.public(f"case{at}", at, "RTE", **failing) for at in (1, 2))
    page = render(build.document(results=results))
    assert "same reason as case 1" in text_of(page, parse)
    assert page.count("line 16, in backward") == 1


def test_probable_cause_clues_and_a_small_example_are_shown(build: Build, parse: Parse, lang: Lang) -> None:
    made = document_of(build.everything()[2])
    assert made is not None
    page = render(made, lang)
    cause = {"zh": "忘了转置", "en": "forgot the transpose"}
    assert cause[lang] in text_of(page, parse)
    (example,) = (each.text for each in parse(page) if each.tag == "pre" and "size=2" in each.text)
    assert "x = [[1.00, 2.00],\n     [nan, 4.00]]" in example


def test_file_that_cannot_be_run_is_explained_once(build: Build, parse: Parse) -> None:
    trace = (TraceEntry(line=14, cell=3, function="<module>"),)
    page = render(
        build.document("CE", "CE", "CE", reason="cannot be compiled: '(' was never closed", trace=trace)
    )
    assert page.count("was never closed") == 1
    assert "cell 3, line 14" in text_of(page, parse)


def test_changed_template_and_missing_markers_are_pointed_out(build: Build, parse: Parse) -> None:
    changed = TemplateEntry(markers=True, modified_outside_markers=True)
    assert "differs from the template" in text_of(render(build.document(template=changed)), parse)
    missing = TemplateEntry(markers=False, modified_outside_markers=None)
    assert "lines are not there" in text_of(render(build.document(template=missing)), parse)
    unread = {"template": missing, "reason": "the file is empty", "reason_key": "submission.empty"}
    assert "lines are not there" not in text_of(render(build.document("CE", "CE", "CE", **unread)), parse)


def test_grader_failure_is_no_zero(build: Build, parse: Parse) -> None:
    page = render(build.document("AC", "IE", "AC"))
    assert "not scored" in text_of(page, parse, "header")
    assert "-/10 points" in text_of(page, parse)


def test_page_stays_light(build: Build) -> None:
    assert len(render(build.document())) < 16 << 10


def test_every_template_of_the_page_is_known_so_that_another_makes_other_pages() -> None:
    environment = jinja2.Environment(autoescape=True)
    trees = [environment.parse(read_part(package, name)) for package, name in TEMPLATES]
    needed = {name for tree in trees for name in jinja2.meta.find_referenced_templates(tree)}
    assert {"student.html"} | needed == {name for _, name in TEMPLATES}


def test_hostile_text_makes_no_element_and_no_attribute(hostile_folder: Path, parse: Parse) -> None:
    pages = sorted((hostile_folder / "reports").glob("*.html"))
    assert len(pages) == 3
    for path in pages:
        elements = parse(path.read_text("utf-8"))
        assert {each.tag for each in elements} <= SHOWN
        assert sum(each.tag == "meta" for each in elements) == 5
        for each in elements:
            assert not any(name.startswith("on") or name in ("style", "src") for name in each.attributes)
            assert (each.attributes.get("href") or "#").startswith(("#", "data:"))


def test_hostile_text_leaves_nothing_invisible(hostile_folder: Path) -> None:
    for path in (hostile_folder / "reports").glob("*.html"):
        page = path.read_text("utf-8")
        assert page.translate(dict.fromkeys(map(ord, LAYOUT))).isprintable()
        assert len(page) < 1 << 18


def test_template_syntax_in_a_submission_is_not_evaluated(build: Build, parse: Parse) -> None:
    text = "{{ 7 * 7 }}"
    named = SubmissionEntry(path=text, sha256="ab", kind="script")
    page = render(build.document(submission=named, stdout=text), whose=text)
    assert text in text_of(page, parse, "pre")
    assert "49" not in text_of(page, parse, "header")
