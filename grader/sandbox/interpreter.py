"""Turns the running interpreter into the places that it, numpy and what an exercise allows are read from.

Paths are text here and stay as they are written: links are part of what must be readable, and pathlib would
hide them.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.sandbox.launch import HERE, numpy_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PACKAGE_TREES: Final = {
    "/opt/homebrew": ("/opt/homebrew/opt", "/opt/homebrew/Cellar"),
    "/usr/local": ("/usr/local/opt", "/usr/local/Cellar", "/usr/local/lib"),
    "/opt/local": ("/opt/local/lib",),
}
"""Where the libraries of a Python are that a package manager has built."""
_SITE_FOLDERS: Final = ("site-packages", "dist-packages")
_LINKS_MAX: Final = 40


class Places(NamedTuple):
    """What a worker needs of the file system; links as they stand and what they lead to.

    Parameters
    ----------
    programs : tuple of str
        What it is started from.
    trees : tuple of str
        Files, and folders with all that is below them.
    closed : tuple of str
        Folders below `trees` that are out of reach all the same.
    opened : tuple of str
        Files and folders that can be read although they may lie below closed ones.
    listed : tuple of str
        Folders whose names can be listed: where Python looks for modules.
    """

    programs: tuple[str, ...]
    trees: tuple[str, ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]
    listed: tuple[str, ...]

    def above(self) -> tuple[str, ...]:
        """List the folders that lead to what can be read: links are followed through them."""
        found = {
            folder
            for path in (*self.programs, *self.trees, *self.opened, *self.listed)
            for folder in _above(path)
        }
        return tuple(sorted(found))


def places_of_interpreter(extra: Sequence[str] = ()) -> Places:
    """Find what the running interpreter, numpy and the modules that an exercise allows are made of."""
    base, library = sys.base_prefix, numpy_folder()
    environment = [os.path.join(os.path.dirname(sys.executable), up, "pyvenv.cfg") for up in ("", "..")]  # noqa: PTH118, PTH120 - as it is written, links and all
    programs = [
        *(sys.executable, getattr(sys, "_base_executable", None) or sys.executable),
        # A framework's interpreter starts this one in its place.
        f"{base}/Resources/Python.app/Contents/MacOS/Python",
    ]
    trees = [
        *(sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")),
        *(f"{base}/lib", f"{sys.base_exec_prefix}/lib", f"{base}/Python", f"{base}/Resources"),
        *map(os.path.normpath, environment),
        *(tree for root, below in _PACKAGE_TREES.items() if _lies_in(base, root) for tree in below),
    ]
    closed = [os.path.dirname(HERE), library, *_site_folders(trees)]  # noqa: PTH120 - text, as in launch
    opened = [f"{HERE}/inside", *_packages(("numpy", *extra), library)]
    return Places(*(_all_ways(paths) for paths in (programs, trees, closed, opened, [HERE, library])))


def _packages(names: Iterable[str], library: str) -> Iterator[str]:
    """Name what a module and its own libraries are kept in."""
    for name in dict.fromkeys(name.partition(".")[0] for name in names):
        found = find_spec(name)
        yield f"{library}/{name}.libs"
        if found is not None:
            yield from found.submodule_search_locations or [found.origin or name]


def _site_folders(trees: Sequence[str]) -> list[str]:
    """Name where other people's packages are installed: the grader itself may be one of them."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [
        *(sysconfig.get_path("purelib"), sysconfig.get_path("platlib")),
        *(
            f"{tree}{below}/{site}"
            for tree in trees
            for below in ("", f"/{version}")
            for site in _SITE_FOLDERS
        ),
    ]


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _above(path: str) -> Iterator[str]:
    while path not in {"/", ""}:
        path = os.path.dirname(path)  # noqa: PTH120 - text: pathlib would hide what a link is
        yield path


def _all_ways(paths: Iterable[str]) -> tuple[str, ...]:
    there = [path for path in paths if os.path.lexists(path)]
    return tuple(dict.fromkeys(way for path in there for way in ways(path)))


def ways(path: str) -> list[str]:
    """List each name that a path has on the way through its symbolic links, the last one without any."""
    found = [os.path.normpath(path)]
    while len(found) < _LINKS_MAX and (further := _first_link_followed(found[-1])) is not None:
        found.append(further)
    return found


def _first_link_followed(path: str) -> str | None:
    parts = path.split("/")
    for count in range(2, len(parts) + 1):
        link = "/".join(parts[:count])
        if os.path.islink(link):  # noqa: PTH114 - text
            target = os.path.join(os.path.dirname(link), os.readlink(link), *parts[count:])  # noqa: PTH115, PTH118, PTH120 - text
            return os.path.normpath(target)
    return None
