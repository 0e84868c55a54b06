"""Nothing of Dask's own talk reaches a user, and what was there before is there again."""

from __future__ import annotations

import logging

import distributed  # noqa: F401 - it gives its loggers levels and handlers
import pytest

from grader.batch.cluster.quiet import silenced


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record.getMessage())


@pytest.mark.parametrize(
    "name", ["distributed", "distributed.client", "distributed.made.up", "tornado", "asyncio"]
)
def test_what_dask_logs_is_silenced_for_a_while(name: str) -> None:
    kept = _Kept()
    logger = logging.getLogger(name)
    logger.addHandler(kept)
    try:
        with silenced():
            logger.critical("within")
            logging.getLogger(f"{name}.new").critical("within")
        logger.critical("after")
    finally:
        logger.removeHandler(kept)
    assert kept.records == ["after"]
