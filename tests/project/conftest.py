"""What the tests of the project as a whole share: its root, and the fenced blocks of its pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def blocks(root: Path) -> Callable[[str, str], list[str]]:
    """Give the texts of all fenced blocks of one language in a page."""

    def find(page: str, language: str) -> list[str]:
        text = (root / page).read_text(encoding="utf-8")
        return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)

    return find
