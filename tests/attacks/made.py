"""Turns a name into a submission that cannot be kept here as a file: special, huge, or hostile in name."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Final

from tests.attacks.corpus import RIGHT, WRONG
from tests.attacks.graders import grade_by_command
from tests.attacks.trial import Defect, output_defects

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.attacks.arena import Arena

_MIB: Final = 1 << 20


def try_made(name: str, arena: Arena, *, without: Sequence[str] = ()) -> list[Defect]:
    """Grade such a submission by the command line; it must not pass, and nothing else may happen."""
    path = MADE[name](arena.submissions)
    form = "text" if name.startswith("name_") else "json"
    outcome = grade_by_command(arena, path, form=form, without=without)
    _unmake(path)
    found = [*output_defects(outcome), *(Defect("harm", told) for told in arena.take_harm())]
    if outcome.failed is not None:
        found.append(Defect("failed", outcome.failed))
    if outcome.full_marks:
        found.append(Defect("forged", "full marks"))
    return found


def _folder(folder: Path) -> Path:
    path = folder / "folder.py"
    path.mkdir()
    (path / "__init__.py").write_bytes(RIGHT.read_bytes())
    return path


def _link_to(target: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "right.py").write_bytes(RIGHT.read_bytes())
        path = folder / "link.py"
        path.symlink_to(target)
        return path

    return make


def _fifo(folder: Path) -> Path:
    path = folder / "fifo.py"
    os.mkfifo(path)
    return path


def _socket(folder: Path) -> Path:
    path = folder / "socket.py"
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.fspath(path))
    return path


def _named(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(WRONG.read_bytes())
        return path

    return make


def _holding(make_bytes: Callable[[], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "large.py"
        path.write_bytes(make_bytes())
        return path

    return make


def _sparse(folder: Path) -> Path:
    path = folder / "sparse.py"
    path.write_bytes(RIGHT.read_bytes())
    os.truncate(path, 1 << 40)
    return path


def _unmake(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for each in path.iterdir():
            each.unlink()
        path.rmdir()
    else:
        path.unlink()


MADE: Final[dict[str, Callable[[Path], Path]]] = {
    "folder": _folder,
    "fifo": _fifo,
    "socket": _socket,
    "link_to_right_neighbour": _link_to("right.py"),
    "link_to_grades": _link_to("../victim/grades.csv"),
    "link_to_nothing": _link_to("/nonexistent/of-no-one.py"),
    "link_to_itself": _link_to("link.py"),
    "link_to_device": _link_to("/dev/zero"),
    "name_with_escape_sequences": _named("\x1b[2J\x1b[31mfull marks\x1b[0m.py"),
    "name_with_line_ends": _named("a\n::error::full marks\n\r##[error]b.py"),
    "name_with_markup": _named("<img src=x onerror=alert(1)>]]>&amp;.py"),
    "name_not_utf8": _named(os.fsdecode(b"\xff\xfe\x80grade.py")),
    "name_with_bidi_controls": _named("\u202eyp.skram_lluf\u2066.py"),
    "sparse_terabyte": _sparse,
    "large_comments": _holding(lambda: b"# " + b"very long\n# " * (6 * _MIB) + WRONG.read_bytes()),
    "line_of_20_mib": _holding(lambda: WRONG.read_bytes() + b"\nTEXT = '" + b"x" * (20 * _MIB) + b"'\n"),
    "notebook_of_brackets": _holding(lambda: b'{"cells":' + b"[" * _MIB),
    "notebook_of_many_cells": _holding(
        lambda: b'{"cells":[' + b'{"cell_type":"code","source":"x"},' * 30_000 + b"{}]}"
    ),
    "deep_brackets": _holding(lambda: b"x = " + b"(" * 500_000 + b")" * 500_000),
    "open_strings": _holding(lambda: b"x = '''" + b"\\'''" * 200_000),
    "only_quotes": _holding(lambda: b"'\"" * 400_000),
    "indents_ever_deeper": _holding(lambda: b"".join(b" " * n + b"if 1:\n" for n in range(1400))),
    "null_bytes": _holding(lambda: bytes(900_000)),
    "utf16_bomb": _holding(lambda: b"\xff\xfe" + "行\n".encode("utf-16-le") * 200_000),
    "coding_line_of_no_codec": _holding(
        lambda: b"# -*- coding: ../../../etc/passwd -*-\n" + RIGHT.read_bytes()
    ),
    "coding_line_unpacks": _holding(lambda: b"# -*- coding: zlib_codec -*-\n" + RIGHT.read_bytes()),
    "coding_line_imports": _holding(lambda: b"# -*- coding: antigravity -*-\n" + RIGHT.read_bytes()),
}
"""Each makes its submission in a folder."""
