"""The Markdown summary: literal text, and no longer than it may be."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from grader.messages import LANGS
from grader.model.judgement import Verdict
from grader.report.markdown import MOST_BYTES, code, fenced, render_markdown
from tests.report_formats.test_every_format import HOSTILE, MAKES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.messages import Lang
    from tests.report.conftest import Build

OUR_TAGS = re.compile(r"</?(?:details|details open|summary|code)>")
BLOCKS = ("paragraph", "heading", "strong", "table", "thead", "tbody", "tr", "th", "td")
HARMLESS = {
    "text", "text_special", "softbreak", "inline", "fence", "html_inline", "html_block",
    *(f"{name}_{end}" for name in BLOCKS
      for end in ("open", "close")),
}  # fmt: skip


def parsed(text: str) -> list[Any]:
    """Parse as GitHub does, as far as tables and links go."""
    markdown_it = pytest.importorskip("markdown_it", reason="rich brings markdown-it-py")
    parser = markdown_it.MarkdownIt("commonmark").enable("table")
    return list(_flat(parser.parse(text)))


def _flat(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_only_our_own_markup_is_markup(build: Build, make: str, text: str) -> None:
    tokens = parsed(render_markdown(MAKES[make](build, text), lang="en"))
    assert {token.type for token in tokens} <= HARMLESS
    for token in tokens:
        if token.type in {"html_inline", "html_block"}:
            assert "<" not in OUR_TAGS.sub("", token.content)
    assert sum(token.type == "heading_open" for token in tokens) == 1
    assert sum(token.type == "table_open" for token in tokens) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_table_has_a_row_a_case(build: Build, situation: str, lang: Lang) -> None:
    report = build.reports[situation]()
    tokens = parsed(render_markdown(report, lang=lang))
    assert sum(token.type == "tr_open" for token in tokens) == 1 + len(report.results)
    assert sum(token.type == "td_open" for token in tokens) == 6 * len(report.results)


@pytest.mark.parametrize(
    "text", ["a|b", "`x`", "<b>", "*a* _b_ ~~c~~", "[a](b)", "@all #1 :x:", "&lt;", "\\", "a\\|b"]
)
def test_short_text_is_shown_literally(text: str) -> None:
    shown = code(text)
    assert html.unescape(shown.removeprefix("<code>").removesuffix("</code>")) == text
    tokens = parsed(f"| a |\n|---|\n| {shown} |\n")
    assert [token.content for token in tokens if token.type == "html_inline"] == ["<code>", "</code>"]
    assert "".join(token.content for token in tokens if token.type in {"text", "text_special"}) == f"a{text}"


@pytest.mark.parametrize("text", ["", "x", "```", "a\n````\nb", "``` `````` ```", "~~~\n</details>\n\n# x"])
def test_long_text_is_shown_literally(text: str) -> None:
    tokens = parsed(fenced(text))
    assert [(token.type, token.content) for token in tokens] == [("fence", f"{text}\n")]


def test_first_failure_is_unfolded(build: Build) -> None:
    page = render_markdown(build.reports["wrong_answer"](), lang="en")
    assert page.count("<details open>") == 1
    assert page.count("<details") == page.count("</details>") == 3


def test_hidden_failure_is_not_explained(build: Build) -> None:
    page = render_markdown(build.report(build.hidden("x", Verdict.WA)), lang="en")
    assert "<details" not in page
    assert "wrong answer (hidden)" in page


def test_summary_stays_within_its_size_and_says_what_is_left_out(build: Build) -> None:
    results = [build.result(f"c{at}", Verdict.RTE, build.raised("x\n" * 8)) for at in range(4000)]
    page = render_markdown(build.report(*results), lang="en")
    assert len(page.encode()) <= MOST_BYTES
    left_out = re.search(r"(\d+) more did not fit here\n$", page)
    assert left_out
    assert page.count("<details") + int(left_out[1]) == 4000


@pytest.mark.parametrize("most_bytes", [0, 1, 1500, 2000, 3000, 10_000])
def test_summary_fits_into_what_is_left(build: Build, most_bytes: int) -> None:
    page = render_markdown(build.reports["wrong_answer"](), lang="zh", most_bytes=most_bytes)
    assert len(page.encode()) <= most_bytes
    parsed(page)
