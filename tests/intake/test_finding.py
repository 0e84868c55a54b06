"""Which files of a class are submissions, and whose."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.intake import find_entries, natural_key, read_entry
from grader.messages import LANGS
from grader.model.observation import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.intake import Found
    from grader.model.exercise import Exercise

    HandIn = Callable[..., Path]
    Ids = Callable[..., list[str]]
    Told = Callable[[Found], list[tuple[str, bool]]]

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="files of this kind are those of POSIX")


def usage_error(*paths: Path | str) -> str:
    with pytest.raises(UsageError) as caught:
        find_entries(paths)
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value.told.key


def test_a_folder_with_a_file_per_student(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("bob.py", "alice.py", "carl.ipynb")) == ["alice", "bob", "carl"]


def test_a_folder_with_a_folder_per_student(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("alice/layer.py", "bob/deep/down/other.py", "carl.py")) == ["alice", "bob", "carl"]


def test_ids_are_in_natural_order(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("u10.py", "U2.py", "u1.py", "u002.py")) == ["u1", "U2", "u002", "u10"]


def test_a_very_long_number_in_a_name_can_be_ordered() -> None:
    assert natural_key("9" * 10_000) < natural_key("1" + "0" * 10_000)


def test_a_folder_that_wraps_all_others_is_nobodys(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("homework/class 1/alice/a.py", "homework/class 1/bob.py")) == ["alice", "bob"]


def test_a_folder_with_one_file_in_it_is_a_students(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("alice/layer.py", "README.md")) == ["alice"]


def test_a_folder_that_holds_the_exercise_and_given_files_is_a_students(
    hand_in: HandIn, ids: Ids, exercise: Exercise
) -> None:
    assert ids(hand_in("alice/maxpool.py", "alice/utils.py"), exercise=exercise) == ["alice"]


def test_hidden_files_caches_and_environments_are_passed_over(
    hand_in: HandIn, told: Told, exercise: Exercise
) -> None:
    folder = hand_in(
        "alice/a.py", "alice/.a.py", "alice/__pycache__/b.py", "alice/.git/c.py", "alice/.venv/d.py",
        "alice/node_modules/e.py", "__MACOSX/alice/._a.py", ".DS_Store", "Thumbs.db",
    )  # fmt: skip
    found = find_entries([folder], exercise=exercise)
    assert [entry.shown for entry in found.entries] == [str(folder / "alice" / "a.py")]
    assert told(found) == []


def test_lists_beside_the_submissions_are_not_spoken_of(hand_in: HandIn, told: Told) -> None:
    assert told(find_entries([hand_in("a.py", "roster.csv", "README.md", "collected.csv")])) == []


def test_work_that_is_no_python_is_told_as_lost(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("alice.py", "bob.docx", "carl/carl.txt", "dora/dora.rar")])
    assert [entry.id for entry in found.entries] == ["alice"]
    assert sorted(told(found)) == [("no_file", True), ("no_file", True), ("only_archive", True)]
    assert sorted(str(skipped.id) for skipped in found.skipped) == ["bob", "carl", "dora"]


def test_an_empty_folder_of_a_student_is_told_as_lost(hand_in: HandIn, told: Told) -> None:
    folder = hand_in("alice/a.py")
    (folder / "bob.b").mkdir()
    found = find_entries([folder])
    assert told(found) == [("folder_empty", True)]
    assert [skipped.id for skipped in found.skipped] == ["bob.b"]


def test_what_is_refused_has_its_owner_and_their_name(hand_in: HandIn, told: Told) -> None:
    folder = hand_in("2023001_张三/a.py", "2023002_李四/work.zip", "2023003_王五.zip")
    found = find_entries([folder])
    assert told(found) == [("archive_broken", True), ("archive_broken", True)]
    assert {(one.id, one.name) for one in found.skipped} == {("2023002", "李四"), ("2023003", "王五")}
    found = find_entries([folder], id_from=r"^(\d+)")
    assert sorted(str(one.id) for one in found.skipped) == ["2023002", "2023003"]


def test_the_sound_file_of_who_also_has_a_refused_one_is_graded(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("alice/a.py", "alice/a.zip", "bob/b.py")])
    assert [entry.id for entry in found.entries] == ["alice", "bob"]
    assert told(found) == [("archive_broken", True)]


def test_files_may_be_named_themselves_whatever_they_are_called(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("alice.py", "bob.txt", "carl")
    assert ids(*(folder / name for name in ("bob.txt", "alice.py", "carl"))) == ["alice", "bob", "carl"]


def test_what_is_given_twice_counts_once(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("alice.py", "bob.py")
    assert ids(folder, folder / "alice.py", folder, folder / ".." / "class") == ["alice", "bob"]


def test_the_same_name_in_two_folders_stays_two_submissions(hand_in: HandIn, told: Told) -> None:
    folder = hand_in("one/alice.py", "one/bob.py", "two/alice.py", "two/alice~2.py")
    found = find_entries([folder / "one", folder / "two"])
    assert [(entry.id, entry.path.parent.name) for entry in found.entries] == [
        ("alice", "one"), ("alice~2", "two"), ("alice~3", "two"), ("bob", "one")
    ]  # fmt: skip
    assert told(found) == [("same_id", False)]


def test_folders_of_students_may_be_given_one_by_one(hand_in: HandIn, ids: Ids, exercise: Exercise) -> None:
    folder = hand_in("alice/maxpool.py", "alice/utils.py", "bob/maxpool.py", "2023001_张三/src/mine.py")
    given = sorted(folder.iterdir())
    assert ids(*given, exercise=exercise) == ["2023001", "alice", "bob"]


def test_files_of_one_name_are_told_apart_by_their_folders(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("alice/layer.py", "bob/layer.py")
    assert ids(*sorted(folder.glob("*/layer.py"))) == ["alice", "bob"]


def test_files_from_several_folders_keep_their_own_names(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("x/alice.py", "y/bob.py")
    assert ids(*sorted(folder.glob("*/*.py"))) == ["alice", "bob"]


def test_folders_of_classes_may_be_given_together(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("one/alice.py", "one/bob.py", "two/carl.py", "two/dora.py")
    assert ids(folder / "one", folder / "two") == ["alice", "bob", "carl", "dora"]


@pytest.mark.parametrize("name", ["no.py", "no", "no.zip", "nul\0.py"])
def test_nothing_at_a_path_is_a_usage_error(tmp_path: Path, name: str) -> None:
    assert usage_error(tmp_path / name).startswith("submission.no_file")


def test_an_archive_of_another_kind_is_a_usage_error_that_says_so(hand_in: HandIn) -> None:
    assert usage_error(hand_in("all.rar") / "all.rar") == "intake.unpack_first"


def test_a_folder_for_the_results_is_not_looked_at(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("alice.py", "results/bob.py", "carl/results/layer.py")
    assert ids(folder) == ["alice", "carl", "results"]
    assert ids(folder, leave_out=folder / "results") == ["alice", "carl"]
    assert ids(folder, leave_out=folder / "carl" / ".." / "results") == ["alice", "carl"]


def test_nothing_is_found_in_an_empty_folder(tmp_path: Path) -> None:
    assert find_entries([tmp_path]) == ((), ())


@posix_only
def test_links_pipes_and_what_cannot_be_read_are_submissions_that_cannot_be_graded(
    hand_in: HandIn, tmp_path: Path
) -> None:
    folder = hand_in("alice.py")
    (tmp_path / "secret.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "link.py").symlink_to(tmp_path / "secret.py")
    (folder / "gone.py").symlink_to(tmp_path / "nowhere.py")
    (folder / "loop.py").symlink_to(folder / "loop.py")
    os.mkfifo(folder / "pipe.py")
    read = {entry.id: read_entry(entry) for entry in find_entries([folder]).entries}
    keys = {id_: data.told.key for id_, data in read.items() if isinstance(data, Unreadable)}
    assert keys == {
        "link": "submission.link",
        "gone": "submission.link_dangling",
        "loop": "submission.link_loop",
        "pipe": "submission.fifo",
    }
    assert read["alice"] == b"# alice.py\n"


@posix_only
def test_a_link_to_a_folder_is_not_entered(hand_in: HandIn, tmp_path: Path, told: Told) -> None:
    folder = hand_in("alice/a.py")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.py").write_text("", encoding="utf-8")
    (folder / "bob").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    found = find_entries([folder])
    assert [entry.id for entry in found.entries] == ["alice"]
    assert told(found) == [("link_to_folder", True)] * 2


@posix_only
def test_a_link_that_was_named_leads_to_the_folder(hand_in: HandIn, tmp_path: Path, ids: Ids) -> None:
    (tmp_path / "link").symlink_to(hand_in("alice.py"))
    assert ids(tmp_path / "link") == ["alice"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to the owner")
def test_a_closed_folder_of_a_student_is_told_as_lost(hand_in: HandIn, told: Told) -> None:
    folder = hand_in("alice/a.py", "bob/b.py")
    (folder / "bob").chmod(0)
    try:
        assert told(find_entries([folder])) == [("folder_closed", True)]
    finally:
        (folder / "bob").chmod(0o700)


def test_folders_that_are_nested_too_deep_are_told(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("alice/a.py", "bob/" + "d/" * 40 + "b.py")])
    assert told(found) == [("too_deep", True)]


@posix_only
def test_names_in_gbk_become_chinese(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("a.py")
    try:
        (Path(os.fsdecode(os.fsencode(folder) + b"/2023001_" + "张三".encode("gbk") + b".py"))).write_text("")
    except OSError:
        pytest.skip("this file system knows UTF-8 alone")
    assert ids(folder) == ["2023001", "a"]


@posix_only
@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "=1+1", "..a", "a b", "a\u202eb", "'; --", "a\\b"])
def test_ids_keep_strange_characters_as_data(hand_in: HandIn, ids: Ids, name: str) -> None:
    assert ids(hand_in(f"x{name}.py")) == [f"x{name}"]


def test_ids_are_in_composed_form(hand_in: HandIn, ids: Ids) -> None:
    assert ids(hand_in("ame\u0301lie.py")) == ["am\xe9lie"]
