from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.cli import run_command_line

if TYPE_CHECKING:
    from pathlib import Path

BODY = """\
        n, c, out_h, out_w = dout.shape
        flat = dout.transpose(0, 2, 3, 1).reshape(-1) * {factor}
        spread = np.ones((flat.size, self.pool_h * self.pool_w)) - 1
        spread[np.arange(flat.size), self.arg_max] = flat
        {last}
"""
FILE = "import numpy as np\nclass Layer:\n    def g(self, dout):\n        # Begin\n{body}        # End\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lasts = {
        "ann": "return sum(spread, 1)",
        "bob": "return sum(spread, 1)",
        "cid": "return spread.ravel()[::2].max()",
        "dan": "return [k for k in zip(spread, range(3))]",
    }
    made = tmp_path / "class"
    made.mkdir()
    for factor, (name, last) in enumerate(lasts.items(), start=1):
        body = BODY.format(factor=1 if name == "bob" else factor, last=last)
        (made / f"{name}.py").write_text(FILE.format(body=body), encoding="utf-8")
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_command_line(["similar", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_groups_and_pairs_are_listed_with_what_is_usual(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, str(folder), "--threshold", "60", "--lang", "en")
    assert code == 0
    assert "4 compared" in out
    assert "not a verdict" in out
    assert "names, comments and layout: ann, bob" in out
    assert "ann - cid" in out


def test_json_gives_every_pair_to_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(folder), "--threshold", "60", "--format", "json")
    assert code == 0
    told = json.loads(out)
    assert told["format_version"] == 1
    assert told["groups"] == [["ann", "bob"]]
    assert {"ann", "cid"} in [{pair["first"], pair["second"]} for pair in told["pairs"]]
    assert sum(told["nearest"]) == told["compared"] == 4


def test_a_page_is_written_whole(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "similar.html"
    code, out, _ = run(capsys, str(folder), "--format", "html", "-o", str(page), "--lang", "zh")
    assert (code, out) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "这不是结论" in text


def test_one_submission_is_like_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, str(folder / "ann.py"), "--lang", "en")
    assert code == 2
    assert "at least two" in err


def test_names_of_files_do_nothing_to_a_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "eve").mkdir()
    for name in ("a\x1b]0;taken\x07.py", "b\u202e.py"):
        (folder / "eve" / name).write_text(f"# {name}", encoding="utf-8")
    code, _, err = run(capsys, str(folder), "--lang", "en")
    assert code == 0
    assert r"eve/a\x1b]0;taken\x07.py, eve/b\u202e.py" in err
    assert err.replace("\n", "").isprintable()


def test_files_that_cannot_be_read_are_like_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("eve", "fay"):
        (folder / f"{name}.py").write_bytes(b"\x00\xff" * 200)
    code, out, _ = run(capsys, str(folder), "--lang", "en")
    assert code == 0
    assert "2 more have too little" in out
