"""Turns the wall time of a job into limits for its answers; it stands still while we work ourselves."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from grader.sandbox.conversation import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """The time of one job.

    Parameters
    ----------
    wall_seconds : float
        How much there is of it.
    """

    def __init__(self, wall_seconds: float) -> None:
        self._wall_seconds = wall_seconds
        self._started = time.monotonic()

    def seconds(self) -> float:
        """Tell how much was used."""
        return time.monotonic() - self._started

    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.seconds() >= self._wall_seconds

    def limit(self, timeout_seconds: float | None = None) -> Limit:
        """Limit one answer to what is left, or to less."""
        whole = Limit(self._started + self._wall_seconds, self._wall_seconds)
        if timeout_seconds is None:
            return whole
        return min(whole, Limit(time.monotonic() + timeout_seconds, timeout_seconds))

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Let time pass that does not count."""
        stopped = time.monotonic()
        try:
            yield
        finally:
            self._started += time.monotonic() - stopped
