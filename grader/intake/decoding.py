"""Turns bytes that do not say how they are encoded into text: UTF-8, then GBK, then a Western code page."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

# Two bytes of GBK in a row begin or end above ASCII; accented letters mostly stand alone among ASCII ones.
_TWO_HIGH: Final = re.compile(rb"[\x81-\xfe][\x80-\xfe]")
_THREE_BYTES: Final = re.compile(rb"[\xe3-\xf4][\x80-\xbf]{2}")
_ANY: Final = re.compile(rb"")


def encoding_of(data: bytes, *, western: str) -> str:
    """Guess an encoding that can decode all of the data, or name the Western one.

    Notes
    -----
    Chinese Windows writes GBK without saying so, in CSV files as in archives. Nearly any bytes are valid
    GB18030, so it is taken only where two bytes above ASCII stand side by side, which Western text hardly
    has.
    """
    if _decodes(data, "utf-8"):
        return "utf-8"
    return "gb18030" if _TWO_HIGH.search(data) and _decodes(data, "gb18030") else western


def decode_names(names: Iterable[bytes], *, western: str) -> list[str]:
    """Decode the names of one archive: each that is no UTF-8 as all of those together look.

    Notes
    -----
    Two Chinese characters in GBK can be two others of UTF-8, Hebrew or Arabic ones: one name of a class in
    thirty or so. Among names in GBK, only what has a Chinese character as UTF-8 is taken for that.
    """
    every = list(names)
    foreign = b"\n".join(name for name in every if not _decodes(name, "utf-8"))
    encoding = encoding_of(foreign, western=western)
    own = _THREE_BYTES if encoding == "gb18030" else _ANY
    return [
        name.decode("utf-8")
        if _decodes(name, "utf-8") and own.search(name)
        else name.decode(encoding, "replace")
        for name in every
    ]


def readable(name: str) -> str:
    """Make text of a file's name as the system gives it, which may hold bytes that are no text there."""
    if _encodes(name):
        return name if name.isascii() else normalize("NFC", name)
    data = os.fsencode(name)
    return normalize("NFC", data.decode(encoding_of(data, western="latin-1")))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
