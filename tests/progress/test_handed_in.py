"""Which file of a student's folder is for which exercise."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.pipeline import handed_in
from grader.pipeline.handed_in import assign, find_submissions
from grader.suite.course import Course

if TYPE_CHECKING:
    from pathlib import Path

FORWARD = (
    "class Scale:\n    def forward(self, x):\n        # Begin\n        pass\n        # End\n"
    "    def backward(self, dy):\n        return dy\n"
)
BACKWARD = FORWARD.replace("        # Begin\n        pass\n        # End\n", "        return x\n").replace(
    "        return dy\n", "        # Begin\n        pass\n        # End\n"
)
BOTH = FORWARD.replace("        # Begin\n        pass\n        # End\n", "        return 2 * x\n").replace(
    "return dy", "return 2 * dy"
)
IDS = ("scale_forward", "scale_backward")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for name, text in zip(IDS, (FORWARD, BACKWARD), strict=True):
        folder = tmp_path / "course" / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "template.py").write_text(text, encoding="utf-8")
    return Course(tmp_path / "course")


def assigned(course: Course, folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """Write files, the first of them the newest, and give the names for each exercise, and of the others."""
    for age, (name, text) in enumerate(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000 - age,) * 2)
    found = assign(course, IDS, find_submissions(str(folder)))
    names = {**found.by_exercise, "": found.left_over}
    return {
        name: [os.path.relpath(submission.path, folder) for submission in several]
        for name, several in names.items()
    }


def test_a_file_is_for_the_exercise_that_its_text_fits(course: Course, tmp_path: Path) -> None:
    files = {"a.py": FORWARD, "sub/b.py": BACKWARD, "c.py": "x = 1\n"}
    assert assigned(course, tmp_path / "me", files) == {
        "scale_forward": ["a.py"],
        "scale_backward": ["sub/b.py"],
        "": ["c.py"],
    }


def test_a_file_that_is_called_as_an_exercise_is_for_it(course: Course, tmp_path: Path) -> None:
    files = {"scale_backward.py": "def broken(:", "scale_forward.ipynb": "{}"}
    found = assigned(course, tmp_path / "me", files)
    assert found["scale_backward"] == ["scale_backward.py"]
    assert found["scale_forward"] == ["scale_forward.ipynb"]


def test_a_file_that_fits_two_counts_for_both_where_they_have_none(course: Course, tmp_path: Path) -> None:
    assert assigned(course, tmp_path / "one", {"both.py": BOTH}) == {
        "scale_forward": ["both.py"],
        "scale_backward": ["both.py"],
        "": [],
    }
    found = assigned(course, tmp_path / "two", {"both.py": BOTH, "own.py": FORWARD})
    assert found["scale_forward"] == ["own.py"]
    assert found["scale_backward"] == ["both.py"]


def test_of_several_files_the_newest_comes_first(course: Course, tmp_path: Path) -> None:
    found = assigned(course, tmp_path / "me", {"z.py": FORWARD, "a.py": FORWARD, "m.py": FORWARD})
    assert found["scale_forward"] == ["z.py", "a.py", "m.py"]


def test_caches_hidden_files_and_links_to_folders_are_not_looked_at(course: Course, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "theirs.py").write_text(FORWARD, encoding="utf-8")
    (tmp_path / "me").mkdir()
    (tmp_path / "me" / "link").symlink_to(tmp_path / "elsewhere")
    files = {"__pycache__/a.py": FORWARD, ".git/b.py": FORWARD, "venv/c.py": FORWARD, "text.txt": FORWARD}
    assert assigned(course, tmp_path / "me", files) == {"scale_forward": [], "scale_backward": [], "": []}


def test_a_folder_below_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "me" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("root may open everything")
    with pytest.raises(UsageError) as caught:
        find_submissions(str(tmp_path / "me"))
    assert str(closed) in caught.value.text("en")


def test_a_folder_with_too_many_files_is_no_students(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_in, "MOST_FILES", 2)
    for name in "abc":
        (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        find_submissions(str(tmp_path))
    assert caught.value.told.key == "progress.too_many"


@pytest.mark.parametrize("folder", ["nowhere", "a\0b", ""])
def test_what_is_no_folder_is_a_usage_error(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if folder == "":
        (tmp_path / "x.py").write_text("", encoding="utf-8")
        assert len(find_submissions(".")) == 1
        return
    with pytest.raises(UsageError) as caught:
        find_submissions(folder)
    assert caught.value.told.key == "progress.no_folder"
