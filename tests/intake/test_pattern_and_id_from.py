"""What `--pattern` and `--id-from` mean, and that neither takes forever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.intake import find_entries, id_regex
from grader.intake.globbing import read_pattern
from grader.intake.id_regex import read_id_regex
from grader.messages import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.intake import Found

    HandIn = Callable[..., Path]
    Ids = Callable[..., list[str]]
    Told = Callable[[Found], list[tuple[str, bool]]]


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*/layer.py", "alice/layer.py", True),
        ("*/layer.py", "alice/LAYER.PY", True),
        ("*/layer.py", "layer.py", False),
        ("*/layer.py", "alice/deep/layer.py", False),
        ("**/layer.py", "layer.py", True),
        ("**/layer.py", "alice/very/deep/layer.py", True),
        ("*/**/*.py", "alice/x.py", True),
        ("*/**/*.py", "x.py", False),
        ("**", "any/thing", True),
        ("./*.py", "x.py", True),
        ("*\\layer.py", "alice/layer.py", True),
        ("[ab]?.py", "a1.py", True),
        ("[!ab]?.py", "a1.py", False),
        ("*.py", "a\nb.py", True),
    ],
)
def test_stars_stay_within_a_folder_and_two_do_not(pattern: str, path: str, *, expected: bool) -> None:
    assert read_pattern(pattern).matches(path.split("/")) is expected


@pytest.mark.parametrize("pattern", ["", "/a/*.py", "../*.py", "a//b", "*/", "C:/x.py"])
def test_a_pattern_that_leads_out_of_the_folder_is_a_usage_error(pattern: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_pattern(pattern)
    assert all(caught.value.text(lang) for lang in LANGS)


def test_a_pattern_full_of_stars_is_matched_at_once() -> None:
    assert not read_pattern("*a" * 100 + "b").matches(["a" * 255])
    assert not read_pattern("**/a/" * 30 + "b").matches(["a"] * 60)


def test_a_pattern_may_name_any_kind_of_file_and_what_it_misses_is_told(hand_in: HandIn, told: Told) -> None:
    folder = hand_in("alice/answer.txt", "alice/layer.py", "bob/answer.py", "roster.csv")
    found = find_entries([folder], pattern="*/answer.txt")
    assert [(entry.id, entry.path.name) for entry in found.entries] == [("alice", "answer.txt")]
    assert told(found) == [("no_match", True)]


def test_a_pattern_counts_from_within_a_folder_that_wraps_all(export: Callable[..., Path], ids: Ids) -> None:
    path = export("all/alice/layer.py", "all/alice/x.py", "all/bob/layer.py")
    assert ids(path, pattern="*/layer.py") == ids(path, pattern="all/*/layer.py") == ["alice", "bob"]


@pytest.mark.parametrize(
    "regex", [r"(\d{3})", r"^(?P<id>\d+)_(.+)/", r"(\d+)_(?P<name>.+)/", r"(?P<id>[0-9]+)"]
)
def test_ids_are_what_the_group_matches(hand_in: HandIn, ids: Ids, regex: str) -> None:
    assert ids(hand_in("123_ann/a.py", "007_bob/x/b.py"), id_from=regex) == ["007", "123"]


def test_names_are_found_too(hand_in: HandIn) -> None:
    folder = hand_in("张三-12.py")
    (entry,) = find_entries([folder], id_from=r"(?P<name>.+)-(?P<id>\d+)").entries
    assert (entry.id, entry.name) == ("12", "张三")


def test_paths_without_an_id_are_told_as_lost(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("x1.py", "y.py", "notes.txt")], id_from=r"x(\d*)|y( *)".replace("( *)", ""))
    assert [entry.id for entry in found.entries] == ["1"]
    assert told(found) == [("no_id", True)]


def test_an_expression_sees_the_whole_path_of_a_file_that_was_named(hand_in: HandIn, ids: Ids) -> None:
    folder = hand_in("u1/layer.py", "u2/layer.py")
    assert ids(*folder.glob("*/*.py"), id_from=r"/(u\d)/") == ["u1", "u2"]


def test_one_id_of_several_files_is_one_student(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("1_a.py", "1_b.py", "2/x.py", "2/x(1).py")], id_from=r"(\d)")
    assert [(entry.id, entry.path.name) for entry in found.entries] == [("2", "x(1).py")]
    assert sorted(told(found)) == [("earlier_attempt", False), ("several_files", True)]


@pytest.mark.parametrize(
    "regex",
    [
        "(",
        "(?P<id>",
        "[",
        "*",
        "x",
        "(a)(b)",
        "(?P<name>.*)",
        "(?P<id>a",
        "(" * 99,
        "(" + "a" * 2000 + ")",
        "(?<x>a)",
    ],
)
def test_what_is_no_expression_with_an_id_is_a_usage_error(regex: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_id_regex(regex)
    assert all(caught.value.text(lang) for lang in LANGS)


def test_an_expression_that_takes_forever_is_a_usage_error(
    hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(id_regex, "SECONDS_MAX", 0.5)
    with pytest.raises(UsageError) as caught:
        find_entries([hand_in("a" * 60 + ".py")], id_from="^((?:a+)+)$")
    assert caught.value.told.key == "intake.slow_regex"
    assert all(caught.value.text(lang) for lang in LANGS)
