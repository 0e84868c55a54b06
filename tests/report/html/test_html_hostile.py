"""Whatever a submission prints, raises or is called is text on the page, and no part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from grader.report.html import render_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.report.conftest import Build
    from tests.report.html.conftest import Element, Hostile

    Parse = Callable[[str], list[Element]]

TAGS = frozenset(
    re.findall(
        r"\w+",
        """
        html head meta link title style body header main footer nav section div p span strong code pre
        ol ul li a h1 h2 h3 details summary figure figcaption svg g rect text path image
        table caption thead tbody tr th td
        """,
    )
)
LAYOUT = "\n\t\u3000\xa0"


@pytest.fixture(params=["graded", "unloadable"])
def page(request: pytest.FixtureRequest, build: Build, hostile: Hostile, hostile_text: str) -> str:
    make = getattr(hostile, str(request.param))
    return render_html(make(build, hostile_text), lang="zh")


def test_hostile_text_makes_no_element_and_no_attribute(page: str, parse: Parse) -> None:
    elements = parse(page)
    assert {each.tag for each in elements} <= TAGS
    for each in elements:
        assert not any(name.startswith("on") or name in ("style", "src") for name in each.attributes)
        assert (each.attributes.get("href") or "#").startswith(("#", "data:"))
    assert sum(each.tag == "meta" for each in elements) == 5


def test_hostile_text_leaves_nothing_invisible(page: str) -> None:
    assert page.translate(dict.fromkeys(map(ord, LAYOUT))).isprintable()


def test_page_of_hostile_text_is_bounded_and_can_be_written(page: str) -> None:
    assert len(page.encode("utf-8")) < 1 << 20


def test_page_means_the_same_where_only_ascii_passes(page: str, parse: Parse) -> None:
    escaped = page.encode("ascii", "xmlcharrefreplace").decode("ascii")
    assert [each.text for each in parse(escaped) if each.tag == "main"] == [
        each.text for each in parse(page) if each.tag == "main"
    ]


def test_hostile_text_can_still_be_read(build: Build, hostile: Hostile, parse: Parse) -> None:
    text = hostile.texts["script"]
    elements = parse(render_html(hostile.graded(build, text), lang="en"))
    assert text in {each.text.strip("\n") for each in elements if each.tag == "pre"}


def test_template_syntax_in_a_submission_is_not_evaluated(build: Build, hostile: Hostile) -> None:
    page = render_html(hostile.graded(build, hostile.texts["template"]), lang="en")
    assert "{{ 7 * 7 }}" in page
    assert not re.search(r"\b49\b", page)
