"""A submission that rebuilds Python under its own feet harms itself: the worker stands on little of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.model.observation import Returned
from tests.sandbox.conftest import DOUT, ITS_OWN, layer, lines, stimulus, values_of

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bench

PATCHES = {
    "os.write": "import os; os.write = lambda *a: 0",
    "os.read": "import os; os.read = lambda *a: b''",
    "os._exit": "import os; os._exit = lambda *a: None",
    "struct": "import struct; struct.pack = struct.unpack = struct.Struct = lambda *a: b''",
    "json": "import json; json.loads = json.dumps = lambda *a: {}",
    "numpy": "np.asarray = np.frombuffer = np.ndarray = lambda *a: None",
    "numpy errors": """
        np.seterr(all='raise')
        np.set_printoptions(threshold=0)
    """,
    "builtins": """
        import builtins
        for n in ('isinstance', 'type', 'len', 'getattr', 'open', 'print'): setattr(builtins, n, lambda *a: 0)
    """,
    "import": "import builtins; builtins.__import__ = None",
    "no modules": "import sys; sys.modules.clear()",
    "no finders": "import sys; sys.meta_path.clear(); sys.path_hooks.clear()",
    "stdout is None": "import sys; sys.stdout = sys.stderr = None",
    "stdout is closed": "import os, sys; sys.stdout.close(); os.close(1); os.close(2)",
    "stdout raises": """
        import sys
        class S:
            def flush(self): raise SystemExit
        sys.stdout = sys.stderr = S()
    """,
    "the protocol": """
        import sys
        for m in [m for n, m in sys.modules.items() if n.startswith('inside.')]:
            m.__dict__.clear()
    """,
    "tracing": """
        import sys
        def stop(*a): raise KeyboardInterrupt
        sys.settrace(stop); sys.setprofile(stop)
    """,
    "warnings": "import warnings; warnings.simplefilter('error')",
    "codecs": "import codecs; codecs.register_error('backslashreplace', lambda e: 1 / 0)",
    "signals": """
        import signal
        for n in (10, 14, 15): signal.signal(n, lambda *a: 1 / 0)
    """,
    "descriptors": "import os; os.dup2(0, 1); os.dup2(1, 2)",
}


@pytest.mark.parametrize("where", ["import", "forward"])
@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_patched_modules_harm_the_submission_alone(forked: Bench, where: str, patch: str) -> None:
    source = layer(before=patch) if where == "import" else layer(lines(patch, "return x * 2"))
    runs = forked.run(source, stimulus(1), stimulus(2), wall_seconds=0.5).runs
    assert all(isinstance(run.observation, ITS_OWN) for run in runs)
    assert values_of(forked.case(layer()))["dx"] == 3 * DOUT[0, 0]


HARMLESS = (
    "os.write", "os.read", "os._exit", "json", "numpy errors", "stdout is None", "stdout is closed",
    "stdout raises", "warnings", "signals", "no finders",
)  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_some_patches_do_not_even_harm_the_submission(bench: Bench, name: str) -> None:
    if bench.kind == "spawned" and name != "os.write":
        return  # the same code answers in both; one is enough for the slower one
    runs = bench.run(layer(before=PATCHES[name]), stimulus(), stimulus()).runs
    assert all(isinstance(run.observation, Returned) for run in runs)
