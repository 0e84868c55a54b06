"""Runs a class with what others use: pytest in one session, and gradescope-utils once for each submission.

Both import the submission into their own process and compare with arrays that were computed before. Neither
isolates anything. Passed cases are counted: a peer that stopped running cases must not be called fast.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.bare_forks import make_ready
from benchmarks.class_of import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("numpy", "pytest", "gradescope-utils")
UTILS = ROOT / "reference" / "im2col.py"
LOADING = """\
import importlib.util, json, os, sys
from pathlib import Path
import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
CASES = json.loads((HERE / "cases.json").read_text())
ARRAYS = np.load(HERE / "arrays.npz")


def load(path):
    spec = importlib.util.spec_from_file_location("submission", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException as error:  # sys.exit would end the session, or have pytest run nothing after it
        raise ImportError(repr(error)) from None
    return module


def check(module, number):
    case = CASES[number]
    values = {**case["params"], **{name: ARRAYS[f"{number}.{name}"].copy() for name in case["inputs"]}}
    made = getattr(module, case["target"])(*(values[name] for name in case["construct"]))
    for step in case["steps"]:
        found = getattr(made, step["call"])(*(values[name] for name in step["args"]))
        for name in step["observe"]:
            np.testing.assert_allclose(found, ARRAYS[f"{number}={name}"], rtol=0, atol=1e-5)
"""
PYTEST = """\
import pytest
from loading import CASES, check, load
from pathlib import Path
import os

PATHS = sorted(Path(os.environ["CLASS"]).glob("*.py"))


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def module(request):
    return load(request.param)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_case(module, number):
    check(module, number)
"""
GRADESCOPE = """\
import os, sys, unittest
from gradescope_utils.autograder_utils.decorators import number, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
from loading import CASES, check, load


class TestSubmission(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.module = load(sys.argv[1])


def make(at):
    @weight(10)
    @number(str(at))
    def test(self):
        check(self.module, at)

    return test


for at in range(len(CASES)):
    setattr(TestSubmission, f"test_{at}", make(at))

suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestSubmission)
with open(sys.argv[2], "w") as out:
    JSONTestRunner(visibility="visible", stream=out).run(suite)
"""


class Run(NamedTuple):
    """How long a class took, and how many of its cases passed, of all submissions together."""

    seconds: float
    passed: int | None = None


def install(folder: Path) -> str:
    """Make an environment with the peers in it, and give its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)  # noqa: S603 - as it says
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)  # noqa: S603 - as it says
    return python


def run_pytest(python: str, folder: Path, cases: Path, here: Path) -> Run:
    """Test a whole class in one session."""
    _lay_out(here, cases)
    (here / "test_class.py").write_text(PYTEST, encoding="utf-8")
    words = [python, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", str(here / "test_class.py")]
    started = time.monotonic()
    told = _run(words, folder)
    taken = time.monotonic() - started
    found = re.search(r"(\d+) passed", told.splitlines()[-1])
    return Run(taken, int(found[1]) if found else 0)


def run_gradescope(python: str, folder: Path, cases: Path, here: Path) -> Run:
    """Run an autograder for each submission, as Gradescope does."""
    _lay_out(here, cases)
    (here / "run_tests.py").write_text(GRADESCOPE, encoding="utf-8")
    out, taken, passed = here / "out.json", 0.0, 0
    for path in sorted(folder.glob("*.py")):
        out.unlink(missing_ok=True)
        started = time.monotonic()
        _run([python, str(here / "run_tests.py"), str(path), str(out)], folder)
        taken += time.monotonic() - started
        if out.exists() and (told := out.read_bytes()):  # not where the submission ended the grader
            passed += sum(one["status"] == "passed" for one in json.loads(told)["tests"])
    return Run(taken, passed)


def _run(words: list[str], folder: Path) -> str:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "CLASS": str(folder)}
    run = subprocess.run(  # noqa: S603 - as above
        words, env=environment, capture_output=True, check=False, text=True, errors="replace"
    )
    return run.stdout or "\n"


def _lay_out(here: Path, cases: Path) -> None:
    """Write the cases with their arrays, and the module that students are given."""
    here.mkdir(exist_ok=True)
    ready = make_ready(str(cases))
    copyfile(UTILS, here / "utils.py")
    (here / "loading.py").write_text(LOADING, encoding="utf-8")
    arrays: dict[str, object] = {}
    told = []
    for number, case in enumerate(ready.cases):
        arrays.update({f"{number}.{name}": array for name, array in case.inputs.items()})
        arrays.update({f"{number}={name}": array for name, array in case.expected.items()})
        steps = [
            {"call": step.call, "args": step.args, "observe": [one.name for one in step.observe]}
            for step in case.spec.steps
        ]
        told.append({"target": case.spec.target, "construct": case.spec.construct, "params": case.spec.params,
                     "inputs": list(case.inputs), "steps": steps})  # fmt: skip
    (here / "cases.json").write_text(json.dumps(told), encoding="utf-8")
    np.savez(here / "arrays.npz", **arrays)  # type: ignore[arg-type]  # its keyword is for something else
