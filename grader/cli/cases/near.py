"""Turns a path into how people are told it: from the current folder, where it lies below."""

from __future__ import annotations

from pathlib import Path


def near(path: Path) -> Path:
    """Shorten a path that lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
