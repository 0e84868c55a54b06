"""`grade diff`: who moves, by how many points and why."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from grader.cli import run_command_line
from grader.report.paint import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.batch.outcome import Outcome, RunFacts
    from tests.batch_outputs.conftest import Build, Write


class Ran(NamedTuple):
    """What came of a comparison."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def why(self) -> list[list[dict[str, Any]]]:
        """The reasons of everyone who moves."""
        return [move["why"] for move in self.document["moved"]]


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: object) -> Ran:
        code = run_command_line(["diff", *map(str, arguments)])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def two(tmp_path: Path, write: Write, diff: Callable[..., Ran]) -> Callable[..., Ran]:
    """Write two runs, and compare them."""

    def compared(
        old: Sequence[Outcome],
        new: Sequence[Outcome],
        *arguments: object,
        runs: tuple[RunFacts | None, RunFacts | None] = (None, None),
    ) -> Ran:
        sides = (("old", old, runs[0]), ("new", new, runs[1]))
        for name, outcomes, of_run in sides:
            (tmp_path / name).mkdir()
            type(write)(tmp_path / name)(outcomes, of_run)
        return diff(tmp_path / "old", tmp_path / "new", *(arguments or ("--format", "json")))

    return compared


def test_nobody_moves(build: Build, two: Callable[..., Ran]) -> None:
    ran = two(build.everything(), build.everything())
    assert ran.code == 0
    assert ran.document | {"old": 0, "new": 0} == {
        "format_version": 1,
        "exercise": "layer_backward",
        "students": 9,
        "old": 0,
        "new": 0,
        "moved": [],
        "same_score": 0,
        "transitions": [],
        "cases": [],
        "same_digest": True,
        "parts": [],
    }
    assert ran.document["old"] == ran.document["new"]
    assert ran.document["old"]["mean"] == 13.75


def test_changed_verdicts_move_a_student_by_their_points(build: Build, two: Callable[..., Ran]) -> None:
    old = [build.outcome("a", build.document("AC", "WA", "AC"), name="张三")]
    new = [build.outcome("a", build.document("WA", "AC", "WA"), name="张三")]
    ran = two(old, new)
    assert ran.code == 1
    (move,) = ran.document["moved"]
    assert move | {"why": 0} == {"id": "a", "name": "张三", "old": 20, "new": 10, "change": -10, "why": 0}
    assert move["why"] == [
        {"kind": "case", "case": "basic", "old": "AC", "new": "WA", "change": -10},
        {"kind": "case", "case": "overlap", "old": "WA", "new": "AC", "change": 10},
        {"kind": "case", "case": "secret", "old": "AC", "new": "WA", "change": -10},
    ]
    assert {"case": "overlap", "old": "WA", "new": "AC", "students": 1} in ran.document["transitions"]


def test_cases_that_came_and_went_are_named(build: Build, two: Callable[..., Ran]) -> None:
    old = (build.public("basic"), build.public("gone", 2))
    new = (build.public("basic"), build.public("fresh", 2, max_points=5, points=5))
    ran = two(
        [build.outcome("a", build.document(results=old))], [build.outcome("a", build.document(results=new))]
    )
    assert ran.document["cases"] == [
        {"case": "fresh", "old": None, "new": 5},
        {"case": "gone", "old": 10, "new": None},
    ]
    assert ran.why == [
        [
            {"kind": "case", "case": "fresh", "old": None, "new": "AC", "change": 5},
            {"kind": "case", "case": "gone", "old": "AC", "new": None, "change": -10},
        ]
    ]


def test_case_that_is_worth_something_else_moves_without_another_verdict(
    build: Build, two: Callable[..., Ran]
) -> None:
    old, new = ((build.public("basic", points=points, max_points=points),) for points in (10, 20))
    ran = two(
        [build.outcome("a", build.document(results=old))], [build.outcome("a", build.document(results=new))]
    )
    assert ran.document["cases"] == [{"case": "basic", "old": 10, "new": 20}]
    assert ran.why == [[{"kind": "case", "case": "basic", "old": "AC", "new": "AC", "change": 10}]]
    assert ran.document["transitions"] == []


def test_another_file_is_a_reason(build: Build, two: Callable[..., Ran]) -> None:
    old = [build.outcome("a", build.document(), sha256="a" * 64)]
    new = [build.outcome("a", build.document("AC", "AC", "WA"), sha256="b" * 64)]
    assert two(old, new).why[0][0] == {"kind": "submission", "old": "a" * 64, "new": "b" * 64}


def test_score_that_is_there_on_one_side_only_has_no_difference(
    build: Build, two: Callable[..., Ran]
) -> None:
    old = [build.outcome("lost", build.document()), build.outcome("late")]
    new = [build.outcome("lost", error="the grader failed"), build.outcome("late", build.document())]
    ran = two(old, new)
    assert ran.code == 1
    assert [(move["id"], move["old"], move["new"], move["change"]) for move in ran.document["moved"]] == [
        ("lost", 30, None, None),
        ("late", None, 30, None),
    ]
    assert ran.why == [
        [{"kind": "no_score", "side": "new", "error": "the grader failed"}],
        [{"kind": "no_score", "side": "old", "error": "no submission"}],
    ]


def test_student_whom_one_side_does_not_know_moves(build: Build, two: Callable[..., Ran]) -> None:
    ran = two([build.outcome("a", build.document())], [build.outcome("b", build.document())])
    assert (ran.code, ran.document["students"]) == (1, 2)
    assert ran.why == [[{"kind": "absent", "side": "new"}], [{"kind": "absent", "side": "old"}]]


def test_other_verdicts_with_the_same_score_are_no_move(build: Build, two: Callable[..., Ran]) -> None:
    ran = two(
        [build.outcome("a", build.document("AC", "WA", "AC"))],
        [build.outcome("a", build.document("AC", "RTE", "AC"))],
    )
    assert (ran.code, ran.document["moved"], ran.document["same_score"]) == (0, [], 1)


def test_those_who_lose_most_come_first(build: Build, two: Callable[..., Ran]) -> None:
    old = [build.outcome(id_, build.document("AC", "WA", "WA")) for id_ in "abcd"]
    new = [
        build.outcome("a", build.document()),
        build.outcome("b", build.document("WA", "WA", "WA")),
        build.outcome("c", error="lost"),
        build.outcome("d", build.document("AC", "AC", "WA")),
    ]
    assert [move["id"] for move in two(old, new).document["moved"]] == ["c", "b", "d", "a"]


def test_parts_of_the_digest_that_changed_are_named(build: Build, two: Callable[..., Ran]) -> None:
    changed = build.facts(digest="e" * 64, parts={"cases": "c2", "grader": "1.0 aa", "numpy": "2.1"})
    ran = two(build.everything(), build.everything(), runs=(None, changed))
    assert (ran.document["same_digest"], ran.document["parts"]) == (False, ["cases", "numpy"])


def test_results_without_the_facts_of_their_run_are_compared_too(
    build: Build, two: Callable[..., Ran], diff: Callable[..., Ran], tmp_path: Path
) -> None:
    two(build.everything(), build.everything(), runs=(None, build.facts(digest="e" * 64)))
    (tmp_path / "copied.jsonl").write_bytes((tmp_path / "old/results.jsonl").read_bytes())
    ran = diff(tmp_path / "copied.jsonl", tmp_path / "new", "--format", "json")
    assert (ran.code, ran.document["same_digest"], ran.document["parts"]) == (0, False, None)


def test_facts_of_another_run_are_not_believed(
    build: Build, two: Callable[..., Ran], diff: Callable[..., Ran], tmp_path: Path
) -> None:
    two(build.everything(), build.everything(), runs=(None, build.facts(digest="e" * 64)))
    (tmp_path / "old/run.json").write_bytes((tmp_path / "new/run.json").read_bytes())
    assert diff(tmp_path / "old", tmp_path / "new", "--format", "json").document["parts"] is None


def test_text_tells_everything_in_both_languages(
    build: Build, two: Callable[..., Ran], diff: Callable[..., Ran], tmp_path: Path
) -> None:
    changed = build.facts(digest="e" * 64, parts={"cases": "c2", "grader": "1.0 aa", "numpy": "2.0"})
    old = [
        build.outcome("a", build.document("AC", "WA", "AC"), name="张三"),
        build.outcome("b", build.document()),
    ]
    new = [build.outcome("a", build.document(), name="张三"), build.outcome("b", error="lost")]
    english = two(old, new, "--lang", "en", runs=(None, changed)).out
    for told in (
        "2 of 2 students move: 1 up, 0 down, 1 with a score on one side only",
        "mean score: 25.00 of 30 → 30.00 of 30",
        "what changed between the runs: the cases",
        "  +10    20 → 30  a  张三\n        overlap: wrong answer → passed (+10)\n",
        "       30 → none  b\n        has no score: lost\n",
    ):
        assert told in english
    chinese = diff(tmp_path / "old", tmp_path / "new", "--lang", "zh").out
    assert "  +10  20 → 30  a  张三\n        overlap：答案错误 → 通过（+10）\n" in chinese
    assert "两次评测之间的变化：测试集\n" in chinese


def test_text_says_that_nobody_moves(build: Build, two: Callable[..., Ran]) -> None:
    ran = two(build.everything(), build.everything(), "--lang", "en")
    assert ran.code == 0
    assert ran.out.startswith("nobody moves: all 9 students have the same score\n")


def test_text_fits_the_terminal(build: Build, two: Callable[..., Ran]) -> None:
    cases = tuple(build.public(f"a rather long name {at}", at, "WA") for at in range(1, 12))
    passed = tuple(build.public(f"a rather long name {at}", at) for at in range(1, 12))
    id_, name = "学号" * 40, "欧阳" * 40
    ran = two(
        [build.outcome(id_, build.document(results=cases), name=name), build.outcome("b", build.document())],
        [
            build.outcome(id_, build.document(results=passed), name=name),
            build.outcome("b", error="很长的原因" * 60),
        ],
        "--lang",
        "zh",
    )
    assert ran.code == 1
    assert max(map(cells, ran.out.splitlines())) <= 100
    assert ran.out.count("a rather long name 11") == 2


def test_table_has_a_row_for_everyone_who_moves(build: Build, two: Callable[..., Ran]) -> None:
    old = [build.outcome("007", build.document()), build.outcome("b", build.document())]
    new = [build.outcome("007", build.document("AC", "WA", "AC")), build.outcome("b", build.document())]
    ran = two(old, new, "--format", "csv", "--lang", "en")
    assert ran.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(ran.out[1:], newline="")))
    assert rows == [
        {
            "id": "'007",
            "name": "",
            "old_score": "30",
            "new_score": "20",
            "change": "-10",
            "why": "overlap: passed → wrong answer (-10)",
        }
    ]


def test_comparison_goes_to_a_file_whole(build: Build, two: Callable[..., Ran], tmp_path: Path) -> None:
    ran = two(build.everything(), build.everything()[:2], "--format", "json", "-o", tmp_path / "moves.json")
    assert (ran.code, ran.out) == (1, "")
    assert len(json.loads((tmp_path / "moves.json").read_text("utf-8"))["moved"]) == 7


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.exists, "there are no results at"),
        (Path.mkdir, "there are no results at"),
        (lambda path: path.write_bytes(b"\xff\n"), ":1: this is no line of results.jsonl"),
        (lambda path: path.write_bytes(b'{"format_version":2}\n'), ":1: this is no line of results.jsonl"),
        (lambda path: path.write_bytes(b"id,name\r\n"), ":1: this is no line of results.jsonl"),
        (lambda path: path.write_bytes(b'{"a":' + b"[" * 100_000), ":1: this is no line of results.jsonl"),
    ],
)  # fmt: skip
def test_what_is_no_result_is_refused(
    write: Write, diff: Callable[..., Ran], tmp_path: Path, make: Callable[[Path], object], told: str
) -> None:
    make(tmp_path / "other")
    ran = diff(write([]), tmp_path / "other", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_results_of_different_exercises_are_not_compared(build: Build, two: Callable[..., Ran]) -> None:
    ran = two(
        [build.outcome("a", build.document())],
        [build.outcome("a", build.document(exercise="other"))],
        "--lang",
        "en",
    )
    assert ran.code == 2
    assert "different exercises: 'layer_backward' and 'other'" in ran.err


def test_runs_of_nobody_are_the_same(two: Callable[..., Ran]) -> None:
    assert two([], []).code == 0


def test_hostile_text_stays_text_in_every_form(
    build: Build,
    two: Callable[..., Ran],
    diff: Callable[..., Ran],
    tmp_path: Path,
    hostile_texts: dict[str, str],
) -> None:
    known = list(hostile_texts.values())
    old = [build.outcome(f"{number}{text[:999]}", name=text, error=text) for number, text in enumerate(known)]
    new = [
        build.outcome(f"{number}{text[:999]}", build.document(), name=text)
        for number, text in enumerate(known)
    ]
    text = two(old, new, "--lang", "en")
    assert text.code == 1
    assert text.out.replace("\n", "").isprintable()
    assert max(map(cells, text.out.splitlines())) <= 100
    assert diff(tmp_path / "old", tmp_path / "new", "--format", "json").out.removesuffix("\n").isprintable()
    table = diff(tmp_path / "old", tmp_path / "new", "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(table, newline=""), strict=True))
    assert {len(row) for row in rows} == {6}
    assert not [one for row in rows for one in row if one.startswith(tuple("=+-@\t\r"))]
