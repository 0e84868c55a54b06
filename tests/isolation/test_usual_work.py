"""Right submissions notice nothing of the layers."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.isolation.conftest import Outcomes

_SOURCE = Path(__file__).with_name("usual_work.py").read_text(encoding="utf-8")
NAMES = tuple(node.name for node in ast.parse(_SOURCE).body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("name", NAMES)
def test_works_under_every_layer(name: str, user: int | None, outcomes: Outcomes) -> None:
    assert outcomes("usual_work", NAMES, user=user)[name] == "through"
