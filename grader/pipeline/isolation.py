"""Turns the isolation that was proved into an error where more was required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import IsolationError
from grader.messages import message
from grader.model.report import LEVELS

if TYPE_CHECKING:
    from grader.model.report import Isolation, Level


def require_level(required: Level, isolation: Isolation) -> None:
    """Refuse to grade where submissions are isolated less than that.

    Raises
    ------
    IsolationError
        They are.
    """
    if LEVELS.index(isolation.level) > LEVELS.index(required):
        raise IsolationError(message("cli.isolation", level=isolation.level, required=required))
