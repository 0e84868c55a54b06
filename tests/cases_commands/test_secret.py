"""The course secret: it changes hidden draws alone, in the way that the page says, and never shows."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.arrays.draw import draw_input
from grader.arrays.secret import case_key, fingerprint
from grader.errors import UsageError
from grader.model.exercise import Draw
from grader.oracle import make_cases
from grader.suite.secret import course_secret
from tests.cases_commands.small_course import HIDDEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases_commands.small_course import Commands, Folder

SECRET = b"a secret of some length"


def _entropy(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 4], "little") for at in range(0, len(data), 4)]


def test_draws_under_a_secret_are_made_as_the_page_says() -> None:
    named = b"layergrade/1\0windowed\0windowed.hidden\0unseen"
    key = hmac.new(SECRET, named, hashlib.sha256).digest()
    assert case_key(SECRET, exercise="windowed", suite="windowed.hidden", case="unseen") == key
    entropy = [7, *_entropy(hashlib.sha256(b"x").digest()), *_entropy(key)]
    words = np.random.PCG64(np.random.SeedSequence(entropy)).random_raw(6)
    values = -1.0 + 2.0 * ((words >> np.uint64(11)).astype(np.float64) * 2.0**-53)
    drawn = draw_input(seed=7, name="x", shape=(6,), draw=Draw(distribution="uniform"), key=key)
    assert np.array_equal(drawn, values)


def test_without_a_secret_there_is_no_key() -> None:
    assert case_key(b"", exercise="e", suite="s", case="c") == b""


def test_a_secret_changes_hidden_cases_and_no_public_ones(folder: Folder) -> None:
    folder.write("cases/windowed.hidden.yaml", HIDDEN)
    suite = folder.suite
    without, within, other = (
        {case.spec.name: case.inputs["x"] for case in make_cases(suite, suite.cases, secret=secret)}
        for secret in (b"", SECRET, SECRET + b"!")
    )
    assert {name for name in without if not np.array_equal(without[name], within[name])} == {"unseen"}
    assert not np.array_equal(within["unseen"], other["unseen"])


def test_two_hidden_cases_of_one_seed_differ_under_a_secret(folder: Folder) -> None:
    folder.write("cases/windowed.hidden.yaml", HIDDEN + HIDDEN.split("cases:\n")[1].replace("unseen", "too"))
    cases = {case.spec.name: case for case in make_cases(folder.suite, folder.suite.cases, secret=SECRET)}
    assert not np.array_equal(cases["unseen"].inputs["x"], cases["too"].inputs["x"])


def test_fingerprints_tell_secrets_apart_in_eight_digits() -> None:
    assert fingerprint(SECRET) == fingerprint(SECRET)
    assert fingerprint(SECRET) != fingerprint(SECRET + b"!")
    assert len(fingerprint(SECRET)) == 8


@pytest.mark.parametrize("environ", [{}, {"GRADE_SECRET": ""}, {"GRADE_SECRET": "", "GRADE_SECRET_FILE": ""}])
def test_nothing_set_is_no_secret(environ: dict[str, str]) -> None:
    assert course_secret(environ) == b""


def test_a_file_and_the_variable_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(SECRET + b"\r\n")
    assert course_secret({"GRADE_SECRET_FILE": str(path)}) == SECRET
    assert course_secret({"GRADE_SECRET": f" {SECRET.decode()}\n"}) == SECRET


@pytest.mark.parametrize(
    ("said", "file", "key"),
    [
        ("fifteen bytes!!", None, "secret.length"),
        (" " * 20, None, None),
        (None, b"", "secret.length"),
        (None, b"x" * 5000, "secret.length"),
        ("y" * 20, b"x" * 20, "secret.twice"),
        (None, "absent", "secret.no_file"),
    ],
)
def test_a_bad_secret_is_refused_without_a_word_of_it(
    tmp_path: Path, said: str | None, file: bytes | str | None, key: str | None
) -> None:
    environ = {} if said is None else {"GRADE_SECRET": said}
    if file is not None:
        path = tmp_path / "secret"
        environ["GRADE_SECRET_FILE"] = str(path)
        if isinstance(file, bytes):
            path.write_bytes(file)
    if key is None:
        assert course_secret(environ) == b""
        return
    with pytest.raises(UsageError) as caught:
        course_secret(environ)
    assert caught.value.told.key == key
    assert not said or said not in caught.value.text("en")


def test_show_says_by_which_secret_a_hidden_case_is_drawn(
    folder: Folder, grade: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("cases/windowed.hidden.yaml", HIDDEN)
    bare = grade("cases", "show", "unseen").out
    monkeypatch.setenv("GRADE_SECRET", SECRET.decode())
    kept = grade("cases", "show", "unseen").out
    assert "without a course secret" in bare
    assert f"with the course secret {fingerprint(SECRET)}" in kept
    assert "course secret" not in grade("cases", "show", "wide").out
    assert _digest(bare) != _digest(kept)


def _digest(shown: str) -> str:
    (line,) = (line for line in shown.splitlines() if "digest" in line)
    return line


NOSY = """\
import os, sys

class Windowed:
    def __init__(self, k, s=1):
        print(dict(os.environ), sys.argv)
    def forward(self, x):
        raise ValueError(sorted(os.environ.items()))
    def backward(self, dy):
        return dy
"""


@pytest.mark.parametrize("variable", ["GRADE_SECRET", "GRADE_SECRET_FILE"])
def test_no_submission_and_no_report_sees_the_secret(folder: Folder, tmp_path: Path, variable: str) -> None:
    folder.write("cases/windowed.hidden.yaml", HIDDEN)
    nosy = tmp_path / "nosy.py"
    nosy.write_text(NOSY)
    secret = SECRET.decode()
    (tmp_path / "kept").write_text(secret)
    value = secret if variable == "GRADE_SECRET" else str(tmp_path / "kept")
    environ = {**os.environ, variable: value, "GRADE_LANG": "en"}
    for form in ("json", "text"):
        done = subprocess.run(
            _command(nosy, folder, "--format", form, "--debug"),
            env=environ,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert "ValueError" in done.stdout
        assert secret not in done.stdout + done.stderr
        assert fingerprint(SECRET) not in done.stdout
        assert variable not in done.stdout


def test_grading_uses_the_secret(folder: Folder, tmp_path: Path) -> None:
    """A submission that knows the hidden case of the published file has nothing of it under a secret."""
    folder.write("cases/windowed.hidden.yaml", HIDDEN.replace("    x:", "    points: 10\n    x:"))
    (bare,) = (case for case in make_cases(folder.suite, folder.suite.cases) if case.spec.name == "unseen")
    submission = tmp_path / "learnt.py"
    submission.write_text(
        "import numpy as np\n"
        "class Windowed:\n"
        "    def __init__(self, k, s=1): pass\n"
        f"    def forward(self, x): return np.array({bare.expected['y'].tolist()})\n"
        f"    def backward(self, dy): return np.array({bare.expected['dx'].tolist()})\n"
    )
    scores = []
    for environ in ({}, {"GRADE_SECRET": SECRET.decode()}):
        done = subprocess.run(
            _command(submission, folder, "--format", "json", "--case", "unseen"),
            env={**os.environ, **environ},
            capture_output=True,
            check=False,
        )
        scores.append(json.loads(done.stdout)["score"])
    assert scores == [10, 0]


def _command(submission: Path, folder: Folder, *options: str) -> list[str]:
    which = ["--course", str(folder.root), "--require-isolation", "N"]
    return [sys.executable, "-m", "grader", str(submission), *which, *options]
