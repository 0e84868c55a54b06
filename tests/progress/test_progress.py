"""`grade progress FOLDER`: the table of a course's levels, in every format."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from grader.report.paint import cells
from grader.report.schema import progress_schema, schema_text
from grader.suite.course import find_course
from grader.suite.unit import load_unit
from tests.progress.conftest import FORMATS, HOSTILE, run_progress
from tests.report_formats import consumers
from tests.report_formats.runner import obeyed, read_outputs

if TYPE_CHECKING:
    from tests.progress.conftest import Graded

DOCS = Path(__file__).resolve().parents[2] / "docs"
LEVELS = load_unit(find_course(None, {})).levels
MOST = 100 * len(LEVELS)
VISIBLE_NAME = HOSTILE.replace("\x1b", "\\x1b")


def level_line(text: str, name: str) -> str:
    (found,) = re.findall(rf"^.* {name} .*$", text, re.MULTILINE)
    return " ".join(found.split())


def test_every_format_is_written_and_less_than_all_levels_is_exit_code_1(graded: Graded) -> None:
    assert (graded.code, graded.err) == (1, "")
    assert set(graded.reports) == set(FORMATS)


def test_the_table_has_every_level_in_the_order_of_the_course(graded: Graded) -> None:
    table = graded.out
    assert re.findall(r"^level (\d+) +(\w+)", table, re.MULTILINE) == [
        (str(number), name) for number, name in enumerate(LEVELS, start=1)
    ]
    assert table.startswith("The layers of a neural network: alice\n")
    assert "✓ passed 100/100 pool.py" in level_line(table, "maxpool_backward")
    assert "✗ wrong answer 0/100" in level_line(table, "fc_backward")
    assert "✗ cannot be compiled or imported 0/100 mse_forward.py" in level_line(table, "mse_forward")
    assert "- nothing handed in 0/100" in level_line(table, "conv_forward")
    assert table.endswith(f"score: 100/{MOST}   levels passed: 1 of {len(LEVELS)}\n")


def test_of_several_files_the_best_counts_and_the_others_are_told(graded: Graded) -> None:
    assert "also old/pool.py 78/100" in graded.out
    level = graded.document["levels"][LEVELS.index("maxpool_backward")]
    assert level["report"]["submission"]["path"].endswith("alice/pool.py")
    ((other,), score) = level["others"], level["score"]
    assert other["path"].endswith("old/pool.py")
    assert (other["verdict"], other["score"], score) == ("WA", 78, 100)


def test_files_of_no_exercise_are_told_but_for_given_modules(graded: Graded) -> None:
    assert "for no exercise: notes.py\n" in graded.out
    assert graded.document["left_over"] == ["alice/notes.py"]


def test_the_name_of_a_file_reaches_no_terminal_as_it_is(graded: Graded) -> None:
    assert VISIBLE_NAME in graded.out
    assert "\x1b" not in "".join(graded.reports.values()) + graded.out
    assert "<b>" not in graded.reports["html"]


def test_the_first_level_to_look_at_comes_with_its_command(graded: Graded) -> None:
    (command,) = re.findall(r"^to see why, run: grade (.*)$", graded.out, re.MULTILINE)
    assert command.endswith("--exercise fc_backward")


def test_json_validates_and_holds_the_reports(graded: Graded) -> None:
    document = graded.document
    consumers.check_json(graded.reports["json"])
    jsonschema.Draft202012Validator(progress_schema()).validate(document)
    assert (document["format_version"], document["passed"]) == (1, False)
    assert (document["score"], document["max_score"]) == (100, MOST)
    assert [level["exercise"] for level in document["levels"]] == list(LEVELS)
    for level in document["levels"]:
        assert level["report"] is None or level["report"]["exercise"] == level["exercise"]


def test_committed_schema_is_what_the_code_generates() -> None:
    text = (DOCS / "schema" / "progress.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(progress_schema())


def test_every_field_of_the_document_is_explained() -> None:
    page = (DOCS / "progress.md").read_text(encoding="utf-8")
    parts = ("ProgressDocument", "LevelEntry", "OtherEntry")
    fields = {field for part in parts for field in progress_schema()["$defs"][part]["properties"]}
    assert {field for field in fields if f"`{field}`" not in page} == set()


def test_tables_sum_to_the_score_of_the_course(graded: Graded) -> None:
    rows = consumers.check_csv(graded.reports["csv"])
    assert sum(int(row["points"]) for row in rows) == 100
    assert sum(int(row["max_points"]) for row in rows) == MOST
    assert {row["exercise"] for row in rows} == set(LEVELS)
    lines = consumers.check_jsonl(graded.reports["jsonl"])
    assert {line["exercise"] for line in lines} == {"maxpool_backward", "fc_backward", "mse_forward"}


def test_junit_has_a_suite_for_each_level(graded: Graded) -> None:
    root = consumers.check_junit(graded.reports["junit"])
    assert [suite.get("name") for suite in root] == list(LEVELS)
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("skipped", "")) == sum(case.find("skipped") is not None for case in cases)
    missing = root[LEVELS.index("conv_forward")]
    assert [case.get("name") for case in missing] == ["conv_forward"]


def test_gradescope_and_classroom50_have_the_tests_of_all_levels(graded: Graded) -> None:
    results = consumers.check_gradescope(graded.reports["gradescope"])
    assert results["score"] == 100 == sum(test["score"] for test in results["tests"])
    assert sum(test["max_score"] for test in results["tests"]) == MOST
    names = [test["name"] for test in results["tests"]]
    assert "maxpool_backward: sample" in names
    assert "conv_forward" in names
    assert "fc_backward" in results["output"]
    result = consumers.check_classroom50(graded.reports["classroom50"])
    assert [test["test-name"] for test in result["tests"]] == names
    assert (result["score"], result["max-score"]) == (100, MOST)


def test_gitlab_has_the_issues_of_all_files(graded: Graded) -> None:
    issues = consumers.check_gitlab(graded.reports["gitlab"])
    assert {issue["check_name"].partition("/")[0] for issue in issues} == {"fc_backward", "mse_forward"}


def test_github_obeys_annotations_and_nothing_of_a_report(graded: Graded) -> None:
    commands = obeyed(graded.reports["github"])
    kinds = [command.name for command in commands]
    assert kinds.count("group") == kinds.count("stop-commands") == kinds.count("endgroup") == 4
    assert {command.properties["file"] for command in commands if command.name == "error"} == {
        f"alice/{VISIBLE_NAME}",
        "alice/mse_forward.py",
    }
    outputs = read_outputs(graded.runner["GITHUB_OUTPUT"])
    assert outputs == {"score": "100", "max-score": str(MOST), "passed": "false"}
    summary = graded.runner["GITHUB_STEP_SUMMARY"]
    assert all(f"<code>{name.replace('_', '&#95;')}</code>" in summary for name in LEVELS)


def test_the_page_loads_nothing_and_no_id_stands_twice(graded: Graded) -> None:
    page = graded.reports["html"]
    consumers.check_html(page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert {"maxpool_backward", "fc_backward", "mse_forward"} <= set(ids)


def test_hidden_cases_stay_hidden_in_every_format(graded: Graded) -> None:
    for level in graded.document["levels"]:
        for result in level["report"]["results"] if level["report"] else ():
            assert result["visibility"] == "public" or set(result) <= {
                "visibility", "case", "number", "tags", "verdict", "points", "max_points",
            }  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a course with the one exercise of pooling, and a folder with a right answer beside it."""
    own, root = find_course(None, {}), tmp_path_factory.mktemp("small")
    name = "maxpool_backward"
    shutil.copytree(own.exercise_folder(name), root / "course" / "exercises" / name)
    shutil.copytree(own.root / "reference", root / "course" / "reference")
    (root / "course" / "cases").mkdir()
    shutil.copy(own.root / "cases" / f"{name}.yaml", root / "course" / "cases")
    (root / "bob").mkdir()
    shutil.copy(own.root / "examples" / "right.py", root / "bob" / "any.py")
    (root / "empty").mkdir()
    return root


@pytest.mark.parametrize(
    ("folder", "options", "code"),
    [
        ("bob", [], 0),
        ("bob", ["--fail-under", "1000"], 1),
        ("bob", ["--fail-under", "1"], 0),
        ("empty", [], 1),
        ("empty", ["--exit-zero"], 0),
        ("empty", ["--fail-under", "0"], 0),
        ("nowhere", [], 2),
        ("bob/any.py", [], 2),
        ("bob", ["--require-isolation", "B", "--without-layer", "seccomp"], 5),
        ("bob", ["--exercise", "maxpool_backward"], 2),
    ],
)
def test_exit_codes_are_those_of_a_file(small: Path, folder: str, options: list[str], code: int) -> None:
    done = run_progress(small, folder, "--course", "course", *options)
    assert done.returncode == code, done.stderr


def test_quiet_is_one_line_and_verbose_has_every_report(small: Path) -> None:
    quiet = run_progress(small, "bob", "--course", "course", "--quiet", "--lang", "zh")
    assert re.fullmatch(r"得分：(\d+)/\1   通过 1 关，共 1 关\n", quiet.stdout)
    verbose = run_progress(small, "bob", "--course", "course", "--verbose")
    assert "Backward pass of max pooling: bob/any.py" in verbose.stdout


def test_no_report_is_written_over_a_file_of_the_student(small: Path) -> None:
    before = (small / "bob" / "any.py").read_bytes()
    done = run_progress(small, "bob", "--course", "course", "-o", "bob/any.py")
    assert done.returncode == 2
    assert "is the submission itself" in done.stderr
    assert (small / "bob" / "any.py").read_bytes() == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_fits_a_hundred_columns(lang: str, graded: Graded) -> None:
    table = run_progress(graded.folder.parent, "alice", "--lang", lang).stdout.partition("\n\n")[2]
    assert [line for line in table.splitlines() if re.match("level|第", line) and cells(line) > 100] == []
