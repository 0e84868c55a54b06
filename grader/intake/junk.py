"""Turns a file's name into whether it is ever a submission: hidden files, caches, leftovers of systems."""

from __future__ import annotations

from typing import Final

ARCHIVE_SUFFIX: Final = ".zip"
OTHER_ARCHIVES: Final = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")

_JUNK: Final = frozenset(
    {"__pycache__", "__macosx", "node_modules", "site-packages", "venv", "env", "thumbs.db", "desktop.ini"}
)
# What stands beside submissions and is nobody's.
_PAPERS: Final = (
    ".csv", ".tsv", ".xls", ".xlsx", ".md", ".json", ".jsonl", ".html", ".htm", ".yml", ".yaml", ".xml",
    ".toml", ".ini", ".log", ".sh",
)  # fmt: skip


def is_junk(name: str) -> bool:
    """Whether a file or folder is passed over without a word."""
    return name.startswith(".") or name.casefold() in _JUNK


def is_archive(name: str) -> bool:
    """Whether a file is called as an archive that can be read."""
    return name.lower().endswith(ARCHIVE_SUFFIX)


def is_other_archive(name: str) -> bool:
    """Whether a file is called as an archive that must be unpacked first."""
    return name.lower().endswith(OTHER_ARCHIVES)


def is_paper(name: str) -> bool:
    """Whether a file beside others is a list or a note rather than somebody's work."""
    return name.lower().endswith(_PAPERS)
