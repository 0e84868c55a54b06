"""Runs attempts in sealed workers of a Python of its own, so that pytest itself is never sealed."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

HERE = Path(__file__).parent
SANDBOX = HERE.parent.parent / "grader" / "sandbox"
MEMORY_BYTES = 384 << 20
ORDINARY_USER = 1234

_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class Outcomes(Protocol):
    """Runs attempts of a module under some layers; gives each one's outcome by its name."""

    def __call__(
        self, module: str, names: tuple[str, ...], *, without: tuple[str, ...] = (), user: int | None = None
    ) -> dict[str, object]: ...


class Script(Protocol):
    """Runs a script of this folder as the zygote is run, and gives what it printed."""

    def __call__(self, script: str, order: dict[str, object]) -> str: ...


def run_script(script: str, order: dict[str, object]) -> str:
    paths = [str(SANDBOX), str(HERE), str(Path(np.__file__).parent.parent)]
    told = json.dumps({"paths": paths, **order})
    arguments = [sys.executable, "-I", "-S", "-B", str(HERE / script), told]
    done = subprocess.run(
        arguments, env=_ENVIRONMENT, cwd="/", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@functools.cache
def _outcomes(
    module: str, names: tuple[str, ...], *, without: tuple[str, ...] = (), user: int | None = None
) -> dict[str, object]:
    order = {"module": module, "names": names, "without": without, "user": user}
    limits = {"memory_bytes": MEMORY_BYTES, "cpu_seconds": 10}
    lines = run_script("sealed_process.py", {**order, **limits}).splitlines()
    return {told["name"]: told["outcome"] for told in map(json.loads, lines)}


@pytest.fixture
def outcomes() -> Outcomes:
    return _outcomes


@pytest.fixture
def script() -> Script:
    return run_script


@pytest.fixture(params=[None, ORDINARY_USER], ids=["as who runs the tests", "as an ordinary user"])
def user(request: pytest.FixtureRequest) -> int | None:
    """Whom the zygote becomes first: root and an ordinary user where root runs the tests."""
    if request.param is not None and os.geteuid() != 0:
        pytest.skip("an ordinary user runs the tests already")
    chosen: int | None = request.param
    return chosen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the kernel's layers where there is another kernel."""
    if sys.platform != "linux":
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="the layers are Linux's"))
