"""Which modules a submission may import: the policy is one list, whenever its modules get loaded.

A worker without a file system can import only what was loaded before it was sealed. To load the whole list
takes longer than to grade a submission, and makes each fork cost more, so only the modules whose names
occur in a source are loaded, and then stay. Should a submission still come upon another one (by a computed
name, or inside a library), the worker asks to be started again with all of them. Either way the same
modules are there, and every other one is not.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

CORE = (
    "numpy", "numpy.linalg", "numpy.lib.stride_tricks", "encodings.utf_8", "encodings.ascii",
    "encodings.latin_1", "linecache", "tokenize", "traceback", "unicodedata", "warnings",
)  # fmt: skip
"""What every worker has: numpy, and what Python itself needs to compile, to print and to warn."""

STANDARD = (
    "__future__", "abc", "argparse", "array", "ast", "asyncio", "atexit", "base64", "binascii", "bisect",
    "builtins", "bz2", "calendar", "cmath", "codecs", "collections", "collections.abc", "colorsys",
    "concurrent", "concurrent.futures", "concurrent.futures.thread", "concurrent.futures.process",
    "contextlib", "contextvars", "copy", "copyreg", "csv", "ctypes", "ctypes.util", "dataclasses", "datetime",
    "decimal", "difflib", "dis", "doctest", "email", "encodings", "encodings.ascii", "encodings.cp1252",
    "encodings.cp437", "encodings.cp936", "encodings.gb18030", "encodings.gb2312", "encodings.gbk",
    "encodings.idna", "encodings.latin_1", "encodings.unicode_escape", "encodings.utf_16",
    "encodings.utf_16_le", "encodings.utf_32", "encodings.utf_8", "encodings.utf_8_sig", "enum", "errno",
    "faulthandler", "fcntl", "fnmatch", "fractions", "functools", "gc", "getopt", "getpass", "gettext",
    "glob", "gzip", "hashlib", "heapq", "hmac", "html", "http", "importlib", "importlib.abc",
    "importlib.machinery", "importlib.resources", "importlib.util", "inspect", "io", "ipaddress", "itertools",
    "json", "json.decoder", "json.encoder", "keyword", "linecache", "locale", "logging", "logging.handlers",
    "lzma", "marshal", "math", "mmap", "multiprocessing", "multiprocessing.dummy", "multiprocessing.pool",
    "multiprocessing.shared_memory", "numbers", "opcode", "operator", "os", "os.path", "pathlib", "pickle",
    "pickletools", "pkgutil", "platform", "posixpath", "pprint", "profile", "pstats", "cProfile", "queue",
    "random", "re", "reprlib", "resource", "sched", "secrets", "select", "selectors", "shelve", "shlex",
    "shutil", "signal", "site", "socket", "socketserver", "sqlite3", "ssl", "stat", "statistics", "string",
    "stringprep", "struct", "subprocess", "symtable", "sys", "sysconfig", "tarfile", "tempfile", "textwrap",
    "threading", "time", "timeit", "token", "tokenize", "trace", "traceback", "tracemalloc", "types",
    "typing", "unicodedata", "unittest", "unittest.case", "unittest.mock", "urllib", "urllib.error",
    "urllib.parse", "urllib.request", "uuid", "warnings", "wave", "weakref", "xml.etree.ElementTree",
    "zipfile", "zipimport", "zlib", "zoneinfo", "_thread", "_io", "_pickle",
)  # fmt: skip
"""The standard library's modules that are allowed. Most need files or a network to do harm, and have none."""

NUMPY = (
    "numpy", "numpy.char", "numpy.core", "numpy.core.multiarray", "numpy.core.umath", "numpy.core.numeric",
    "numpy.ctypeslib", "numpy.dtypes", "numpy.exceptions", "numpy.fft", "numpy.lib", "numpy.lib.format",
    "numpy.lib.mixins", "numpy.lib.recfunctions", "numpy.lib.scimath", "numpy.lib.stride_tricks",
    "numpy.linalg", "numpy.ma", "numpy.ma.core", "numpy.matlib", "numpy.polynomial",
    "numpy.polynomial.polynomial", "numpy.random", "numpy.rec", "numpy.testing", "numpy.typing",
    "numpy.version", "numpy._core", "numpy._core.multiarray", "numpy._core.numeric", "numpy._core.umath",
)  # fmt: skip
"""numpy and the parts of it that are not loaded with it."""

ALLOWED = frozenset(STANDARD) | frozenset(NUMPY)

_SOURCES = frozenset(sys.stdlib_module_names) | {"numpy"}
"""Where loading the list brings in more than the list says: what its modules import themselves."""

_tried: set[str] = set()


def load(names: Iterable[str]) -> None:
    """Import modules; one that this platform or this numpy lacks is passed over."""
    wanted = [name for name in names if name not in _tried]
    if not wanted:
        return
    _tried.update(wanted)
    import warnings  # noqa: PLC0415 - loaded long since

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a deprecated module says so when a submission imports it
        for name in wanted:
            try:
                import_module(name)
            except ImportError:
                continue


class Gate:
    """The only finder of a worker: finds nothing, so that what is not loaded is not there.

    Parameters
    ----------
    more : callable or None
        Asks for a worker with all the allowed modules and does not return; None when they are all loaded.
    """

    def __init__(self, more: Callable[[], None] | None) -> None:
        self._more = more

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        """Find nothing; a module that might come with the whole list is asked for first."""
        del path, target
        if self._more is not None and name.partition(".")[0] in _SOURCES:
            self._more()


def close_gate(more: Callable[[], None] | None) -> None:
    """From here on, nothing can be imported but what is loaded."""
    sys.meta_path[:] = [Gate(more)]
    sys.path[:] = []
    sys.path_importer_cache.clear()
