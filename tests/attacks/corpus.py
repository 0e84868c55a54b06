"""Turns the files of `hostile/` and `benign/` into entries: what each says it does, and what is expected.

A file begins with comment lines of this form, in whatever encoding it is:

    # attack: what it tries, in a sentence       or, for a right one,   # right: what is unusual about it
    # expect: not-full                           less than full marks; for hostile files only
    # expect: safe                               any verdict: what counts is that no harm is done
    # run: by the command too                    where a process of its own, in public, shows more

Words in at signs stand for what the arena knows, and are filled in before a file is graded: see `Arena.fill`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
RIGHT: Final = HERE / "benign" / "plain.py"
WRONG: Final = HERE / "hostile" / "objects" / "zeros.py"

_HEADER: Final = re.compile(r"# (attack|right|expect|run): (.+)")
_HEADER_BYTES_MAX: Final = 4096


class Entry(NamedTuple):
    """A submission of the set; `name` is `category/stem`, and `full_marks` None where any verdict will do."""

    category: str
    name: str
    path: Path
    says: str
    full_marks: bool | None
    by_command: bool = False

    @property
    def hostile(self) -> bool:
        """Whether it attacks."""
        return self.full_marks is not True


def hostile_entries() -> list[Entry]:
    """Read the headers of all hostile files, in the order of their names."""
    return [_hostile(path) for path in sorted((HERE / "hostile").glob("*/*.py"))]


def benign_entries() -> list[Entry]:
    """Read the headers of all right files, in the order of their names."""
    paths = sorted((HERE / "benign").glob("*.py"))
    return [
        Entry("benign", f"benign/{path.stem}", path, _headers(path)["right"], full_marks=True)
        for path in paths
    ]


def _hostile(path: Path) -> Entry:
    headers = _headers(path)
    expected = {"not-full": False, "safe": None}[headers["expect"]]
    category = path.parent.name
    return Entry(category, f"{category}/{path.stem}", path, headers["attack"], expected, "run" in headers)


def _headers(path: Path) -> dict[str, str]:
    head = path.read_bytes()[:_HEADER_BYTES_MAX]
    for byte_order_mark, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "latin-1"),
    ):
        if head.startswith(byte_order_mark):
            text = head.decode(encoding, "replace").replace("\r", "\n")
            return {key: value.strip() for key, value in _HEADER.findall(text)}
    raise AssertionError
