"""The instructor's page: what the class has in common, and everyone in a table."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from grader.batch.outcome import CaseFacts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.batch_outputs.conftest import Build, Write
    from tests.report.html.conftest import Element

    Parse = Callable[[str], list[Element]]

SHOWN = frozenset(
    re.findall(
        r"\w+",
        """
        html head meta link title style script body header main footer section div p span strong code
        ul li a h1 h2 dl dt dd details summary table caption thead tbody tr th td svg rect
        """,
    )
)
LAYOUT = "\n\t\u3000\xa0"


def page_of(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def tables(folder: Path) -> dict[str, list[list[str]]]:
    """The rows of every table, each with the texts of its cells, by the id of its heading."""
    sections = re.findall(r"<section.*?</section>", page_of(folder), re.DOTALL)
    bodies = [re.search(r'id="(\w+)">.*<tbody>\n(.*)</tbody>', section, re.DOTALL) for section in sections]
    return {body[1]: _rows(body[2]) for body in bodies if body is not None}


def _rows(body: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _text(html: str) -> str:
    return " ".join(re.sub(r"<.*?>", " ", html).split())


@pytest.fixture
def folder(build: Build, write: Write) -> Path:
    return write(build.everything(), lang="en")


def test_scores_are_counted_in_ranges(folder: Path) -> None:
    counted = [row[:2] for row in tables(folder)["scores"]]
    assert counted[0] == ["0–2", "2"]
    assert counted[3] == ["9–11", "3"]
    assert counted[-1] == ["30", "2"]
    assert sum(int(count) for _, count in counted) == 8


@pytest.mark.parametrize(("most", "count"), [(0, 1), (1, 2), (3, 4), (10, 11), (100, 11), (101, 11)])
def test_every_score_falls_into_a_range(build: Build, write: Write, most: int, count: int) -> None:
    outcomes = [
        build.outcome(f"s{score}", build.document(score=score, max_score=most)) for score in range(most + 1)
    ]
    counted = tables(write(outcomes, build.facts(max_score=most)))["scores"]
    assert len(counted) == count
    assert sum(int(row[1]) for row in counted) == most + 1
    assert counted[-1][1] == "1"


def test_each_case_has_its_pass_rate_and_the_other_verdicts(folder: Path) -> None:
    rows = tables(folder)["cases"]
    assert rows[0] == [
        "1", "basic", "public", "6", "75%", "", "runtime error 1, cannot be compiled or imported 1"
    ]  # fmt: skip
    assert rows[2][:5] == ["3", "secret", "hidden", "3", "38%"]


def test_misconceptions_of_the_class_come_with_counts_and_names(folder: Path) -> None:
    assert tables(folder)["causes"] == [
        ["2", "wrong_order", "forgot the transpose", "2022002 李四 2022003"],
        ["1", "overwrites, wrong_order", "overwrites the gradient, or: forgot the transpose", "2022006"],
    ]
    assert "Students who fail in another way: 3" in page_of(folder)


def test_who_has_no_score_is_listed_with_the_reason(folder: Path) -> None:
    assert tables(folder)["unmarked"] == [["2022009 王五", "名单上有，但没有提交"]]


def test_grader_failure_counts_as_no_score(build: Build, write: Write) -> None:
    folder = write([build.outcome("a", build.document("AC", "IE", "AC"))], lang="en")
    assert [row[0] for row in tables(folder)["unmarked"]] == ["a"]
    assert "mean score" not in page_of(folder)


def test_identical_files_are_named_together(folder: Path) -> None:
    assert tables(folder)["identical"] == [["2", "ffffffffffff", "2022006 2022007"]]


def test_slowest_come_first(folder: Path) -> None:
    assert tables(folder)["slowest"][0] == ["2022005", "20.1 s"]


def test_changed_templates_are_listed(folder: Path) -> None:
    edited = page_of(folder).partition('id="edited"')[2].partition("</section>")[0]
    assert re.findall(r">(20220\d\d)<", edited) == ["2022004"]


def test_everyone_has_a_row_that_leads_to_the_report(folder: Path) -> None:
    rows = tables(folder)["students"]
    assert [row[0] for row in rows] == [f"202200{number}" for number in range(1, 10)]
    assert rows[1] == ["2022002", "李四", "10", "✗ wrong answer", "1/3", "wrong_order", "", "0.21 s"]
    assert rows[8] == ["2022009", "王五", "–", "– 名单上有，但没有提交", "", "", "", ""]


def test_links_lead_to_reports_that_are_there(build: Build, write: Write, parse: Parse) -> None:
    ids = ("../a", "王 五", "a#b?c", "100%", '"q"')
    folder = write([build.outcome(id_, build.document()) for id_ in ids])
    links = {each.attributes["href"] or "" for each in parse(page_of(folder)) if each.tag == "a"}
    assert len(links) == len(ids)
    for link in links:
        assert link.isascii()
        assert " " not in link
        assert (folder / unquote(link)).is_file()


def test_interrupted_run_says_so(build: Build, write: Write) -> None:
    said = "The run was interrupted"
    assert said not in page_of(write(build.everything(), lang="en"))
    assert said in page_of(write(build.everything(), build.facts(finished=False), lang="en"))


def test_class_of_nobody_has_a_page(write: Write) -> None:
    folder = write([], lang="en")
    assert tables(folder)["students"] == []
    assert (folder / "results.jsonl").read_bytes() == b""


def test_policy_permits_one_style_and_one_script_by_their_digests(folder: Path) -> None:
    page = page_of(folder)
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{rule} &#39;sha256-{digest}&#39;;" in page


def test_tables_have_headers_and_captions_or_headings(folder: Path, parse: Parse) -> None:
    elements = parse(page_of(folder))
    heads = [each for each in elements if each.tag == "th"]
    assert all(each.attributes.get("scope") in ("col", "row") for each in heads)
    regions = [each for each in elements if each.attributes.get("role") == "group"]
    headings = {each.attributes.get("id") for each in elements if each.tag == "h2"}
    assert {each.attributes["aria-labelledby"] for each in regions} <= headings


def test_hostile_text_makes_no_element_and_no_attribute(hostile_folder: Path, parse: Parse) -> None:
    elements = parse(page_of(hostile_folder))
    assert {each.tag for each in elements} <= SHOWN
    assert sum(each.tag == "meta" for each in elements) == 5
    assert sum(each.tag == "script" for each in elements) == 1
    for each in elements:
        assert not any(name.startswith("on") or name in ("style", "src") for name in each.attributes)
        assert (each.attributes.get("href") or "#").startswith(("#", "data:,", "reports/"))


def test_hostile_text_leaves_nothing_invisible_and_the_page_bounded(hostile_folder: Path) -> None:
    page = page_of(hostile_folder)
    assert page.translate(dict.fromkeys(map(ord, LAYOUT))).isprintable()
    assert len(page) < 1 << 18


def test_no_text_can_pass_for_the_place_of_the_rows(build: Build, write: Write, parse: Parse) -> None:
    text = "<!--rows-->"
    cases = (CaseFacts(name=text, points=10),)
    page = page_of(write([build.outcome(text, name=text, error=text)], build.facts(title=text, cases=cases)))
    assert text not in page
    assert text in " ".join(each.text for each in parse(page))
