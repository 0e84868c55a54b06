"""Reports built by hand, and the circumstances in which every format can be rendered."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.report.formats import Run

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.report` can be imported
    sys.path.append(_ROOT)

from tests.report.conftest import REPORTS, Build  # noqa: E402 - only now it can be found

ENVIRONMENT = {
    "CLASSROOM": "deep-learning",
    "ASSIGNMENT": "pooling",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://git.example/alice/commit/1",
    "RELEASE_URL": "https://git.example/alice/releases/1",
    "REVIEW_URL": "https://git.example/alice/compare/0...1",
}


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


@pytest.fixture(scope="session")
def run() -> Run:
    return Run(ENVIRONMENT, datetime(2026, 6, 1, 14, 32, 5, tzinfo=UTC))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "situation" in metafunc.fixturenames:
        metafunc.parametrize("situation", REPORTS)
