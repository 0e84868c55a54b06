"""Turns numpy's code of a dtype, such as `<c16`, into the name that its author knows."""

from __future__ import annotations

from typing import Final

_NAMES: Final = {
    "O": "object",
    "U": "str",
    "S": "bytes",
    "V": "void",
    "M": "datetime64",
    "m": "timedelta64",
    "c8": "complex64",
    "c16": "complex128",
    "c32": "complex256",
}


def dtype_name(code: str) -> str:
    """Name a dtype that holds no real numbers; what is no code, or is not known, stays as it is."""
    bare = code.lstrip("<>=|")
    if bare == code and not code.startswith("c"):
        return code
    return _NAMES.get(bare) or _NAMES.get(bare[:1], code)
