"""JUnit XML: what pytest writes for the same outcomes, with our names in it."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from grader.messages import message
from grader.model.judgement import Verdict
from grader.model.observation import Captured
from grader.report.junit import render_junit
from tests.report_formats.consumers import check_junit

if TYPE_CHECKING:
    from grader.model.report import Report
    from grader.report.formats import Run
    from tests.report.conftest import Build

SAME_OUTCOMES = """
import pytest

@pytest.fixture(scope="session", autouse=True)
def told(record_testsuite_property):
    record_testsuite_property("isolation", "A")

@pytest.fixture
def broken():
    raise RuntimeError("crashed")

def test_passes(record_property):
    record_property("points", 10)
    print("hello")

def test_fails(record_property):
    record_property("points", 0)
    assert 1 == 2

def test_breaks(record_property, broken):
    pass

@pytest.mark.skip(reason="no time was left")
def test_is_skipped():
    pass
"""


def same_outcomes(build: Build) -> Report:
    return build.report(
        build.result("passes", printed=Captured(text="hello\n")),
        build.result("fails", Verdict.WA, message("judge.unfilled", call="backward")),
        build.result("breaks", Verdict.RTE, message("judge.crashed", signal="SIGSEGV")),
        build.result("is_skipped", Verdict.SC, message("judge.not_run"), usage=None),
    )


@pytest.fixture(scope="module")
def of_pytest(tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    folder = tmp_path_factory.mktemp("junit")
    (folder / "test_same.py").write_text(SAME_OUTCOMES, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--junitxml=out.xml",
        "-p",
        "no:cacheprovider",
        "-o",
        "junit_family=xunit2",
    ]
    subprocess.run(
        [*command, "-o", "junit_logging=system-out", "--rootdir=."],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return ET.parse(folder / "out.xml").getroot()  # noqa: S314 - pytest's own output


def attributes(root: ET.Element) -> dict[str, set[str]]:
    """Collect the attributes of the elements, by their place."""
    found: dict[str, set[str]] = {}

    def visit(element: ET.Element, place: str) -> None:
        found.setdefault(place, set()).update(element.keys())
        for child in element:
            visit(child, f"{place}/{child.tag}")

    visit(root, root.tag)
    return found


def test_elements_and_attributes_are_those_that_pytest_writes(
    build: Build, run: Run, of_pytest: ET.Element
) -> None:
    ours, theirs = (
        attributes(check_junit(render_junit(same_outcomes(build), lang="en", run=run))),
        attributes(of_pytest),
    )
    assert ours.pop("testsuites") == {"name"} >= theirs.pop("testsuites")  # older versions write no name
    assert ours == theirs


def test_outcomes_are_counted_as_pytest_counts_them(build: Build, run: Run, of_pytest: ET.Element) -> None:
    ours = check_junit(render_junit(same_outcomes(build), lang="en", run=run))[0]
    for attribute in ("tests", "errors", "failures", "skipped"):
        assert ours.get(attribute) == of_pytest[0].get(attribute)
    outcomes = [
        [{child.tag for child in case} & {"failure", "error", "skipped"} for case in suite.iter("testcase")]
        for suite in (ours, of_pytest[0])
    ]
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    ("verdict", "key", "tag"),
    [
        (Verdict.WA, "judge.unfilled", "failure"),
        (Verdict.RTE, "judge.unfilled", "failure"),
        (Verdict.RTE, "judge.crashed", "error"),
        (Verdict.RTE, "judge.exited", "error"),
        (Verdict.RTE, "judge.garbled", "error"),
        (Verdict.TLE, "judge.unfilled", "error"),
        (Verdict.MLE, "judge.unfilled", "error"),
        (Verdict.OLE, "judge.unfilled", "error"),
        (Verdict.CE, "judge.unfilled", "error"),
        (Verdict.IE, "judge.unfilled", "error"),
        (Verdict.SC, "judge.unfilled", "skipped"),
    ],
)
def test_verdicts_and_their_elements(build: Build, run: Run, verdict: Verdict, key: str, tag: str) -> None:
    told = message(key, call="backward", signal="SIGSEGV", status=3)
    case = check_junit(render_junit(build.report(build.result("x", verdict, told)), lang="en", run=run))[0][1]
    assert [child.tag for child in case] == ["properties", tag]
    assert build.report(build.result("x", verdict, told)).results  # the report is one that can be made


def test_hidden_death_cannot_be_told_from_an_exception(build: Build, run: Run) -> None:
    told = message("judge.crashed", signal="SIGSEGV")
    root = check_junit(
        render_junit(build.report(build.hidden("x", Verdict.RTE, reason=told)), lang="en", run=run)
    )
    assert root.find(".//failure") is not None
    assert root.find(".//error") is None


def test_hidden_case_has_no_time(build: Build, run: Run) -> None:
    root = check_junit(render_junit(build.report(build.result("a"), build.hidden("b")), lang="en", run=run))
    assert [case.get("time") for case in root.iter("testcase")] == ["0.002", "0.000"]


def test_names_that_repeat_are_numbered(build: Build, run: Run) -> None:
    names = ["a", "a", "a (2)", "a"]
    root = check_junit(render_junit(build.report(*map(build.result, names)), lang="en", run=run))
    assert [case.get("name") for case in root.iter("testcase")] == ["a", "a (2)", "a (2) (2)", "a (3)"]


def test_properties_hold_score_and_isolation(build: Build, run: Run) -> None:
    suite = check_junit(render_junit(build.reports["wrong_answer"](), lang="en", run=run))[0]
    told = {str(one.get("name")): one.get("value") for one in suite[0]}
    assert (told["score"], told["max_score"], told["isolation"], told["verdict"]) == ("20", "60", "A", "WA")
    failed = check_junit(render_junit(build.reports["internal_error"](), lang="en", run=run))[0]
    assert "score" not in {one.get("name") for one in failed[0]}


def test_machine_is_not_named(build: Build, run: Run) -> None:
    suite = check_junit(render_junit(build.reports["right"](), lang="en", run=run))[0]
    assert (suite.get("hostname"), suite.get("timestamp")) == ("localhost", "2026-06-01T14:32:05+00:00")


def test_output_is_cut_and_control_characters_are_seen(build: Build, run: Run) -> None:
    printed = Captured(text="\x1b[31mred\x00\n" + "y" * 500 + "\n" + "z\n" * 1000, cut_bytes=5)
    root = check_junit(render_junit(build.report(build.result("a", printed=printed)), lang="en", run=run))
    shown = str(root.findtext(".//system-out")).split("\n")
    assert shown[0] == "\\x1b[31mred\\x00"
    assert shown[1].endswith("…")
    assert len(shown[1]) == 400
    assert shown[-2:] == ["… 1305 characters more", "… 5 bytes more were not kept"]
