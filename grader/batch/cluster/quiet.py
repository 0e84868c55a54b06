"""Turns what Dask says while it works into silence, and back."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TALKERS: Final = ("asyncio", "bokeh", "dask", "distributed", "tornado")
_SILENT: Final = logging.CRITICAL + 1


@contextmanager
def silenced() -> Iterator[None]:
    """Say nothing of what Dask and what it stands on would log, in this process.

    A worker that is lost is nothing to tell a user of: what it was at is done elsewhere. We say what matters.
    """
    loggers = [logging.getLogger(name) for name in _names()]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(_SILENT)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _names() -> set[str]:
    """Name the loggers that exist and have a level of their own, and the ones above those still to come."""
    known = {name for name in logging.root.manager.loggerDict if name.partition(".")[0] in _TALKERS}
    return known.union(_TALKERS)
