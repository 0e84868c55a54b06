"""A case is put at the end of a file, and everything else in it stays as it was, to the byte."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from grader.cli.cases.writing import append_case
from grader.errors import CourseError, UsageError
from grader.model.exercise import Observe, Step, Text
from grader.suite.append import with_case
from grader.suite.drafts import CaseDraft, InputDraft, case_yaml
from tests.cases_commands.small_course import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases_commands.small_course import Folder

DRAFT = CaseDraft(name="more", seed=99, params={"k": 2}, inputs={"x": InputDraft(shape=(1, 4))}, points=3)
ITEM = "- name: more\n  seed: 99\n  params: {k: 2}\n  x: {shape: [1, 4]}\n  points: 3\n"
ONE = "- {name: one, seed: 1, params: {k: 1}, x: {shape: [1, 2]}}\n"
KEPT = (
    "- name: two\n  seed: 2\n  params: {k: 1}\n  x: {shape: [1, 2]}\n"
    "  explain:\n    zh: 二\n    en: |+\n      kept\n"
)

FULL = CaseDraft(
    name="007",
    seed=2**64 - 1,
    target="Windowed",
    params={"k": 2, "s": 3},
    inputs={
        "x": InputDraft(
            shape=(2, 7), draw={"distribution": "integers", "low": 0, "high": 2.5, "dtype": "int8"}
        ),
        "x_before": InputDraft(like="x"),
    },
    steps=(
        Step(call="forward", args=("x_before",), observe=()),
        Step(call="forward", args=("x",), observe=(Observe(name="y"),), given=True),
        Step(
            call="backward", args=("dy",), observe=(Observe(name="dx"), Observe(name="kept", attribute="x"))
        ),
    ),
    visibility="hidden",
    tags=("ties", "no", "2"),
    points=5,
    explain=Text(zh="“窗口”: #1\n", en='says "a: b"'),
)


def test_a_draft_is_written_as_an_instructor_would() -> None:
    assert case_yaml(DRAFT) == ITEM


def test_every_part_of_a_draft_comes_back_when_it_is_loaded(folder: Folder) -> None:
    spec = append_case(folder.suite, folder.cases, FULL)
    assert spec.name == "007"
    assert (spec.seed, spec.params, spec.visibility, spec.points) == (
        2**64 - 1,
        {"k": 2, "s": 3},
        "hidden",
        5,
    )
    assert spec.steps == FULL.steps
    assert spec.tags[:3] == ("ties", "no", "2")
    assert spec.explain == FULL.explain
    assert set(spec.inputs) == {"x", "x_before", "dy"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"exercise: windowed\ncases:\n{ONE}", f"exercise: windowed\ncases:\n{ONE}\n{ITEM}"),
        (f"exercise: windowed\ncases:\n{ONE}"[:-1], f"exercise: windowed\ncases:\n{ONE}\n{ITEM}"),
        (f"exercise: windowed\ncases:\n{ONE}\n\n", f"exercise: windowed\ncases:\n{ONE}\n\n{ITEM}"),
        (
            f"cases:\n{ONE}# of the last case\n\n# of the exercise\nexercise: windowed\n",
            f"cases:\n{ONE}\n{ITEM}\n# of the last case\n\n# of the exercise\nexercise: windowed\n",
        ),
        (
            f"\ufeffexercise: windowed\ncases:\n{ONE}".replace("\n", "\r\n"),
            f"\ufeffexercise: windowed\ncases:\n{ONE}\n{ITEM}".replace("\n", "\r\n"),
        ),
        (
            "exercise: windowed\ncases:\n    -   name: one\n        seed: 1\n",
            "exercise: windowed\ncases:\n    -   name: one\n        seed: 1\n\n"
            + "".join(f"    {line}\n" for line in ITEM.splitlines()),
        ),
        (
            "exercise: windowed\ncases:\n-\n  name: one\n",
            "exercise: windowed\ncases:\n-\n  name: one\n\n" + ITEM,
        ),
    ],
    ids=["plain", "no_newline", "blank_end", "keys_follow", "bom_crlf", "indented", "dash_alone"],
)
def test_a_case_goes_after_the_last_one_in_the_style_of_the_file(
    tmp_path: Path, before: str, after: str
) -> None:
    assert with_case(before, tmp_path / "cases.yaml", ITEM) == after


def test_comments_and_layout_stay(folder: Folder) -> None:
    append_case(folder.suite, folder.cases, DRAFT)
    text = folder.cases.read_text()
    assert text.startswith(CASES)
    assert text.removeprefix(CASES) == "\n" + "".join(f"  {line}\n" for line in ITEM.splitlines())
    assert [spec.name for spec in folder.suite.cases] == ["apart", "wide", "more"]


def test_permissions_and_links_stay(folder: Folder) -> None:
    real = folder.root / "cases" / "kept.txt"
    folder.cases.rename(real)
    real.chmod(0o640)
    folder.cases.symlink_to(real)
    append_case(folder.suite, folder.cases, DRAFT)
    assert folder.cases.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "more" in real.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "exercise: windowed\ncases: [{name: one, seed: 1, params: {k: 1}, x: {shape: [1, 2]}}]\n",
        f"exercise: windowed\ncases:\n{ONE}...\n",
        f"{{exercise: windowed, cases: [{ONE[2:-1]}]}}\n",
        # The blank line before the new case would belong to the text.
        f"exercise: windowed\ncases:\n{KEPT}",
    ],
)
def test_a_file_to_which_nothing_can_be_appended_is_refused_and_stays(folder: Folder, text: str) -> None:
    folder.write("cases/windowed.yaml", text)
    with pytest.raises(UsageError) as caught:
        append_case(folder.suite, folder.cases, DRAFT)
    assert caught.value.told.key == "cases.cannot_append"
    assert folder.cases.read_text() == text


def test_a_wrong_case_is_refused_and_nothing_is_written(folder: Folder) -> None:
    with pytest.raises(CourseError):
        append_case(folder.suite, folder.cases, CaseDraft(name="apart", seed=1))
    assert folder.cases.read_text() == CASES


def test_the_first_case_of_an_exercise_makes_its_file(folder: Folder) -> None:
    hidden = folder.root / "cases" / "windowed.hidden.yaml"
    spec = append_case(folder.suite, hidden, DRAFT)
    assert spec.visibility == "hidden"
    assert hidden.read_text().splitlines()[:3] == [
        "# yaml-language-server: $schema=../docs/schema/cases.schema.json",
        "exercise: windowed",
        "cases:",
    ]
