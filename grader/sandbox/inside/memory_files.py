"""Files that need no file system: a submission's own source, temporary files held in memory, the null device.

A worker has no file system, yet some right submissions read their own source, pass an array through a
temporary file or print to nowhere. That is served from here; every other path gets the kernel's own refusal.
"""

from __future__ import annotations

import builtins
import io
import linecache
import os
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ids = iter(range(1, 1 << 62))


def serve_sources(sources: Mapping[str, str]) -> None:
    """Let `open`, `linecache` and so `inspect` read these files, which exist only here."""
    for name, text in sources.items():
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    served = _serving(io.open, sources)
    builtins.open = served  # type: ignore[assignment]  # same call, fewer overloads
    io.open = served  # type: ignore[assignment]  # same call, fewer overloads


def serve_temporary_files() -> None:
    """Replace the openers of `tempfile`, where it is loaded, by ones that keep the contents in memory."""
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
            setattr(tempfile, name, _memory_file)


def _serving(plain_open: Callable[..., IO[Any]], sources: Mapping[str, str]) -> Callable[..., IO[Any]]:
    def open(  # noqa: A001, PLR0913, PLR0917 - stands in for the builtin, also in what it is called
        file: Any,  # noqa: ANN401 - as the builtin's
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,  # noqa: FBT001, FBT002 - as the builtin's
        opener: Any = None,  # noqa: ANN401 - as the builtin's
    ) -> IO[Any]:
        path = os.fspath(file) if isinstance(file, (str, os.PathLike)) else file
        if isinstance(path, str) and path in sources and not set("wax+") & set(mode):
            text = sources[path]
            return io.BytesIO(text.encode()) if "b" in mode else io.StringIO(text)
        if path == os.devnull:
            return _Nowhere() if "b" in mode else io.TextIOWrapper(_Nowhere(), encoding or "utf-8", errors)
        return plain_open(file, mode, buffering, encoding, errors, newline, closefd, opener)

    return open


class _Nowhere(io.BytesIO):
    """The null device: takes anything and keeps nothing."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever holds bytes
        return memoryview(data).nbytes


class _MemoryFile(io.BytesIO):
    def __init__(self) -> None:
        super().__init__()
        self.name = f"/memory/{next(_ids)}"


def _memory_file(
    *args: Any,  # noqa: ANN401 - three functions of tempfile with different parameters
    mode: str = "w+b",
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    **ignored: Any,  # noqa: ANN401 - as above
) -> IO[Any]:
    del ignored
    asked = next((each for each in args if isinstance(each, str)), mode)
    file = _MemoryFile()
    if "b" in asked:
        return file
    return io.TextIOWrapper(
        file, encoding=encoding or "utf-8", errors=errors, newline=newline, write_through=True
    )
