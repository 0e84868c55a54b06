"""Target: reports full of a submission's own texts and numbers, in every format (`grader.report`)."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import numpy as np

from fuzz.bites import Bites
from grader.checker.compare import compare
from grader.messages import LANGS, message
from grader.model.case import Case, CaseSpec
from grader.model.exercise import Exercise, Limits, Observe, Step, Target, Text, Tolerance
from grader.model.judgement import Judgement, Mismatch, Verdict, WrongType
from grader.model.observation import Captured, ReturnedArray, TraceLine, Usage
from grader.model.report import CaseResult, Isolation, Report
from grader.model.submission import CellLine, Submission, TemplateState
from grader.report.formats import FORMATS, Run, render
from grader.report.text import render_text

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.case import Array, Visibility

BYTES_MAX: Final = 2048
_TEXTS: Final = (
    "\x1b[2J", "\x1b]8;;http://x\x07", "\x9b31m", "\x07", "\b", "\x7f", "\r", "\0", "\x85", "\x0b",
    "\x0c", "\x1c", "::error file=x::gone\n", "::stop-commands::x\n", "##[error]", "##vso[task.complete]",
    "\n::", "\n##[", "|", "`", "</script>", "<!--", "]]>", "&amp;", "<", "&", '"', "'", "=1+1",
    "@SUM(A1)", "\\", "{0}", "{text}", "{{", "{%", "%s", "\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff",
    "\U000e0041", "\u2028", "\u2029", "\ufffe", "\uffff", "汉字", "é", "\u0301", "😀", "\u3000", "\t",
    "\n", "score: 100/100\n", "full marks, well done!\n", "javascript:alert(1)",
)  # fmt: skip
WORDS: Final = (*(text.encode() for text in _TEXTS), b"\xed\xa0\x80", b"\xff", b"\x80")

CANARY: Final = "told-to-nobody"
"""Stands in everything of a hidden case that must not be told."""
_OURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_RUN: Final = Run(
    environment={
        "CLASSROOM": "c", "ASSIGNMENT": "a", "SUBMISSION_TAG": "t",
        "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r",
    },
    now=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)  # fmt: skip
_STEPS: Final = (
    Step(call="forward", args=("x",), observe=(Observe(name="out"),), given=True),
    Step(call="backward", args=("dout",), observe=(Observe(name="dx"),)),
)
_EXERCISE: Final = Exercise(
    id="layer_backward",
    folder=Path("exercises/layer_backward"),
    title=Text(zh="示例层的反向传播", en="Backward pass of a layer"),
    reference=Path("reference/layer.py"),
    limits=Limits(),
    tolerance=Tolerance(),
    modules=(),
    imports=(),
    params=(),
    inputs=(),
    targets=(Target(name="Layer", construct=("size",), steps=_STEPS),),
    tags=(),
)
_SHAPES: Final[tuple[tuple[int, ...], ...]] = (
    (),
    (3,),
    (2, 3),
    (1, 1, 4, 4),
    (2, 2, 3, 3),
    (30, 30),
    (2, 1, 1),
)
_DTYPES: Final = ("<f8", "<f4", "<f2", "<i8", "|b1", "|u1")


def examine(data: bytes) -> None:
    """Render a report as text and in a format: it is well-formed, does nothing and tells nothing hidden."""
    bites = Bites(data)
    options = bites.number()
    name = bites.choice(tuple(FORMATS))
    report = _report(bites)
    lang: Lang = LANGS[options & 1]
    text = render_text(
        report,
        lang=lang,
        colour=bool(options & 2),
        unicode=bool(options & 4),
        width=bites.choice((0, 1, 20, 80, 200)),
        verbose=bool(options & 8),
    )
    _check_text(_OURS.sub("", text) if options & 2 else text)
    _check_format(name, render(name, report, lang=lang, run=_RUN))


def _report(bites: Bites) -> Report:
    results = (_raised(bites), _wrong_values(bites), _wrong_type(bites), _hidden(bites))
    unloadable = bites.number() % 4 == 0
    source = bites.text() + "\n" + bites.text()
    cells = tuple(CellLine(cell=1, line=at + 1) for at in range(source.count("\n") + 1))
    return Report(
        exercise=_EXERCISE,
        submission=Submission(
            path=bites.text() or "-", sha256="ab" * 32, source=source, cells=cells if unloadable else ()
        ),
        template=TemplateState(markers=True, modified_outside_markers=unloadable),
        isolation=Isolation(level="N"),
        results=results,
        verdict=Verdict.CE if unloadable else Verdict.RTE,
        score=0,
        max_score=40,
        reason=message("judge.syntax", text=bites.text()) if unloadable else None,
        trace=(_place(bites),) if unloadable else (),
        column=bites.number() or None,
        printed=_printed(bites),
    )


def _result(number: int, judgement: Judgement, bites: Bites, visibility: Visibility = "public") -> CaseResult:
    spec = CaseSpec(
        name=f"case{number}",
        target="Layer",
        construct=("size",),
        seed=number,
        params={"size": 3},
        dims={},
        inputs={},
        steps=_STEPS,
        points=10,
        visibility=visibility,
        tags=("overlap",),
    )
    inputs: dict[str, Array] = {"x": np.zeros((2, 3)), "dout": np.zeros((2, 3))}
    return CaseResult(
        case=Case(spec=spec, inputs=inputs, expected={}),
        judgement=judgement,
        points=0,
        usage=Usage(wall_seconds=bites.number(2) / 1000, peak_memory_bytes=bites.number(4) or None),
        printed=_printed(bites),
        trace=tuple(_place(bites) for _ in range(bites.number() % 4)),
    )


def _raised(bites: Bites) -> CaseResult:
    inner = message("judge.raised", type_name=bites.text(), text=bites.text())
    told = message("judge.in_call", call="backward", reason=inner)
    return _result(1, Judgement(verdict=Verdict.RTE, reason=told), bites)


def _wrong_values(bites: Bites) -> CaseResult:
    actual, expected = _arrays(bites)
    found = compare(actual=ReturnedArray(array=actual), expected=expected, atol=1e-5, scalar=False)
    if found is None:
        return _result(2, Judgement(verdict=Verdict.AC), bites)
    told = message("judge.raised", type_name="dx", text=bites.text())
    mismatch = Mismatch(value="dx", given=False, difference=found)
    return _result(2, Judgement(verdict=Verdict.WA, reason=told, mismatch=mismatch), bites)


def _wrong_type(bites: Bites) -> CaseResult:
    name, dtype = bites.text(), bites.text()
    told = message("judge.wrong_type", value="dx", actual_type=name)
    mismatch = Mismatch(value="dx", given=True, difference=WrongType(actual_type=name, dtype=dtype))
    return _result(3, Judgement(verdict=Verdict.WA, reason=told, mismatch=mismatch), bites)


def _hidden(bites: Bites) -> CaseResult:
    """Make a hidden case whose record holds more than it should: no report tells it."""
    told = message("judge.raised", type_name=CANARY, text=CANARY)
    made = _result(4, Judgement(verdict=Verdict.RTE, reason=told), bites, "hidden")
    return CaseResult(
        case=made.case,
        judgement=made.judgement,
        points=0,
        usage=None,
        printed=Captured(text=CANARY),
        trace=(TraceLine(line=1, function=CANARY),),
    )


def _arrays(bites: Bites) -> tuple[Array, Array]:
    shape, dtype = bites.choice(_SHAPES), np.dtype(bites.choice(_DTYPES))
    size = int(np.prod(shape))
    content = np.frombuffer(bites.take(size * dtype.itemsize).ljust(size * dtype.itemsize, b"\1"), np.uint8)
    actual = (content != 0) if dtype.kind == "b" else content.view(dtype)
    return actual.reshape(shape), np.full(shape, bites.number() / 7 - 3)


def _place(bites: Bites) -> TraceLine:
    return TraceLine(line=bites.number(), function=bites.text())


def _printed(bites: Bites) -> Captured:
    return Captured(text=bites.text() * (1 + bites.number() % 3), cut_bytes=bites.number())


def _check_text(text: str) -> None:
    """See that a terminal and a CI log do nothing but show it."""
    _check_encodable(text)
    shown = text.replace("\n", "").replace("\u3000", "")
    assert shown.isprintable(), sorted({c for c in shown if not c.isprintable()})
    for line in text.split("\n"):
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line
        assert "##vso[" not in line


def _check_encodable(text: str) -> None:
    assert CANARY not in text
    text.encode("utf-8")


def _check_format(name: str, text: str) -> None:
    _check_encodable(text)
    match name:
        case "jsonl":
            assert all(json.loads(line) is not None for line in text.splitlines())
        case "json" | "gitlab" | "gradescope" | "classroom50":
            assert json.loads(text) is not None
        case "csv":
            assert len({len(row) for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}) == 1
        case "junit":
            assert ET.fromstring(text).tag == "testsuites"  # noqa: S314 - to see that it is well-formed
        case "html":
            page = _Page()
            page.feed(text)
            page.close()
        case "github":
            _check_text(_without_commands(text))


class _Page(HTMLParser):
    """A page that runs nothing and fetches nothing."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "iframe", "object", "embed", "form", "base"}, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in {"href", "src", "action"}:
                assert (value or "#").startswith(("#", "data:")), value


def _without_commands(log: str) -> str:
    """Take the commands out of a GitHub log; see that they are no more than we may give."""
    lines = log.split("\n")
    ours = re.compile(
        r"::(?:(?:error|warning|notice)(?: [^\n]*?)?|group|endgroup|stop-commands|[0-9a-f]{32})::"
    )
    commands = [line for line in lines if ours.match(line)]
    assert len(commands) <= 40  # noqa: PLR2004 - ten of each kind, and the frame
    return "\n".join(line for line in lines if not ours.match(line))
