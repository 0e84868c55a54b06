from __future__ import annotations

import codecs
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.messages import LANGS, message, say
from grader.model.observation import Unreadable
from grader.submission.decode import decode_source

BOM = codecs.BOM_UTF8


def refusal(data: bytes) -> str:
    decoded = decode_source(data)
    assert isinstance(decoded, Unreadable)
    assert all(say(decoded.told, lang) for lang in LANGS)
    return decoded.told.key


def as_python_reads(data: bytes | str) -> object:
    """Give what Python makes of the bytes of a module that assigns x, or the kind of its refusal."""
    namespace: dict[str, object] = {}
    try:
        exec(compile(data, "module", "exec"), namespace)  # noqa: S102 - the bytes are those of this file
    except SyntaxError:
        return SyntaxError
    return namespace["x"]


def as_we_read(data: bytes) -> object:
    decoded = decode_source(data)
    return SyntaxError if isinstance(decoded, Unreadable) else as_python_reads(decoded)


@pytest.mark.parametrize(
    "data",
    [
        "x = '中'".encode(),
        BOM + "x = '中'".encode(),
        BOM + "# coding: utf-8\nx = '中'".encode(),
        "# -*- coding: gbk -*-\nx = '中'".encode("gbk"),
        "# -*- coding: gbk -*- 中\nx = '中'".encode("gbk"),
        "#!/usr/bin/env python\n# vim: set fileencoding=gb2312 :\nx = '中'".encode("gb2312"),
        "# coding=gb18030\rx = '中'\r".encode("gb18030"),
        "\r\n# coding: cp936\r\nx = '中'".encode("gbk"),
        b"\x0c# coding: latin-1\nx = '\xff'",
        b"# coding: iso-8859-15\nx = '\xa4'",
        b"# coding: latin-1-unix\nx = '\xff'",
        b"# coding: utf_8-unix\nx = '\xe4\xb8\xad'",
        b"# coding:\n# coding: latin-1\nx = '\xff'",
        b"# coding: utf8mb4\nx = 1",
        b"# coding: coding: latin-1\nx = 1",
        b"# coding: ascii\nx = '\xff'",
        b"\n\n# coding: latin-1\nx = '\xff'",
        b"x = 1\n# coding: latin-1\nx = '\xff'",
        b'"""\n# coding: latin-1\n\xff"""\nx = 1',
        BOM + b"# coding: gbk\nx = 1",
        b"x = '\xff'",
        b"x = 1\0",
    ],
)
def test_source_is_read_as_python_reads_it(data: bytes) -> None:
    assert as_we_read(data) == as_python_reads(data)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_line_ends_become_line_feeds(end: bytes) -> None:
    assert decode_source(b"a = 1" + end + b"\x0cb = 2" + end) == "a = 1\n\x0cb = 2\n"


def test_only_line_ends_of_python_end_a_line() -> None:
    assert decode_source(b"# coding: latin-1\n# \x85 \x0b \x1c") == "# coding: latin-1\n# \x85 \x0b \x1c"


@pytest.mark.parametrize(
    "name", ["rot13", "utf-7", "unicode_escape", "idna", "hex", "zip", "mbcs", "undefined", "os.path"]
)
def test_codecs_that_are_no_plain_text_are_refused(name: str) -> None:
    assert refusal(f"# coding: {name}\nx = 1\n".encode()).startswith("submission.unknown_encoding")


def test_no_codec_is_imported_by_the_name_that_a_submission_gives() -> None:
    before = set(sys.modules)
    decode_source(b"# coding: punycode\nx = 1\n")
    assert set(sys.modules) - before <= {"difflib", "heapq", "_heapq", "bisect", "_bisect"}


def test_an_unknown_encoding_names_the_nearest() -> None:
    decoded = decode_source(b"# coding: gkb\nx = 1\n")
    assert isinstance(decoded, Unreadable)
    assert decoded.told.args == {"encoding": "gkb", "near": "gbk"}


def test_undecodable_names_line_and_byte() -> None:
    decoded = decode_source(b"a = 1\r\nb = 2\r\n# caf\xe9\r\n")
    assert isinstance(decoded, Unreadable)
    assert decoded.told.args == {"encoding": "UTF-8", "line": 3, "byte": "0xe9"}


def test_chinese_without_a_coding_line_is_recognised() -> None:
    assert refusal("x = 1\n# 反向传播，把梯度传给最大值\n".encode("gbk")) == "submission.gbk"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named(encoding: str) -> None:
    assert refusal("import numpy as np\nx = 1\n".encode(encoding)) == "submission.wide"


def test_a_nul_byte_is_found_in_its_line() -> None:
    decoded = decode_source(b"a = 1\n" * 20 + b"b = '\0'\n")
    assert isinstance(decoded, Unreadable)
    assert (decoded.told.key, decoded.told.args) == ("submission.nul", {"line": 21})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
        (b"PK\x03\x04\x14\0\x06\0", "zip"),
        (b"\xa7\r\r\n\0\0\0\0", "pyc"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x93NUMPY\x01\0v\0{'descr'", "npy"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x01\x02\x03\x04\x05 text", "binary"),
    ],
)
def test_binary_files_are_recognised(data: bytes, kind: str) -> None:
    decoded = decode_source(data)
    assert isinstance(decoded, Unreadable)
    assert decoded.told == message("submission.binary", what=message(f"submission.kind_{kind}"))
    assert all(say(decoded.told, lang) for lang in LANGS)


@settings(derandomize=True, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_is_given_back(text: str) -> None:
    source = "x = 1\n\n" + text
    assert decode_source(source.encode()) == source


@settings(derandomize=True, deadline=None)
@given(name=st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-_.", min_size=1, max_size=30))
def test_any_coding_line_gives_text_or_a_refusal(name: str) -> None:
    decoded = decode_source(b"# coding: " + name.encode() + b"\nx = '\xd6\xd0'\n")
    assert isinstance(decoded, str | Unreadable)
