"""Whatever a submission prints, raises or is called reaches no terminal, CI log or page as a command."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np
import pytest

from grader.messages import LANGS, message
from grader.model.judgement import Mismatch, Verdict, WrongType
from grader.model.observation import Captured, TraceLine
from grader.model.submission import Submission
from grader.report.escape import encodable, escape_json, excerpt, for_json, one_line, visible
from grader.report.json import render_json
from grader.report.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.report import Report
    from tests.report.conftest import Build

    Make: TypeAlias = Callable[[Build, str], Report]

HOSTILE = {
    "ansi": "\x1b[2J\x1b[31mscore: 100/100\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "c1": "\x9b31m \x85 \x90",
    "bell_and_backspace": "\x07wrong\b\b\b\b\bright\x7f",
    "carriage_return": "wrong\rright\r",
    "nul": "a\0b",
    "github": "::error file=x::gone\n::set-output name=score::100\n  ::add-mask::a\n\u3000::error::wide",
    "github_old": "##[error]gone ##[set-env name=x]y ##vso[task.complete]",
    "markup": "</script><script>alert(1)</script><!-- ]]> & <b>",
    "bidi": "\u202escore\u202c \u2066x\u2069 \u061c \u200f",
    "hidden": "a\u200bb\u00adc\ufeffd\U000e0041",
    "separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf",
    "surrogates": "\udc80 \ud800 \udfff",
    "one_long_line": "x" * (1 << 20),
    "many_lines": "y\n" * 100_000,
    "braces": "{0} {text} {} %s",
    "fake_report": "\nscore: 100/100   verdict: passed\nfull marks, well done!\n",
    "empty": "",
}


@pytest.fixture(params=HOSTILE, name="text")
def hostile_text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[str(request.param)]


def report_of(build: Build, text: str) -> Report:
    trace = (TraceLine(line=3, function=text),)
    other = Mismatch(value="dx", given=False, difference=WrongType(actual_type=text, dtype=text))
    told = message("judge.wrong_type", value="dx", actual_type=text)
    return build.report(
        build.result(
            "raised", Verdict.RTE, build.raised(text, text), trace=trace, printed=Captured(text=text)
        ),
        build.result("type", Verdict.WA, told, other),
        build.result(text[:500]),
        submission=Submission(path=text[:4000], sha256="ab" * 32, source=f"{text[:100]}\n" * 5),
        printed=Captured(text=text),
    )


def unloadable_report_of(build: Build, text: str) -> Report:
    return build.report(
        build.result("basic", Verdict.CE),
        reason=message("judge.syntax", text=text),
        submission=Submission(path="a.py", sha256="ab" * 32, source=f"{text[:100]}\n" * 5),
        trace=(TraceLine(line=1, function=text),),
        column=2,
    )


def assert_obeys_nothing(rendered: str) -> None:
    assert rendered.replace("\n", "").replace("\u3000", "").isprintable()
    for line in rendered.split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line
    rendered.encode("utf-8")


@pytest.mark.parametrize("make", [report_of, unloadable_report_of])
@pytest.mark.parametrize("verbose", [False, True])
def test_text_report_shows_hostile_text_as_data(
    build: Build, text: str, make: Make, *, verbose: bool
) -> None:
    rendered = render_text(make(build, text), lang="en", verbose=verbose)
    assert_obeys_nothing(rendered)
    assert len(rendered) < 200_000
    assert max(map(len, rendered.split("\n"))) < 20_000


@pytest.mark.parametrize("make", [report_of, unloadable_report_of])
def test_fake_report_lines_stand_behind_a_quote_mark(build: Build, make: Make) -> None:
    rendered = render_text(make(build, HOSTILE["fake_report"]), lang="en", verbose=True)
    lines = rendered.split("\n")
    assert sum(line.startswith("score:") for line in lines) == 1
    assert not any(line.strip().startswith("full marks") for line in lines)


def test_colours_are_our_own_alone(build: Build, text: str) -> None:
    coloured = render_text(report_of(build, text), lang="zh", colour=True)
    for code in ("1", "2", "31", "32", "33", "35", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert "\x1b" not in coloured


@pytest.mark.parametrize("make", [report_of, unloadable_report_of])
def test_json_report_shows_hostile_text_as_data(build: Build, text: str, make: Make) -> None:
    rendered = render_json(make(build, text), lang="en")
    assert rendered.endswith("}\n")
    assert_obeys_nothing(rendered)
    assert "<" not in rendered
    assert "##" not in rendered


def test_json_report_keeps_what_can_be_kept(build: Build) -> None:
    text = HOSTILE["ansi"] + HOSTILE["bidi"] + HOSTILE["github_old"] + HOSTILE["markup"]
    document = msgspec.json.decode(render_json(report_of(build, text), lang="en"))
    assert document["results"][0]["stdout"] == text


def test_json_report_caps_its_strings(build: Build) -> None:
    document = msgspec.json.decode(render_json(report_of(build, HOSTILE["one_long_line"]), lang="en"))
    assert len(document["results"][0]["stdout"]) == 65536
    assert len(document["results"][0]["reason"]) == 4096
    assert document["results"][0]["reason"].endswith("…")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-8"])
def test_report_can_be_written_to_any_stream(build: Build, text: str, encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    can = encodable(stream)
    for lang in LANGS:
        stream.write(render_text(report_of(build, text), lang=lang, unicode=can.marks))
    stream.flush()


@pytest.mark.parametrize(
    ("encoding", "marks", "chinese"),
    [("utf-8", True, True), ("gbk", False, True), ("ascii", False, False), ("cp1252", False, False)],
)
def test_encoding_says_what_can_be_shown(encoding: str, *, marks: bool, chinese: bool) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert encodable(stream) == (marks, chinese)


def test_gbk_console_shows_chinese_and_ascii_marks(build: Build, situation: str) -> None:
    text = render_text(build.reports[situation](), lang="zh", unicode=False)
    assert text.encode("gbk").decode("gbk") == text
    assert "✗" not in text


def test_stream_without_an_encoding_carries_ascii() -> None:
    assert encodable(io.StringIO()) == (False, False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[0m", "\\x1b[0m"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("a\rb", "a\\x0db"),
        ("\u202e\u2028\ud800", "\\u202e\\u2028\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("  ::error::x", "  :\\x3aerror::x"),
        ("x[::2]", "x[::2]"),
        ("##[group]", "#\\x23[group]"),
        ("## heading", "## heading"),
        ("汉字\u3000é ✓ 😀", "汉字\u3000é ✓ 😀"),
    ],
)
def test_visible_form(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_one_line_has_no_line_end() -> None:
    assert one_line("a\nb\tc") == "a\\nb    c"


def test_excerpt_counts_what_it_leaves_out() -> None:
    assert excerpt("a\nb\nc\n", lines=2, characters=100) == (("a", "b"), 2)
    assert excerpt("a\nb", lines=9, characters=100) == (("a", "b"), 0)
    assert excerpt("x" * 1000, lines=9, characters=600) == (("x" * 399 + "…",), 601)
    assert excerpt("", lines=9, characters=600) == (("",), 0)


def test_json_strings_hold_no_lone_surrogate() -> None:
    assert for_json("a\ud800b", characters=9) == "a\ufffdb"
    assert escape_json('"\x7f\u202e😀<##["') == '"\\u007f\\u202e😀\\u003c#\\u0023["'


def test_values_beyond_float_are_shown(build: Build) -> None:
    told, mismatch = build.wrong_values(np.array([[1e308, 0.0]]), np.array([[1.0, 0.0]]))
    assert_obeys_nothing(render_text(build.report(build.result("x", Verdict.WA, told, mismatch)), lang="en"))
