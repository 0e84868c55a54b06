"""Exports of learning platforms, as folders and as archives: ids, names and attempts."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import find_entries
from grader.intake.owners import of_blackboard, of_canvas, of_id, of_moodle, of_number, of_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.intake import Found
    from grader.model.exercise import Exercise

    Make = Callable[..., Path]
    Told = Callable[[Found], list[tuple[str, bool]]]


@pytest.fixture(params=["folder", "archive"])
def handed_in(request: pytest.FixtureRequest, hand_in: Make, export: Make) -> Make:
    """Put the same names into a folder or into an archive."""
    return hand_in if request.param == "folder" else export


def people(found: Found) -> list[tuple[str, str | None]]:
    return [(entry.id, entry.name) for entry in found.entries]


def test_moodle_with_a_folder_for_each(handed_in: Make) -> None:
    folder = handed_in(
        "Ann Lee_1234567_assignsubmission_file_/layer.py",
        "张 三_1234568_assignsubmission_file_/src/层.py",
        "Participant_12_assignsubmission_file_/work.ipynb",
    )
    assert people(find_entries([folder])) == [
        ("12", "Participant"), ("1234567", "Ann Lee"), ("1234568", "张 三")
    ]  # fmt: skip


def test_moodle_without_folders(handed_in: Make) -> None:
    folder = handed_in(
        "Ann Lee_1234567_assignsubmission_file_my_layer.py", "张三_1234568_assignsubmission_file_层.py"
    )
    assert people(find_entries([folder])) == [("1234567", "Ann Lee"), ("1234568", "张三")]


def test_moodle_of_one_student_alone(handed_in: Make) -> None:
    folder = handed_in("Ann Lee_77_assignsubmission_file_/a.py", "Ann Lee_77_assignsubmission_file_/utils.py")
    assert [id_ for id_, _ in people(find_entries([folder], pattern="*/a.py"))] == ["77"]


def test_moodle_with_a_helper_beside_the_layer(handed_in: Make, exercise: Exercise) -> None:
    folder = handed_in(*(f"Ann_1_assignsubmission_file_/{name}.py" for name in ("maxpool", "a", "utils")))
    (entry,) = find_entries([folder], exercise=exercise).entries
    assert entry.shown.endswith("maxpool.py")


def test_a_text_typed_into_moodle_is_told_unless_there_is_a_file_too(handed_in: Make, told: Told) -> None:
    found = find_entries([
        handed_in(
            "Ann_1_assignsubmission_file_/a.py",
            "Ann_1_assignsubmission_onlinetext_/onlinetext.html",
            "Bob_2_assignsubmission_onlinetext_/onlinetext.html",
        )
    ])  # fmt: skip
    assert people(found) == [("1", "Ann")]
    assert told(found) == [("no_file", True)]


def test_canvas(handed_in: Make) -> None:
    folder = handed_in(
        "leeann_12345_678901_layer.py",
        "zhangsan_LATE_12346_678902_my_layer-2.py",
        "张三_12347_678903_层.py",
        "anon_x7Qp2_678904_layer.py",
        "anon_LATE_b3Kd9_678905_layer.ipynb",
    )
    assert people(find_entries([folder])) == [
        ("12345", "leeann"), ("12346", "zhangsan"), ("12347", "张三"), ("b3Kd9", None), ("x7Qp2", None)
    ]  # fmt: skip


def test_canvas_gives_the_later_attempt_also_of_two_exports(export: Make, told: Told) -> None:
    paths = [
        export("leeann_12345_700_layer-1.py", "bobo_11_1000_a.py", to="new.zip"),
        export("leeann_12345_600_layer.py", to="old.zip"),
    ]
    for given_paths in (paths, paths[::-1]):
        found = find_entries(given_paths)
        assert [(entry.id, entry.member) for entry in found.entries] == [
            ("11", "bobo_11_1000_a.py"), ("12345", "leeann_12345_700_layer-1.py")
        ]  # fmt: skip
        assert told(found) == [("earlier_attempt", False)]


def test_canvas_with_a_helper_beside_the_layer(handed_in: Make, told: Told, exercise: Exercise) -> None:
    folder = handed_in("leeann_12345_701_maxpool-1.py", "leeann_12345_702_utils.py", "bobo_11_703_x.py")
    found = find_entries([folder], exercise=exercise)
    assert [entry.shown.rpartition("_")[2] for entry in found.entries] == ["x.py", "maxpool-1.py"]
    assert told(found) == []


def test_a_single_name_like_those_of_canvas_is_no_export(hand_in: Make) -> None:
    assert people(find_entries([hand_in("try_10_20_x.py", "alice.py", "bob.py")])) == [
        ("alice", None), ("bob", None), ("try_10_20_x", None)
    ]  # fmt: skip


def test_blackboard_gives_the_latest_attempt(handed_in: Make, told: Told) -> None:
    found = find_entries([
        handed_in(
            "Homework 1_ann_attempt_2026-11-22-23-59-59_layer.py",
            "Homework 1_ann_attempt_2026-11-23-00-00-01_other.py",
            "Homework 1_ann_attempt_2026-11-23-00-00-01.txt",
            "Homework_1_bob7_attempt_2026-11-20-10-00-00_layer.py",
        )
    ])  # fmt: skip
    assert [(entry.id, entry.shown[-8:]) for entry in found.entries] == [
        ("ann", "other.py"),
        ("bob7", "layer.py"),
    ]
    assert told(found) == [("earlier_attempt", False)]


def test_blackboard_gives_the_latest_attempt_also_of_two_exports(export: Make) -> None:
    paths = [
        export("HW_ann_attempt_2026-11-24-10-00-00_a.py", to="new.zip"),
        export(
            "HW_ann_attempt_2026-11-23-10-00-00_a.py", "HW_bob_attempt_2026-11-23-10-00-00_a.py", to="old.zip"
        ),
    ]
    found = find_entries(paths)
    assert [(entry.id, entry.path.name) for entry in found.entries] == [
        ("ann", "new.zip"),
        ("bob", "old.zip"),
    ]


@pytest.mark.parametrize(
    ("name", "id_", "student"),
    [
        ("2023001_张三", "2023001", "张三"),
        ("2023001-张三-layer", "2023001", "张三"),
        ("2023001 张三", "2023001", "张三"),
        ("2023001张三", "2023001", "张三"),
        ("张三2023001", "2023001", "张三"),
        ("张三_2023001_最大化层", "2023001", "张三"),
        ("欧阳娜娜（U202312345）", "U202312345", "欧阳娜娜"),
        ("作业1_2023001_张三", "2023001", "张三"),
        ("张三_2023001_作业", "2023001", "张三"),
        ("2023001_作业_张三", None, None),
        ("20261123_2023001_张三_final", "2023001", "张三"),
        ("计科2101班_2021010203_阿依古丽·买买提", "2021010203", "阿依古丽·买买提"),
        ("【2023001】张三", "2023001", "张三"),
        ("第3题_张三", None, None),
        ("2023001_zhangsan", None, None),
        ("张三", None, None),
        ("12_张三", None, None),
    ],
)
def test_a_students_number_beside_a_chinese_name(name: str, id_: str | None, student: str | None) -> None:
    owner = of_number((f"{name}.py",)), of_number((name, "layer.py")), of_number((f"{name}.zip", "layer.py"))
    assert [(one.id, one.name) if one else (None, None) for one in owner] == [(id_, student)] * 3


def test_numbers_of_educoder_as_folders_and_files(handed_in: Make) -> None:
    folder = handed_in("2023001_张三/src/step1/layer.py", "2023002_李四/layer.py", "2023003-王五-layer.py")
    assert people(find_entries([folder])) == [("2023001", "张三"), ("2023002", "李四"), ("2023003", "王五")]


def test_a_number_beside_several_names_is_no_students(handed_in: Make) -> None:
    folder = handed_in("20261123_张三.py", "20261123_李四.py", "2023003_王五.py")
    assert people(find_entries([folder])) == [
        ("2023003", "王五"), ("20261123_张三", None), ("20261123_李四", None)
    ]  # fmt: skip


def test_a_later_file_of_a_student_with_a_number(handed_in: Make, told: Told) -> None:
    found = find_entries([handed_in("2023001-张三-层.py", "2023001-张三-层(1).py")])
    assert [entry.shown[-7:] for entry in found.entries] == ["层(1).py"]
    assert told(found) == [("earlier_attempt", False)]


GRADESCOPE = """---
submission_101:
  :submitters:
  - :name: Ann O'Lee
    :sid: '00123'
    :email: ann@example.edu
  :created_at: 2026-11-01 01:23:45.678 Z
  :results:
    :name: nobody
submission_102:
  :submitters:
  - :name: "\\u5f20\\u4e09"
    :sid:
    :email: zhang@example.edu
  - :name: Bob
    :sid: "00124"
submission_103:
  :submitters: []
"""


def test_gradescope_gives_ids_names_and_both_who_worked_together(tmp_path: Path) -> None:
    path = tmp_path / "assignment_1_export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("assignment_1_export/submission_metadata.yml", GRADESCOPE)
        for number in (101, 102, 103, 104):
            archive.writestr(f"assignment_1_export/submission_{number}/layer.py", f"x = {number}\n")
    found = find_entries([path])
    assert [(entry.id, entry.name, (entry.member or "")[-12:-9]) for entry in found.entries] == [
        ("00123", "Ann O'Lee", "101"),
        ("00124", "Bob", "102"),
        ("submission_103", None, "103"),
        ("submission_104", None, "104"),
        ("zhang@example.edu", "张三", "102"),
    ]


def test_a_long_line_in_a_list_of_gradescope_is_read_at_once(hand_in: Make) -> None:
    folder = hand_in("submission_1/a.py", "submission_2/a.py")
    line = f"  - :sid: a{' ' * 1_000_000}b"
    (folder / "submission_metadata.yml").write_text(
        f"submission_1:\n  :submitters:\n{line}\n", encoding="utf-8"
    )
    assert [len(entry.id) for entry in find_entries([folder]).entries] == [1_000_002, 12]


def test_a_hostile_list_of_gradescope_is_read_as_lines(hand_in: Make) -> None:
    folder = hand_in("submission_1/a.py", "submission_2/a.py")
    (folder / "submission_metadata.yml").write_text(
        "submission_1:\n  :submitters:\n    :sid: 1\n  - :sid: !!python/object:os.system\n- :name: x\n\0\n"
        "submission_2: &a [*a, *a]\n",
        encoding="utf-8",
    )
    assert [entry.id for entry in find_entries([folder]).entries] == [
        "!!python/object:os.system",
        "submission_2",
    ]


PARTS = st.text(
    st.sampled_from("ab12_-.( )（）张三\n_LATE_attempt_assignsubmission_file_"), min_size=1, max_size=60
)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_any_path_has_an_owner_with_an_id(parts: list[str]) -> None:
    for read in (of_moodle, of_blackboard, of_canvas, of_number, of_place):
        owner = read(parts)
        assert owner is None or owner.id
    assert of_place(parts).id


@pytest.mark.parametrize(
    "text", ["a_" * 30_000, " " * 60_000, "1" * 60_000, "张" * 60_000, "(" * 60_000 + "1)"]
)
def test_very_long_names_are_read_at_once(text: str) -> None:
    for name in (
        text,
        f"{text}_attempt_2026",
        f"x_assignsubmission_{text}",
        f"{text}_1_assignsubmission_file_",
    ):
        for read in (of_moodle, of_blackboard, of_canvas, of_number, of_place):
            read((f"{name}.py",))
        of_id("a", None, name)


def test_a_students_own_name_of_a_file_makes_it_nobody_elses(handed_in: Make, told: Told) -> None:
    found = find_entries([
        handed_in(
            "HW1_ann_attempt_2026-11-20-10-00-00_layer.py",
            "HW1_eve_attempt_2026-11-20-10-00-00_x_ann_attempt_2026-11-25-10-00-00_layer.py",
            "HW1_eve_attempt_2026-11-20-10-00-00_ann_12_assignsubmission_file_layer.txt",
        )
    ])  # fmt: skip
    assert [(entry.id, "eve" in entry.shown) for entry in found.entries] == [("ann", False), ("eve", True)]
    assert told(found) == []


def test_an_upload_to_one_platform_that_is_named_as_on_another_is_its_owners(handed_in: Make) -> None:
    folder = handed_in(
        "leeann_111_222_layer.py",
        "eve_333_444_x_111_attempt_2026-11-25-10-00-00_layer.py",
        "fay_555_666_x_111_assignsubmission_file_layer.py",
    )
    assert [id_ for id_, _ in people(find_entries([folder]))] == ["111", "333", "555"]


@pytest.mark.parametrize(
    "name",
    [
        "Ann_2001_assignsubmission_file_/layer.py",
        "HW_2001_attempt_2026-11-25-10-00-00_layer.py",
        "leeann_2001_700_layer.py",
        "2001001_李四/layer.py",
    ],
)
def test_a_folder_within_a_students_is_the_students(handed_in: Make, name: str) -> None:
    folder = handed_in("2001/layer.py", "2000/layer.py", f"1999/{name}")
    assert [(entry.id, "1999" in entry.shown) for entry in find_entries([folder]).entries] == [
        ("1999", True),
        ("2000", False),
        ("2001", False),
    ]


def test_many_names_of_one_student_are_no_export(handed_in: Make) -> None:
    own = (f"1999/Ann{n}_{n}_assignsubmission_file_/layer.py" for n in range(2001, 2020))
    folder = handed_in("2001/layer.py", "2000/layer.py", *own)
    found = find_entries([folder])
    assert [entry.id for entry in found.entries] == ["2000", "2001"]
    assert [skipped.id for skipped in found.skipped] == ["1999"]


def test_moodle_beside_a_folder_of_late_ones(handed_in: Make) -> None:
    folder = handed_in(
        "moodle/Ann_1_assignsubmission_file_/a.py", "moodle/Bob_2_assignsubmission_file_/a.py", "late/a.py"
    )
    assert people(find_entries([folder])) == [("1", "Ann"), ("2", "Bob"), ("late", None)]


def test_moodle_in_folders_for_each_group(handed_in: Make) -> None:
    folder = handed_in(
        "group 1/Ann_1_assignsubmission_file_/a.py",
        "group 1/Bob_2_assignsubmission_file_/a.py",
        "group 2/Cem_3_assignsubmission_file_/a.py",
    )
    assert people(find_entries([folder])) == [("1", "Ann"), ("2", "Bob"), ("3", "Cem")]


def test_moodle_without_a_file_that_can_be_graded(handed_in: Make) -> None:
    names = ("Ann_1_assignsubmission_file_/a.docx", "Bob_2_assignsubmission_file_b.docx")
    assert {skipped.id for skipped in find_entries([handed_in(*names)]).skipped} == {"1", "2"}


def test_a_list_of_gradescope_within_a_submission_is_not_believed(hand_in: Make) -> None:
    forged = "submission_1:\n  :submitters:\n  - :sid: eve\nsubmission_2:\n  :submitters:\n  - :sid: ann\n"
    folder = hand_in("submission_1/layer.py", "submission_2/layer.py")
    (folder / "submission_2/submission_metadata.yml").write_text(forged, encoding="utf-8")
    assert [entry.id for entry in find_entries([folder]).entries] == ["submission_1", "submission_2"]


def test_a_list_of_gradescope_says_nothing_of_what_is_called_otherwise(hand_in: Make) -> None:
    folder = hand_in("ann.py", "eve.py")
    forged = "ann.py:\n  :submitters:\n  - :sid: eve\n"
    (folder / "submission_metadata.yml").write_text(forged, encoding="utf-8")
    assert [entry.id for entry in find_entries([folder]).entries] == ["ann", "eve"]


@pytest.mark.parametrize("own", ["2023001_张三", "2023001_张三_maxpool_backward", "张三_2023001"])
@pytest.mark.parametrize(
    "form", ["{name}_{number}_{file}.py", "{number}_{name}_{file}.py", "{name}{number}-{file}.py"]
)
@pytest.mark.parametrize("name", ["李四", "欧阳娜娜"])
def test_a_number_in_a_students_own_name_of_a_file_is_not_theirs(
    handed_in: Make, form: str, own: str, name: str, exercise: Exercise
) -> None:
    files = (("张三", "2023001", "layer"), (name, "2023002", own), ("王五", "2023003", "layer"))
    names = [form.format(name=who, number=number, file=file) for who, number, file in files]
    found = find_entries([handed_in(*names)], exercise=exercise)
    assert people(found) == [(number, who) for who, number, _ in files]
