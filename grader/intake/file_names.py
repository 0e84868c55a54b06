"""Turns ids into names of files that every system takes and that no two ids share."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHARACTERS_MAX: Final = 80
_BYTES_MAX: Final = 160  # of 255 that a name may have: a suffix, and another while it is being written
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*%#]')
_RESERVED: Final = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_DIGITS: Final = 8


def safe_name(id_: str) -> str:
    """Make a file's name, without a suffix, of an id; one that was changed carries a digest of the id.

    Notes
    -----
    What Windows forbids, what cannot be printed, what a URL would take for something else, blanks and dots at
    the ends and the names of devices become something harmless; Chinese stays. The name is never empty, `.`
    or `..`, and depends on the id alone.
    """
    name = _harmless(id_)
    return name if name == id_ else f"{name}-{_digest(id_, _DIGITS)}"


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Give every id a name of its own, also where upper and lower case are the same.

    Notes
    -----
    An id that can be a name as it is keeps it, unless another one differs from it in case alone.
    """
    names = {id_: safe_name(id_) for id_ in ids}
    users: dict[str, int] = {}
    for name in names.values():
        users[_folded(name)] = users.get(_folded(name), 0) + 1
    taken = {name for name, count in users.items() if count == 1}
    for id_ in sorted(id_ for id_, name in names.items() if users[_folded(name)] > 1):
        names[id_] = _free(id_, taken)
        taken.add(_folded(names[id_]))
    return names


def _free(id_: str, taken: set[str]) -> str:
    """Add as much of the digest as it takes, and then numbers: nobody can have taken all of those."""
    name = _harmless(id_)
    for digits in (_DIGITS, 2 * _DIGITS):
        if _folded(found := f"{name}-{_digest(id_, digits)}") not in taken:
            return found
    number = 2
    while _folded(found := f"{name}-{_digest(id_, _DIGITS)}-{number}") in taken:
        number += 1
    return found


def _harmless(id_: str) -> str:
    text = "".join(one if one.isprintable() else "_" for one in normalize("NFC", id_))
    text = _cut(_FORBIDDEN.sub("_", text)).strip(" .\u3000")
    if not text or text[0] in "-~":
        text = f"_{text}"
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def _cut(text: str) -> str:
    return text[:_CHARACTERS_MAX].encode("utf-8", "replace")[:_BYTES_MAX].decode("utf-8", "ignore")


def _folded(name: str) -> str:
    return normalize("NFC", normalize("NFC", name).casefold())


def _digest(id_: str, digits: int) -> str:
    return sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
