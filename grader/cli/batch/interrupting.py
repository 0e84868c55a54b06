"""Turns Ctrl-C into a wish to stop, which a run grants when all that it has is on the disk."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether somebody wants the run to stop.

    Parameters
    ----------
    notify : callable
        Is called once, when it is wanted.
    """

    def __init__(self, notify: Callable[[], None]) -> None:
        self.wanted = False
        self._notify = notify

    def __call__(self) -> bool:
        """Tell it."""
        return self.wanted

    def want(self, _number: int, _frame: FrameType | None) -> None:
        """Take note of a signal; the next one ends the process at once."""
        self.wanted = True
        for number in _SIGNALS:
            signal.signal(number, signal.default_int_handler)
        self._notify()


@contextlib.contextmanager
def interruptible(notify: Callable[[], None]) -> Iterator[Interruption]:
    """Have SIGINT and SIGTERM only noted for a while."""
    interruption = Interruption(notify)
    before = {number: signal.signal(number, interruption.want) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
