"""Turns a path, standard input, or bytes that were read elsewhere into a submission.

Whoever hands in a file may have made it something else: a link to a file of ours, a pipe that never ends, a
device. So nothing but a regular file is opened, it is opened once and never through a link, what was opened
is looked at again, and no more is read of it than a submission may have.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final

from grader.errors import UsageError
from grader.messages import message
from grader.model.observation import Unreadable
from grader.model.submission import Submission
from grader.submission.decode import decode_source, text_as_meant
from grader.submission.pasted import pasted

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Message

SCRIPT_BYTES: Final = 1 << 20
NOTEBOOK_BYTES: Final = 20 << 20  # with its pictures

_NOTHING_THERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})
_REFUSED: Final = frozenset({errno.EACCES, errno.EPERM})
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NEIGHBOURS: Final = 1000  # how many names of a folder are looked at for a "did you mean"
_LONGEST_NAME: Final = 255


def read_submission(path: str, *, stdin: BinaryIO | None = None) -> Submission:
    """Read a student's file, once.

    Parameters
    ----------
    path : str
        A file's path, or `-` for standard input.
    stdin : BinaryIO or None
        What stands for standard input; the process's own when None.

    Returns
    -------
    Submission
        With `unreadable` set where something is there that cannot be graded.

    Raises
    ------
    UsageError
        When there is nothing at that path.
    """
    notebook = is_notebook(path)
    return submission_from(path, _from_stdin(stdin) if path == "-" else read_bytes(path), notebook=notebook)


def may_be_submission(name: str) -> bool:
    """Whether a file is called as submissions are: a script or a notebook."""
    return name.lower().endswith((".py", ".ipynb"))


def is_notebook(name: str) -> bool:
    """Whether a file's name says that it is a notebook; one without that name may be one as well."""
    return name.lower().endswith(".ipynb")


def submission_from(path: str, data: bytes | Unreadable, *, notebook: bool) -> Submission:
    """Make a submission of what was read, wherever it came from.

    Parameters
    ----------
    path : str
        The name under which to speak of it.
    data : bytes or Unreadable
        The whole file, or why it could not be read.
    notebook : bool
        Whether its name says that it is a notebook.
    """
    if isinstance(data, Unreadable):
        return Submission(path=path, sha256=sha256(b"").hexdigest(), unreadable=data)
    digest = sha256(data).hexdigest()
    if notebook or _may_be_notebook(data):
        from grader.submission.notebook import read_notebook  # noqa: PLC0415 - few submissions are notebooks

        read = read_notebook(data, code_bytes=SCRIPT_BYTES)
        if read is not None:
            return Submission(
                path=path,
                sha256=digest,
                source=read.source,
                kind="notebook",
                cells=read.cells,
                unreadable=read.unreadable,
            )
        if notebook:
            return _unreadable(path, digest, "submission.no_notebook")
    return _script(path, digest, data)


def _script(path: str, digest: str, data: bytes) -> Submission:
    if len(data) > SCRIPT_BYTES:
        return _unreadable(path, digest, "submission.too_large", limit_mib=SCRIPT_BYTES >> 20)
    source = decode_source(data)
    if isinstance(source, Unreadable):
        return Submission(path=path, sha256=digest, source=text_as_meant(data, source), unreadable=source)
    return Submission(path=path, sha256=digest, source=source, unreadable=pasted(source))


def _unreadable(path: str, digest: str, key: str, **args: object) -> Submission:
    return Submission(path=path, sha256=digest, unreadable=Unreadable(told=message(key, **args)))


def _from_stdin(stdin: BinaryIO | None) -> bytes | Unreadable:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:  # a process may be started without any
        return Unreadable(told=message("submission.empty"))
    try:
        return read_capped(stream.read, notebook=False)
    except OSError as error:
        return _failed(error)


def read_bytes(path: str, *, notebook: bool | None = None) -> bytes | Unreadable:
    """Read the bytes of a regular file, no more of them than a submission may have.

    Parameters
    ----------
    path : str
        Where it is.
    notebook : bool or None
        Whether it may be as large as a notebook; what its name says when None.

    Raises
    ------
    UsageError
        When there is nothing at that path.
    """
    opened = open_regular(path)
    if isinstance(opened, Unreadable):
        return opened
    try:
        return read_capped(
            lambda size: os.read(opened, size),
            notebook=is_notebook(path) if notebook is None else notebook,
        )
    except OSError as error:
        return _failed(error)
    finally:
        os.close(opened)


def open_regular(path: str) -> int | Unreadable:
    """Open a regular file and no link for reading: its descriptor, which the caller closes.

    Raises
    ------
    UsageError
        When there is nothing at that path.
    """
    try:
        found = os.lstat(path)
    except ValueError as error:  # a NUL, or what the file system's encoding cannot say
        raise _no_file(path) from error
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            raise _no_file(path) from error
        return _failed(error, loop="submission.link_loop")
    refused = _no_regular_file(path, found.st_mode)
    return refused if refused is not None else _opened(path)


def _opened(path: str) -> int | Unreadable:
    try:
        descriptor = os.open(path, _FLAGS)
        refused = _no_regular_file(path, os.fstat(descriptor).st_mode)
    except OSError as error:
        return _failed(error)
    if refused is None:
        return descriptor
    os.close(descriptor)
    return refused


def read_capped(read: Callable[[int], bytes | None], *, notebook: bool) -> bytes | Unreadable:
    """Read no more than a script may have, or a notebook where it is or may be one.

    Parameters
    ----------
    read : callable
        Gives at most so many bytes as it is asked for, and none at the end.
    notebook : bool
        Whether its name says that it is a notebook.
    """
    data = _read_up_to(read, SCRIPT_BYTES + 1)
    limit = SCRIPT_BYTES
    if len(data) > limit and (notebook or _may_be_notebook(data)):
        data += _read_up_to(read, NOTEBOOK_BYTES + 1 - len(data))
        limit = NOTEBOOK_BYTES
    if len(data) > limit:
        return Unreadable(told=message("submission.too_large", limit_mib=limit >> 20))
    return data


def _read_up_to(read: Callable[[int], bytes | None], size: int) -> bytes:
    parts = []
    while size > 0 and (part := read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _may_be_notebook(data: bytes) -> bool:
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _no_regular_file(path: str, mode: int) -> Unreadable | None:
    """Say what stands there when it is no regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return Unreadable(told=_about_link(path))
    kinds = (
        (stat.S_ISDIR, "directory"),
        (stat.S_ISFIFO, "fifo"),
        (stat.S_ISSOCK, "socket"),
    )
    kind = next((name for test, name in kinds if test(mode)), "device")
    return Unreadable(told=message(f"submission.{kind}"))


def _about_link(path: str) -> Message:
    try:
        os.stat(path)  # noqa: PTH116 - beside the other calls on descriptors and flags
    except OSError as error:
        key = "submission.link_loop" if error.errno == errno.ELOOP else "submission.link_dangling"
        return message(key)
    return message("submission.link")


def _failed(error: OSError, *, loop: str = "submission.link") -> Unreadable:
    if error.errno in _REFUSED:
        return Unreadable(told=message("submission.no_permission"))
    if error.errno == errno.ELOOP:
        return Unreadable(told=message(loop))
    return Unreadable(told=message("submission.unreadable", error=error.strerror or type(error).__name__))


def _no_file(path: str) -> UsageError:
    near = _near(path)
    if near is None:
        return UsageError(message("submission.no_file", path=path))
    return UsageError(message("submission.no_file_near", path=path, near=near))


def _near(path: str) -> str | None:
    """Find the file in the same folder whose name is most like the one that is not there."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a file that is not there
    from itertools import islice  # noqa: PLC0415 - as above

    folder, name = os.path.split(path.rstrip("/\\"))
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, _NEIGHBOURS) if entry.is_file()]
    except (OSError, ValueError):
        return None
    found = get_close_matches(name, sorted(names), n=1)
    return os.path.join(folder, found[0]) if found else None  # noqa: PTH118 - keep the folder as it was given
