"""Archives are read without being extracted, and hostile ones do no harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.intake import find_entries, read_entry
from grader.intake.archive import EXPORTED, HANDED_IN, ArchiveLimits, list_archive
from grader.messages import LANGS, Message, say
from grader.model.observation import Unreadable
from grader.submission import NOTEBOOK_BYTES, SCRIPT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.intake import Found

    Make = Callable[..., Path]
    Told = Callable[[Found], list[tuple[str, bool]]]


def key(data: bytes | Unreadable) -> str:
    assert isinstance(data, Unreadable)
    assert all(say(data.told, lang) for lang in LANGS)
    return data.told.key


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        find_entries([path])
    assert all(caught.value.text(lang) for lang in LANGS)
    told = caught.value.told.args["told"]
    assert isinstance(told, Message)
    return told.key


def raw_member(name: bytes, data: bytes, *, flags: int = 0, extra: bytes = b"") -> tuple[bytes, bytes]:
    """Make a stored member by hand: itself, and its part of the list with a gap for the offset."""
    crc32 = zlib.crc32(data)
    both = struct.pack("<HHHHHLLL", 20, flags, 0, 0, 0x21, crc32, len(data), len(data))
    local = b"PK\3\4" + both + struct.pack("<HH", len(name), len(extra)) + name + extra + data
    rest = struct.pack("<HHHHHLL", len(name), len(extra), 0, 0, 0, 0, 0xFFFFFFFF)
    central = b"PK\1\2\x14\0" + both + rest
    return local, central + name + extra


def by_hand(path: Path, *members: tuple[bytes, bytes]) -> Path:
    body, listed = b"", b""
    for local, central in members:
        listed += central.replace(b"\xff\xff\xff\xff", struct.pack("<L", len(body)))
        body += local
    end = struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(listed), len(body), 0)
    path.write_bytes(body + listed + b"PK\5\6" + end)
    return path


def test_members_are_found_and_read_and_nothing_is_written(export: Make, tmp_path: Path) -> None:
    path = export("class/alice/a.py", "class/bob.ipynb", "class/notes.md")
    found = find_entries([path])
    assert [(entry.id, entry.member, entry.notebook) for entry in found.entries] == [
        ("alice", "class/alice/a.py", False), ("bob", "class/bob.ipynb", True)
    ]  # fmt: skip
    assert [read_entry(entry) for entry in found.entries] == [b"# class/alice/a.py\n", b"# class/bob.ipynb\n"]
    assert found.entries[0].shown == f"{path}!class/alice/a.py"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("size", [0, 1, 100_000, SCRIPT_BYTES])
def test_members_of_any_size_are_read_whole(tmp_path: Path, method: int, size: int) -> None:
    data = os.urandom(size // 2) + bytes(size - size // 2)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a.py", data)
    assert read_entry(find_entries([tmp_path / "a.zip"]).entries[0]) == data


def test_a_notebook_larger_than_a_script_is_read_whole(tmp_path: Path) -> None:
    for size in (SCRIPT_BYTES + 1, SCRIPT_BYTES + 2, 3 * SCRIPT_BYTES):
        data = bytes(size - 10) + os.urandom(10)
        with zipfile.ZipFile(tmp_path / f"{size}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.ipynb", data)
        assert read_entry(find_entries([tmp_path / f"{size}.zip"]).entries[0]) == data


def test_an_archive_that_is_written_as_a_stream_or_behind_a_program_is_read(tmp_path: Path) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.py", b"x = 1\n")
    (tmp_path / "a.zip").write_bytes(b"MZ" * 1000 + stream.getvalue())
    assert read_entry(find_entries([tmp_path / "a.zip"]).entries[0]) == b"x = 1\n"


def test_a_zip_of_a_student_in_a_folder_is_looked_into(hand_in: Make, export: Make) -> None:
    hand_in("carl.py")
    export("layer.py", to="class/alice.zip")
    export("project/src/layer.py", "__MACOSX/project/._layer.py", to="class/bob/homework.zip")
    found = find_entries([hand_in()])
    assert [entry.id for entry in found.entries] == ["alice", "bob", "carl"]
    assert [read_entry(entry) for entry in found.entries][:2] == [
        b"# layer.py\n",
        b"# project/src/layer.py\n",
    ]


def test_several_zips_of_a_student_each(export: Make) -> None:
    paths = [export("homework/layer.py", to="alice.zip"), export("homework/layer.py", to="bob.zip")]
    assert [entry.id for entry in find_entries(paths).entries] == ["alice", "bob"]


def test_a_zip_within_a_zip_is_told_as_lost(export: Make, told: Told) -> None:
    found = find_entries([export("alice/a.py", "bob/homework.zip", "carl/c.7z", "dora/d.py", "dora/d.zip")])
    assert [entry.id for entry in found.entries] == ["alice", "dora"]
    assert told(found) == [("only_archive", True)] * 2


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6", b"x = 1\n", b"PK\5\6" + b"\xff" * 18, b"\0" * 5000])
def test_what_is_no_archive_is_a_usage_error_and_in_a_folder_a_remark(
    hand_in: Make, told: Told, data: bytes
) -> None:
    folder = hand_in("alice.py")
    (folder / "bob.zip").write_bytes(data)
    assert refused(folder / "bob.zip") == "intake.archive_broken"
    found = find_entries([folder])
    assert told(found) == [("archive_broken", True)]


def test_an_empty_zip_of_a_student_is_told(hand_in: Make, export: Make, told: Told) -> None:
    export(to="class/bob.zip")
    assert told(find_entries([hand_in("alice.py")])) == [("archive_empty", True)]


@pytest.mark.parametrize(
    "name",
    ["../a.py", "/etc/a.py", "x/../../a.py", "C:/a.py", "c:a.py", "\\a.py", "..\\a.py", "\\\\host\\a.py"],
)
def test_names_that_lead_out_are_left_out(export: Make, told: Told, name: str) -> None:
    found = find_entries([export("alice.py", name)])
    assert [entry.id for entry in found.entries] == ["alice"]
    assert told(found) == [("member_path", True)]


def test_a_name_with_a_nul_is_left_out(tmp_path: Path, told: Told) -> None:
    path = by_hand(tmp_path / "a.zip", raw_member(b"a.py", b""), raw_member(b"b.py\0.txt", b""))
    assert told(find_entries([path])) == [("member_path", False)]


@pytest.mark.parametrize(
    ("mode", "why"),
    [(stat.S_IFLNK, "member_link"), (stat.S_IFIFO, "member_special"), (stat.S_IFCHR, "member_special")],
)
def test_links_and_devices_in_an_archive_are_left_out(
    tmp_path: Path, told: Told, mode: int, why: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        special = zipfile.ZipInfo("bob.py")
        special.create_system = 3
        special.external_attr = (mode | 0o777) << 16
        archive.writestr(special, "/etc/passwd")
        archive.writestr("alice.py", "")
    found = find_entries([tmp_path / "a.zip"])
    assert [entry.id for entry in found.entries] == ["alice"]
    assert told(found) == [(why, True)]


def test_encrypted_members_are_left_out(tmp_path: Path, told: Told) -> None:
    path = by_hand(
        tmp_path / "a.zip", raw_member(b"alice.py", b""), raw_member(b"bob.py", b"?" * 20, flags=1)
    )
    found = find_entries([path])
    assert [entry.id for entry in found.entries] == ["alice"]
    assert told(found) == [("member_encrypted", True)]
    assert [skipped.id for skipped in found.skipped] == ["bob"]


def test_a_name_that_leads_out_changes_nobody_elses_id(tmp_path: Path) -> None:
    names = (b"all/alice/a.py", b"all/bob/b.py", b"../../evil/x.py")
    path = by_hand(tmp_path / "a.zip", *(raw_member(name, b"") for name in names))
    found = find_entries([path])
    assert [entry.id for entry in found.entries] == ["alice", "bob"]


def test_members_that_are_nested_as_nobody_nests_them_are_left_out(export: Make, told: Told) -> None:
    found = find_entries([export("alice.py", "bob/" * 32 + "a.py", "cem/" * 33 + "a.py")])
    assert [entry.id for entry in found.entries] == ["alice", "bob"]
    assert told(found) == [("too_deep", True)]
    assert [skipped.id for skipped in found.skipped] == ["cem"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_that_are_compressed_in_another_way_are_left_out(
    tmp_path: Path, told: Told, method: int
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("alice.py", "x = 1\n")
    assert told(find_entries([tmp_path / "a.zip"])) == [("member_method", True)]


def test_of_members_with_one_name_the_last_counts(tmp_path: Path, told: Told) -> None:
    path = by_hand(tmp_path / "a.zip", *(raw_member(b"alice.py", data) for data in (b"old", b"new")))
    found = find_entries([path])
    assert [read_entry(entry) for entry in found.entries] == [b"new"]
    assert told(found) == [("member_twice", False)]


def test_junk_of_systems_is_passed_over(export: Make, told: Told) -> None:
    found = find_entries(
        [export("alice.py", "__MACOSX/._alice.py", ".DS_Store", "a/", "a/.git/x.py", "Thumbs.db")]
    )
    assert [entry.id for entry in found.entries] == ["alice"]
    assert told(found) == []


@pytest.mark.parametrize("names", [["张三/层.py", "李四/层.py"], ["阿依古丽.py"], ["镕.py", "欧阳.py"]])
def test_names_in_gbk_are_chinese(tmp_path: Path, names: list[str]) -> None:
    path = by_hand(tmp_path / "a.zip", *(raw_member(name.encode("gb18030"), b"") for name in names))
    assert sorted(entry.member or "" for entry in find_entries([path]).entries) == sorted(names)


def test_a_gbk_name_whose_bytes_are_also_utf8_is_read_as_its_neighbours_are(tmp_path: Path) -> None:
    assert "郑十".encode("gbk").decode("utf-8") == "\u05a3\u02ae"
    names = ["张三/层.py", "郑十/x.py"]
    path = by_hand(tmp_path / "a.zip", *(raw_member(name.encode("gbk"), b"") for name in names))
    assert sorted(entry.id for entry in find_entries([path]).entries) == ["张三", "郑十"]


def test_names_in_gbk_and_in_utf8_stand_in_one_archive(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path / "a.zip", raw_member("张三.py".encode("gbk"), b""), raw_member("李四.py".encode(), b"")
    )
    assert sorted(entry.id for entry in find_entries([path]).entries) == ["张三", "李四"]


def test_a_backslash_within_a_gbk_character_is_no_separator(tmp_path: Path) -> None:
    name = "许誠伟.py"
    assert b"\\" in name.encode("gbk")
    path = by_hand(tmp_path / "a.zip", raw_member(name.encode("gbk"), b""))
    assert [entry.id for entry in find_entries([path]).entries] == ["许誠伟"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437"])
def test_names_without_a_mark_in_utf8_and_western_ones_are_read(tmp_path: Path, encoding: str) -> None:
    path = by_hand(tmp_path / "a.zip", raw_member("Müller.py".encode(encoding), b""))
    assert [entry.id for entry in find_entries([path]).entries] == ["Müller"]


def test_the_unicode_name_beside_one_in_a_code_page_counts_if_it_belongs_to_it(tmp_path: Path) -> None:
    def extra(raw: bytes, name: str) -> bytes:
        field = b"\1" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
        return struct.pack("<HH", 0x7075, len(field)) + field

    good, bad = b"\xfd\xfe1.py", b"\xfd\xfe2.py"
    path = by_hand(
        tmp_path / "a.zip",
        raw_member(good, b"", extra=b"\x0a\0\2\0xx" + extra(good, "张三.py")),
        raw_member(bad, b"", extra=extra(b"another", "李四.py")),
    )
    ids = {entry.id for entry in find_entries([path]).entries}
    assert "张三" in ids
    assert "李四" not in ids


def test_backslashes_are_separators(export: Make) -> None:
    found = find_entries([export("class\\alice\\a.py", "class\\bob\\a.py")])
    assert [entry.id for entry in found.entries] == ["alice", "bob"]


def test_a_member_larger_than_a_submission_is_unreadable_and_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("script.py", bytes(SCRIPT_BYTES + 1))
        archive.writestr("notebook.ipynb", bytes(NOTEBOOK_BYTES + 1))
        archive.writestr("large.ipynb", bytes(NOTEBOOK_BYTES))
    read = {entry.id: read_entry(entry) for entry in find_entries([tmp_path / "a.zip"]).entries}
    assert key(read["script"]) == key(read["notebook"]) == "submission.too_large"
    assert read["large"] == bytes(NOTEBOOK_BYTES)


def test_a_member_that_unpacks_to_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    local, central = raw_member(b"alice.py", b"")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(10 << 20)) + packer.flush()
    header = struct.pack("<HHHHHLLL", 20, 0, 8, 0, 0x21, 0, len(bomb), 100)
    path = by_hand(
        tmp_path / "a.zip", (local[:4] + header + local[26:] + bomb, central[:6] + header + central[28:])
    )
    assert key(read_entry(find_entries([path]).entries[0])) == "submission.too_large"


@pytest.mark.parametrize("change", [0, 1, -1])
def test_a_member_with_another_checksum_or_length_is_damaged(tmp_path: Path, change: int) -> None:
    local, central = raw_member(b"alice.py", b"x = 1\n")
    lengths = struct.pack("<LL", 6 + min(change, 0), 6 + change)
    wrong = struct.pack("<L", zlib.crc32(b"x = 1\n") ^ (not change))
    path = by_hand(tmp_path / "a.zip", (local, central[:16] + wrong + lengths + central[28:]))
    assert key(read_entry(find_entries([path]).entries[0])) == "intake.member_broken"


@pytest.mark.parametrize("data", [b"\xff" * 50, b"", zlib.compress(b"x" * 1000)[2:-10]])
def test_a_member_whose_compression_is_broken_is_damaged(tmp_path: Path, data: bytes) -> None:
    local, central = raw_member(b"alice.py", data)
    header = struct.pack("<HHHHHLLL", 20, 0, 8, 0, 0x21, zlib.crc32(b"x" * 1000), len(data), 1000)
    path = by_hand(tmp_path / "a.zip", (local[:4] + header + local[26:], central[:6] + header + central[28:]))
    assert key(read_entry(find_entries([path]).entries[0])) == "intake.member_broken"


def test_members_that_share_their_bytes_are_left_out(tmp_path: Path, told: Told) -> None:
    local, central = raw_member(b"alice.py", b"x = 1\n")
    path = by_hand(
        tmp_path / "a.zip",
        (local, central.replace(b"\xff\xff\xff\xff", b"\0\0\0\0")),
        (b"", central.replace(b"alice", b"bobby").replace(b"\xff\xff\xff\xff", b"\0\0\0\0")),
        raw_member(b"carl.py", b""),
    )
    found = find_entries([path])
    assert [entry.id for entry in found.entries] == ["carl"]
    assert told(found) == [("member_overlaps", True)] * 2


def test_a_size_that_no_compression_gives_is_refused(tmp_path: Path, told: Told) -> None:
    local, central = raw_member(b"alice.py", b"x = 1\n")
    path = by_hand(tmp_path / "a.zip", (local, central[:24] + struct.pack("<L", 900 << 20) + central[28:]))
    assert told(find_entries([path])) == [("member_bomb", True)]


def test_an_archive_that_claims_far_more_than_it_can_hold_is_refused(tmp_path: Path) -> None:
    local, central = raw_member(b"alice.py", b"x" * 1000)
    members = [(local, central[:24] + struct.pack("<L", 1_000_000) + central[28:]) for _ in range(1200)]
    assert refused(by_hand(tmp_path / "a.zip", *members)) == "intake.archive_bomb"


def test_an_archive_with_too_many_members_is_refused(export: Make) -> None:
    path = export(*(f"{number}.py" for number in range(6)))
    for limits in (
        ArchiveLimits(members=5, directory_bytes=1 << 20),
        ArchiveLimits(members=9, directory_bytes=100),
    ):
        told = list_archive(path, limits)
        assert isinstance(told, Message)
        assert told.key == "intake.archive_members"
    assert HANDED_IN.members < EXPORTED.members


def test_a_submission_that_has_gone_is_unreadable(export: Make, hand_in: Make) -> None:
    path, folder = export("alice.py"), hand_in("bob.py")
    entries = find_entries([path, folder]).entries
    path.unlink()
    (folder / "bob.py").unlink()
    assert [key(read_entry(entry)) for entry in entries] == ["intake.gone"] * 2


@pytest.mark.parametrize("data", [b"", b"short", b"x" * 1000])
def test_an_archive_that_was_replaced_is_damaged(export: Make, data: bytes) -> None:
    path = export("alice.py")
    (entry,) = find_entries([path]).entries
    path.write_bytes(data)
    assert key(read_entry(entry)) == "intake.member_broken"


@pytest.mark.skipif(sys.platform == "win32", reason="links are those of POSIX")
def test_a_link_to_an_archive_is_followed_where_it_was_named_alone(
    hand_in: Make, export: Make, told: Told, tmp_path: Path
) -> None:
    path = export("alice.py", "bob.py")
    folder = hand_in("carl.py")
    (folder / "link.zip").symlink_to(path)
    assert [entry.id for entry in find_entries([folder / "link.zip"]).entries] == ["alice", "bob"]
    found = find_entries([folder])
    assert [entry.id for entry in found.entries] == ["carl"]
    assert [skipped.told.key for skipped in found.skipped] == ["submission.link"]
    assert all(say(found.skipped[0].told, lang) for lang in LANGS)
    del tmp_path, told


def small_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("alice/a.py", "x = 1\n" * 50)
        archive.writestr("张三.py", "y = 1\n")
    return file.getvalue()


SMALL = small_archive()


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(SMALL)),
)
def test_a_damaged_archive_is_refused_or_read_and_never_anything_else(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(SMALL)
    for at, value in changes:
        data[at] = value
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    for variant in (bytes(data), bytes(data[:cut]), bytes(data[cut:])):
        path.write_bytes(variant)
        listing = list_archive(path, HANDED_IN)
        if isinstance(listing, Message):
            assert all(say(listing, lang) for lang in LANGS)
            continue
        for file in listing.files:
            entry = file.entry("x")
            entry.shown.encode()
            read_entry(entry)
