"""Every id has a file name of its own, which every system takes."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.intake import file_names, safe_name

IDS = st.text(min_size=0, max_size=300) | st.text(st.sampled_from("aA/.\\ \n张~-:"), max_size=8)


@pytest.mark.parametrize(
    "id_", ["2023001", "张三", "alice", "a b", "x~2", "ann@example.edu", "Ann O'Lee", "a.b"]
)
def test_an_id_that_can_be_a_name_is_one(id_: str) -> None:
    assert safe_name(id_) == id_


@pytest.mark.parametrize(
    ("id_", "begin"),
    [
        ("a/b", "a_b"), ("..", "_"), ("", "_"), (".", "_"), ("../../etc/passwd", "_.._etc_passwd"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"), ("LPT¹", "_LPT¹"), ("a.", "a"), ("a ", "a"), ("-rf", "_-rf"), ("~", "_~"),
        ("a\x1b[31m", "a_[31m"), ("a\u202eb", "a_b"), ("a\nb", "a_b"), ("e\u0301", "\xe9"),
        ("a%2e#", "a_2e_"),
        ("\ud800", "_"), ("长" * 300, "长" * 53), ("a" * 300, "a" * 80), (".hidden", "hidden"),
    ],
)  # fmt: skip
def test_any_other_becomes_one_that_is_marked(id_: str, begin: str) -> None:
    assert re.fullmatch(re.escape(begin) + "-[0-9a-f]{8}", safe_name(id_))


@given(IDS)
@example("COM1.x")
def test_a_name_is_safe_everywhere(id_: str) -> None:
    name = safe_name(id_)
    assert name.isprintable()
    assert not set(name) & set('<>:"/\\|?*')
    assert len(name.encode()) <= 180
    assert name not in {"", ".", ".."}
    assert name[-1] not in " ."
    assert name[0] not in "-~. "
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
    assert Path(f"{name}.html").name == f"{name}.html"
    assert normalize("NFC", name) == name


@given(st.lists(IDS, unique=True, max_size=30))
@example(["a/b", safe_name("a/b"), "A/B", safe_name("a/b").upper()])
@example(["Alice", "alice", *(f"alice-{sha256(b'alice').hexdigest()[:digits]}" for digits in (8, 16))])
@example(["Straße", "STRASSE", "strasse", "ALICE", "alice"])
def test_no_two_ids_share_a_name_in_any_case(ids: list[str]) -> None:
    names = file_names(ids)
    assert list(names) == ids
    assert len({normalize("NFC", name.casefold()) for name in names.values()}) == len(ids)


@given(st.lists(IDS, unique=True, max_size=20))
def test_names_do_not_depend_on_the_order_of_ids(ids: list[str]) -> None:
    assert file_names(ids) == file_names(ids[::-1])


def test_an_id_keeps_its_name_beside_others_of_another_case() -> None:
    assert file_names(["bob", "Alice", "alice"])["bob"] == "bob"
    assert file_names(["alice"]) == {"alice": "alice"}
    assert file_names(["Alice", "alice"])["alice"].startswith("alice-")
