"""Turns the bytes of a script into the text that Python would compile, or into why there is none.

The rules are Python's own: a byte order mark, else a coding line in line 1 or 2 (PEP 263), else UTF-8. Only
plain text encodings are known here: with Python's other codecs (`unicode_escape`, `utf-7`, …) code can be
made to look like something else.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from encodings.aliases import aliases
from typing import Final

from grader.messages import message
from grader.model.observation import Unreadable

# Patterns and not compiled ones: few files need them.
_CODING_LINE: Final = rb"[ \t\f]*#[^\n]*?coding[:=][ \t]*([-A-Za-z0-9_.]+)"
_NO_CODE: Final = rb"[ \t\f]*(?:#[^\n]*)?\Z"
_CHINESE: Final = "[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]"
_CHINESE_SHARE: Final = 0.9  # of the characters that are not ASCII
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_CONTROL_SHARE: Final = 0.1
_SAMPLE_BYTES: Final = 4096

_CODE_PAGES: Final = (
    437,
    850,
    852,
    855,
    857,
    858,
    860,
    861,
    862,
    863,
    864,
    865,
    866,
    869,
    874,
    932,
    949,
    950,
)
_ENCODINGS: Final = frozenset(
    {
        *("ascii", "utf_8", "utf_8_sig", "latin_1", "mac_roman", "koi8_r", "koi8_u", "tis_620"),
        *("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_jp", "euc_kr"),
        *(f"iso8859_{part}" for part in (*range(2, 12), *range(13, 17))),
        *(f"cp{page}" for page in (*_CODE_PAGES, *range(1250, 1259))),
    }
)
_USUAL_NAMES: Final = (
    "utf-8",
    "utf8",
    "gbk",
    "gb2312",
    "gb18030",
    "big5",
    "latin-1",
    "ascii",
    "cp936",
    "cp1252",
)

_SIGNATURES: Final = (
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x93NUMPY", "npy"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
)
_PYC_MAJOR: Final = range(0x0B, 0x11)  # the high byte of the magic numbers of Python 3
_WIDE_MARKS: Final = (
    (BOM_UTF32_LE, "UTF-32"),
    (BOM_UTF32_BE, "UTF-32"),
    (BOM_UTF16_LE, "UTF-16"),
    (BOM_UTF16_BE, "UTF-16"),
)


def decode_source(data: bytes) -> str | Unreadable:
    """Decode a script as Python does.

    Parameters
    ----------
    data : bytes
        Anything.

    Returns
    -------
    str or Unreadable
        Text without a byte order mark, whose lines end with a line feed each.
    """
    return _no_text(data) or _decoded(data)


def text_as_meant(data: bytes, refused: Unreadable) -> str:
    """Read text that Python would not, where its encoding is plain, to find out which exercise it is for."""
    if refused.told.key not in {"submission.gbk", "submission.wide"}:
        return ""
    encoding = refused.told.args.get("encoding", "gb18030")
    text = data.decode(encoding, errors="replace").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no_text(data: bytes) -> Unreadable | None:
    """Recognise what is no text in an encoding that Python reads."""
    if not data.removeprefix(BOM_UTF8).strip():
        return Unreadable(told=message("submission.empty"))
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            return Unreadable(told=message("submission.wide", encoding=name))
    if what := _binary_kind(data):
        return Unreadable(told=message("submission.binary", what=message(f"submission.kind_{what}")))
    if b"\0" in data:
        return _with_nul(data)
    sample = data[:_SAMPLE_BYTES]
    if len(sample) - len(sample.translate(None, _CONTROL)) > _CONTROL_SHARE * len(sample):
        return Unreadable(told=message("submission.binary", what=message("submission.kind_binary")))
    return None


def _binary_kind(data: bytes) -> str | None:
    if data[2:4] == b"\r\n" and data[1] in _PYC_MAJOR:
        return "pyc"
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def _with_nul(data: bytes) -> Unreadable:
    """Tell text of two bytes a character, other binary data and a stray NUL byte apart."""
    sample = data[:_SAMPLE_BYTES]
    evens, odds = sample[::2].count(0), sample[1::2].count(0)
    if max(evens, odds) > len(sample) // 4 and not min(evens, odds):
        return Unreadable(told=message("submission.wide", encoding="UTF-16"))
    if len(sample) - len(sample.translate(None, _CONTROL)) > _CONTROL_SHARE * len(sample):
        return Unreadable(told=message("submission.binary", what=message("submission.kind_binary")))
    return Unreadable(told=message("submission.nul", line=_line_of(data, data.index(0))))


def _decoded(data: bytes) -> str | Unreadable:
    text = data.removeprefix(BOM_UTF8)
    name = _declared_encoding(text)
    encoding = _known_encoding(name or "utf-8")
    if encoding is None:
        return _unknown_encoding(name or "")
    if data.startswith(BOM_UTF8) and encoding not in {"utf_8", "utf_8_sig"}:
        return Unreadable(told=message("submission.bom_conflict", encoding=name))
    try:
        return text.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return _undecodable(text, error.start, name)


def _declared_encoding(data: bytes) -> str | None:
    """Find the coding line: a comment in line 1, or in line 2 behind a line without code."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2)[:2]
    for at, line in enumerate(lines):
        found = re.match(_CODING_LINE, line) if b"coding" in line else None
        if found and (at == 0 or re.match(_NO_CODE, lines[0])):
            return found[1].decode("ascii")
    return None


def _known_encoding(name: str) -> str | None:
    """Find the codec that Python would take, without asking it to import one by that name."""
    plain = name.lower().replace("-", "_").replace(".", "_")
    if plain.startswith("utf_8_") and plain != "utf_8_sig":
        plain = "utf_8"  # as Emacs writes it: utf-8-unix
    if plain.startswith(("latin_1_", "iso_8859_1_", "iso_latin_1_")):
        plain = "latin_1"
    encoding = aliases.get(plain, plain)
    return encoding if encoding in _ENCODINGS else None


def _unknown_encoding(name: str) -> Unreadable:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a file that cannot be read

    if near := get_close_matches(name.lower()[:40], _USUAL_NAMES, n=1):
        return Unreadable(told=message("submission.unknown_encoding_near", encoding=name, near=near[0]))
    return Unreadable(told=message("submission.unknown_encoding", encoding=name))


def _undecodable(data: bytes, position: int, name: str | None) -> Unreadable:
    line = _line_of(data, position)
    if name is None and _looks_chinese(data):
        return Unreadable(told=message("submission.gbk", line=line))
    byte = f"0x{data[position]:02x}"
    return Unreadable(told=message("submission.undecodable", encoding=name or "UTF-8", line=line, byte=byte))


def _looks_chinese(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = sum(not character.isascii() for character in text)
    return len(re.findall(_CHINESE, text)) >= _CHINESE_SHARE * foreign


def _line_of(data: bytes, position: int) -> int:
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
