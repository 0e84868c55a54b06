from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import socket
import stat
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.messages import LANGS, say
from grader.model.submission import Submission
from grader.submission import SCRIPT_BYTES, read_submission

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="files of this kind are those of POSIX")

# Not Python, but text in which an exercise can be recognised.
TEXT_IS_KNOWN = ("submission.gbk", "submission.wide", "submission.pasted_")


def key_of(submission: Submission) -> str | None:
    """Name what was said about a file, after saying it in both languages."""
    if submission.unreadable is None:
        return None
    for lang in LANGS:
        assert say(submission.unreadable.told, lang)
    key = submission.unreadable.told.key
    assert submission.source == "" or key.startswith(TEXT_IS_KNOWN)
    assert "\0" not in submission.source
    return key


def usage_error(path: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_submission(path)
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value


def test_a_script_is_read_with_its_digest(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"x = 1\r\n")
    submission = read_submission(str(file))
    assert submission == Submission(
        path=str(file), sha256=hashlib.sha256(b"x = 1\r\n").hexdigest(), source="x = 1\n"
    )


def test_a_last_line_needs_no_line_end(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"x = 1")
    assert read_submission(str(file)).source == "x = 1"


def test_a_dash_reads_standard_input() -> None:
    submission = read_submission("-", stdin=io.BytesIO(b"x = 1\n"))
    assert (submission.path, submission.source) == ("-", "x = 1\n")


def test_standard_input_may_come_in_small_pieces() -> None:
    assert read_submission("-", stdin=Dripping(b"x = 1\ny = 2\n")).source == "x = 1\ny = 2\n"


class Dripping(io.BytesIO):
    """A stream that gives less than it is asked for, as a pipe does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 3))


@posix_only
def test_a_directory_as_standard_input_is_unreadable(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        stream: BinaryIO = Directory(descriptor)
        assert key_of(read_submission("-", stdin=stream)) == "submission.unreadable"
    finally:
        os.close(descriptor)


class Directory(io.BytesIO):
    """Standard input that is a directory, as `grade - < folder` gives it."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def read(self, size: int | None = -1) -> bytes:
        return os.read(self._descriptor, size or 1)


def test_nothing_at_the_path_is_a_usage_error_that_names_the_nearest_file(tmp_path: Path) -> None:
    (tmp_path / "submission.py").write_text("x = 1\n")
    (tmp_path / "notes.txt").write_text("")
    told = usage_error(str(tmp_path / "submision.py")).told
    assert told.key == "submission.no_file_near"
    assert told.args["near"] == str(tmp_path / "submission.py")


@pytest.mark.parametrize(
    "path", ["", "no/such/folder/a.py", "a" * 5000, "nul\0byte.py", "nowhere\n\x1b[31m.py"]
)
def test_nothing_at_the_path_is_a_usage_error(path: str) -> None:
    assert usage_error(path).told.key == "submission.no_file"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    assert usage_error(str(tmp_path / "a.py" / "b.py")).told.key == "submission.no_file"


@posix_only
def test_a_slash_behind_a_file_suggests_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    assert usage_error(f"{tmp_path}/a.py/").told.args["near"] == f"{tmp_path}/a.py"


@posix_only
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n\x1b[31m.py")
    Path(path).write_text("x = 1\n")
    assert read_submission(path).source == "x = 1\n"


def test_a_directory_is_unreadable(tmp_path: Path) -> None:
    assert key_of(read_submission(str(tmp_path))) == "submission.directory"


@posix_only
def test_a_device_is_unreadable() -> None:
    assert key_of(read_submission("/dev/zero")) == "submission.device"


@posix_only
def test_a_named_pipe_is_unreadable_and_waits_for_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert key_of(read_submission(str(tmp_path / "pipe.py"))) == "submission.fifo"


@posix_only
def test_a_socket_is_unreadable() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s.py")
        assert key_of(read_submission(f"{folder}/s.py")) == "submission.socket"


@posix_only
def test_links_are_told_apart_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    for name, target in {"link.py": "a.py", "dangling.py": "gone.py", "loop.py": "loop.py"}.items():
        (tmp_path / name).symlink_to(target)
    assert key_of(read_submission(str(tmp_path / "link.py"))) == "submission.link"
    assert key_of(read_submission(str(tmp_path / "dangling.py"))) == "submission.link_dangling"
    assert key_of(read_submission(str(tmp_path / "loop.py"))) == "submission.link_loop"


@posix_only
def test_a_loop_of_folders_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert key_of(read_submission(str(tmp_path / "loop" / "a.py"))) == "submission.link_loop"


@posix_only
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    file.chmod(0)
    assert key_of(read_submission(str(file))) == "submission.no_permission"
    file.chmod(stat.S_IRUSR)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc")
def test_a_regular_file_that_fails_to_be_read_is_unreadable() -> None:
    with pytest.raises(OSError, match=os.strerror(errno.EIO)), Path("/proc/self/mem").open("rb") as file:
        file.read(1)
    assert key_of(read_submission("/proc/self/mem")) == "submission.unreadable"


@pytest.mark.parametrize("blank", [b"", b"\n", b" \t\r\n\x0c", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_unreadable(blank: bytes) -> None:
    assert key_of(read_submission("-", stdin=io.BytesIO(blank))) == "submission.empty"


def test_a_mebibyte_is_read_and_a_byte_more_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"#" * SCRIPT_BYTES)
    assert key_of(read_submission(str(file))) is None
    file.write_bytes(b"#" * (SCRIPT_BYTES + 1))
    assert key_of(read_submission(str(file))) == "submission.too_large"


def test_a_large_script_that_begins_like_a_notebook_is_too_large() -> None:
    assert (
        key_of(read_submission("-", stdin=io.BytesIO(b"{}" + b"#" * SCRIPT_BYTES))) == "submission.too_large"
    )


def test_no_more_is_read_than_a_submission_may_have() -> None:
    endless = Endless()
    assert key_of(read_submission("-", stdin=endless)) == "submission.too_large"
    assert endless.given == SCRIPT_BYTES + 1


class Endless(io.BytesIO):
    """A stream without an end that counts what was taken from it."""

    given = 0

    def read(self, size: int | None = -1) -> bytes:
        self.given += size or 0
        return b"#" * (size or 0)


@settings(derandomize=True, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_submission(data: bytes) -> None:
    submission = read_submission("-", stdin=io.BytesIO(data))
    key_of(submission)
    assert submission.sha256 == hashlib.sha256(data).hexdigest()
    submission.source.encode()
    assert "\r" not in submission.source
    assert "\0" not in submission.source


@settings(derandomize=True, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_is_a_submission_or_a_usage_error(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "submission.py").write_text("x = 1\n")
        with contextlib.suppress(UsageError):
            key_of(read_submission(f"{folder}/{name}"))


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-16-le", "utf-32"])
def test_text_in_another_encoding_shows_its_exercise(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes("class Layer:  # 反向传播\r\n    pass\r\n".encode(encoding))
    submission = read_submission(str(tmp_path / "a.py"))
    assert submission.unreadable is not None
    assert submission.source.removeprefix("\ufeff") == "class Layer:  # 反向传播\n    pass\n"
