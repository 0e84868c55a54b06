"""A file appears whole or not at all."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from grader.report.whole import remove_unfinished, whole_file, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_file_is_there_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with whole_file(path) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, ValueError])
def test_file_stays_as_it_was_when_the_block_fails(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(error):
        _fail_half_way(path, error)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("durable", [True, False])
def test_file_can_be_read_as_any_other_is(tmp_path: Path, durable: bool) -> None:  # noqa: FBT001 - both are tried
    usual, path = tmp_path / "usual", tmp_path / "a"
    usual.touch()
    write_whole(path, b"x", durable=durable)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "link"
    other.write_bytes(b"other")
    link.symlink_to(other)
    write_whole(link, b"new")
    assert (other.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"other", b"new", False)


def test_what_a_killed_writer_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    kept = ("a.txt", ".a.txt", ".a.txt.abc", ".b.txt.abcdefgh", ".a.txt.abcdefgh.x")
    for name in kept:
        (tmp_path / name).touch()
    context = whole_file(tmp_path / "a.txt")
    context.__enter__().write(b"half")  # and never ended
    assert len(list(tmp_path.iterdir())) == len(kept) + 1
    remove_unfinished(tmp_path, ["a.txt"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def _fail_half_way(path: Path, error: type[BaseException]) -> None:
    with whole_file(path) as file:
        file.write(b"half")
        raise error
