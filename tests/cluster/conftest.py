"""A class to grade, in a way that takes little time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from distributed.security import Security

from grader.batch.performing import with_digest
from grader.batch.task import Order
from grader.pipeline.preparing import Wishes

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.cluster` can be imported
    sys.path.append(_ROOT)


@pytest.fixture(scope="module")
def order() -> Order:
    """One case of the shipped exercise, without hints."""
    wishes = Wishes(names=("sample",), hints=False, timeout_seconds=5.0)
    return with_digest(
        Order(course=None, exercise="maxpool_backward", wishes=wishes, lang="en", required="C", digest="")
    )


@pytest.fixture(scope="session")
def ours() -> Security:
    """Certificates of an authority of their own."""
    return Security.temporary()


@pytest.fixture(scope="session")
def others() -> Security:
    """Certificates of another authority."""
    return Security.temporary()
