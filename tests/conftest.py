"""What holds for all tests: modules that several areas share check by assert, whoever imports them first."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.report_formats.consumers", "tests.report_formats.runner")
