"""Reads pages strictly, and holds what a hostile submission may print, raise or be called."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pytest

from grader.messages import message
from grader.model.judgement import Mismatch, Verdict, WrongType
from grader.model.observation import Captured, TraceLine
from grader.model.submission import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.report import Report
    from tests.report.conftest import Build

VOID: Final = frozenset(("meta", "link", "br", "img"))
HOSTILE: Final = {
    "script": "</code></pre></style></title></svg></script><script>document.title='hacked'</script>",
    "handler": "\" onmouseover=\"document.title='hacked'\" x='<img src=x onerror=document.title=1>",
    "style": "</style><style>body{display:none}</style><link rel=stylesheet href=http://example.org/x.css>",
    "meta": '<meta http-equiv="refresh" content="0;url=http://example.org">',
    "image": "<img src=http://example.org/x.png><iframe src=http://example.org></iframe><base href=http://a.b>",
    "template": "{{ 7 * 7 }} {% raw %} {# x #} {0} {text} %s",
    "comment": "<!-- --!> ]]> <![CDATA[ <?php ?> &lt; &#60;script&#62;",
    "link": "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "ansi": "\x1b[2J\x1b[31m\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "control": "a\0b\x07\b\x7f\x85\x9b31m\rc\x0bd\x0ce",
    "bidi": "\u202escore\u202c \u2066x\u2069 \u061c \u200f",
    "hidden": "a\u200bb\u00adc\ufeffd\U000e0041\u2028e",
    "surrogates": "\udc80 \ud800 \udfff",
    "one_long_line": "<" * (1 << 20),
    "many_lines": "&\n" * 100_000,
    "empty": "",
}


class Element(NamedTuple):
    """An element of a page, and all the text in it."""

    tag: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]
    texts: list[str]

    @property
    def text(self) -> str:
        return "".join(self.texts)


class PageParser(HTMLParser):
    """Refuses what is not closed, closed twice, or closed in another order."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, dict(attrs), tuple(parent.tag for parent in self.open), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} closed without being open"
        assert self.open[-1].tag == tag, f"{tag} closed within {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data!r}")


def parse_page(page: str) -> list[Element]:
    parser = PageParser()
    parser.feed(page)
    parser.close()
    assert not parser.open
    return parser.elements


def hostile_report_of(build: Build, text: str) -> Report:
    """A report in which everything that a submission has a say in is the same text."""
    trace = (TraceLine(line=3, function=text),)
    other = Mismatch(value="dx", given=False, difference=WrongType(actual_type=text, dtype=text))
    told = message("judge.wrong_type", value="dx", actual_type=text)
    wrong = build.wrong_values(np.ones((2, 2)), np.zeros((2, 2)), value=text[:50])
    return build.report(
        build.result(
            "raised", Verdict.RTE, build.raised(text, text), trace=trace, printed=Captured(text=text)
        ),
        build.result("type", Verdict.WA, told, other),
        build.result("values", Verdict.WA, *wrong, tags=(text[:50],)),
        build.result(text[:500]),
        build.hidden(text[:500], Verdict.WA, tags=(text[:50],)),
        submission=Submission(path=text[:4000], sha256="ab" * 32, source=f"{text[:5000]}\n" * 5),
        printed=Captured(text=text),
    )


def unloadable_report_of(build: Build, text: str) -> Report:
    return build.report(
        build.result("basic", Verdict.CE),
        verdict=Verdict.CE,
        reason=message("judge.syntax", text=text),
        submission=Submission(path="a.py", sha256="ab" * 32, source=f"{text[:100]}\n" * 5),
        trace=(TraceLine(line=1, function=text),),
        column=2,
    )


class Hostile(NamedTuple):
    """Builders of reports on a hostile submission."""

    graded: Callable[[Build, str], Report] = hostile_report_of
    unloadable: Callable[[Build, str], Report] = unloadable_report_of
    texts: dict[str, str] = HOSTILE


@pytest.fixture(scope="session")
def hostile() -> Hostile:
    return Hostile()


@pytest.fixture(scope="session")
def parse() -> Callable[[str], list[Element]]:
    return parse_page


@pytest.fixture(params=HOSTILE)
def hostile_text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[str(request.param)]
