"""Large results leave nothing behind in the grader once they are done with."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from grader.model.observation import Returned
from grader.sandbox import open_sandbox
from tests.sandbox.conftest import Bench, layer, stimulus

MIB = 1 << 20
GROWTH_MIB_MAX = 8

if sys.platform != "linux":
    pytest.skip("resident memory is read from /proc", allow_module_level=True)


def resident_mib() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def test_memory_of_large_results_goes_back_to_the_system() -> None:
    """An allocator that adapts to them keeps most of 64 MiB after such a row."""
    source = layer("return np.ones(int(x), np.uint8)")
    with open_sandbox() as sandbox:
        bench = Bench(sandbox, "forked")
        bench.run(source, stimulus(MIB))
        before = resident_mib()
        for mebibytes in (13, 21, 30, 60, 30, 13, 5):
            runs = bench.run(source, *[stimulus(mebibytes * MIB)] * 2).runs
            assert all(isinstance(run.observation, Returned) for run in runs)
        del runs
        assert resident_mib() - before < GROWTH_MIB_MAX
