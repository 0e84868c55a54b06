"""What a right but unusual submission does works, and the same in every sandbox: cold, warm and spawned."""

from __future__ import annotations

import textwrap
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.observation import LoadRaised, Raised, Returned, ReturnedArray, Unloadable
from grader.sandbox.inside.policy import ALLOWED
from tests.sandbox.conftest import layer, lines, stimulus

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bench

WORKING = {
    "the given module": """
        from utils import im2col
        assert im2col(1) == 2
    """,
    "an alias of it": """
        from common.util import im2col
        import common.util, utils
        assert common.util is utils
    """,
    "its file": """
        import utils
        assert utils.__file__ == '/utils.py' and 'def im2col' in open(utils.__file__).read()
    """,
    "own name and file": "assert (__name__, __file__) == ('submission', '/submission.py')",
    "own source": """
        assert 'class Layer' in open(__file__).read() and b'class Layer' in open(__file__, 'rb').read()
    """,
    "own source by pathlib": """
        from pathlib import Path
        assert 'class Layer' in Path(__file__).read_text(encoding='utf-8')
    """,
    "no arguments": """
        import sys
        assert sys.argv[1:] == []
    """,
    "dataclasses": """
        from dataclasses import dataclass, field
        @dataclass
        class Point:
            x: int
            y: list = field(default_factory=list)
        assert Point(1) == Point(1, [])
    """,
    "named tuples and enums": """
        from typing import NamedTuple
        import enum
        class P(NamedTuple):
            x: int = 1
        class E(enum.Enum):
            A = 1
        assert P().x == E.A.value
    """,
    "type hints": """
        import typing
        from typing import Optional, List
        def f(x: 'Optional[int]') -> List[int]: return [x]
        assert typing.get_type_hints(f)['x'] == Optional[int]
    """,
    "future annotations": """
        def f(x: int | None = None): return x
        assert f.__annotations__
    """,
    "abstract classes": """
        from abc import ABC, abstractmethod
        class B(ABC):
            @abstractmethod
            def f(self): ...
        class C(B):
            def f(self): return 1
        assert C().f() == 1
    """,
    "temporary files": """
        import tempfile
        with tempfile.NamedTemporaryFile(suffix='.npy') as f:
            np.save(f, np.ones(3))
            f.seek(0)
            assert np.load(f).sum() == 3 and f.name
    """,
    "temporary text": """
        import tempfile
        with tempfile.TemporaryFile('w+') as f:
            f.write('é\\n')
            f.seek(0)
            assert f.read() == 'é\\n'
    """,
    "spooled files": """
        import tempfile
        with tempfile.SpooledTemporaryFile(99, 'w+') as f:
            f.write('a')
            f.seek(0)
            assert f.read() == 'a'
    """,
    "memory files": """
        import io
        b = io.BytesIO()
        np.savez(b, a=np.ones(2))
        b.seek(0)
        assert np.load(b)['a'].sum() == 2
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(abs, [-1, 2])) == 3
    """,
    "logging": """
        import logging
        logging.basicConfig(level=logging.DEBUG)
        logging.getLogger('a').info('hello')
    """,
    "warnings": """
        import warnings
        warnings.warn('careful')
        np.float64(1) / np.float64(0)
    """,
    "random numbers": """
        import random
        random.seed(1)
        np.random.seed(0)
        assert np.random.default_rng(0).random() < 1
    """,
    "deep recursion": """
        import sys
        sys.setrecursionlimit(20000)
        def f(n): return n and f(n - 1) + 1
        assert f(9000) == 9000
    """,
    "linear algebra": """
        assert np.allclose(np.linalg.inv(np.eye(3)), np.eye(3)) and np.fft.fft(np.ones(4))[0] == 4
    """,
    "einsum and strides": """
        from numpy.lib.stride_tricks import as_strided, sliding_window_view
        assert np.einsum('ij,ij->', np.ones((2, 2)), np.ones((2, 2))) == 4
        assert sliding_window_view(np.arange(5), 3).shape == (3, 3)
    """,
    "masked arrays": """
        import numpy.ma as ma
        assert ma.masked_less(np.arange(4), 2).sum() == 5
    """,
    "polynomials by attribute": "assert np.polynomial.Polynomial([1, 2])(1) == 3",
    "testing": """
        np.testing.assert_allclose(1.0, 1.0)
        import unittest
        unittest.TestCase
    """,
    "a wrapped stdout": """
        import io, sys
        sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')
        print('é')
    """,
    "a reconfigured stdout": """
        import sys
        sys.stdout.reconfigure(encoding='utf-8', line_buffering=True)
        print('é')
    """,
    "a wrapped stdin": """
        import io, sys
        sys.stdin = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8')
        assert sys.stdin.readline() == ''
    """,
    "a reconfigured stdin": """
        import sys
        sys.stdin.reconfigure(encoding='utf-8')
        assert list(sys.stdin) == [] and sys.stdin.buffer.readline() == b''
    """,
    "printing to nowhere": """
        import contextlib, os
        with open(os.devnull, 'w', encoding='utf-8') as nowhere, contextlib.redirect_stdout(nowhere):
            print('é')
        with open(os.devnull, 'wb') as nowhere:
            assert nowhere.write(b'abc') == 3
        assert open(os.devnull).read() == '' and open(os.devnull, 'rb').read() == b''
    """,
    "a main block": """
        if __name__ == '__main__':
            raise SystemExit
    """,
    "a missing optional module": """
        try:
            import matplotlib.pyplot as plt
        except ImportError:
            plt = None
    """,
    "asking for a module": """
        import importlib.util
        assert importlib.util.find_spec('torch') is None
    """,
    "a computed name": """
        import importlib
        assert importlib.import_module('stat' + 'istics').mean([1, 3]) == 2
    """,
    "a computed name of numpy": """
        import importlib
        importlib.import_module('numpy.' + 'po' + 'lynomial.' + 'chebyshev')
    """,
    "what a module itself imports": """
        import importlib
        importlib.import_module('_c' + 'sv')
    """,
    "time": """
        import time, datetime
        assert time.time() > 1e9 and datetime.datetime.now().year > 2000 and time.strftime('%Y')
    """,
    "timing": """
        import time
        t = time.perf_counter()
        time.sleep(0.001)
        assert time.perf_counter() > t
    """,
    "chinese identifiers": """
        变量 = 1
        assert 变量 == 1
    """,
}

OF_ITS_CLASS = {
    "source": """
        import inspect
        assert inspect.getsource(type(self)).startswith('class Layer')
    """,
    "pickle": """
        import pickle
        assert pickle.loads(pickle.dumps(self)).__class__ is type(self)
    """,
    "deepcopy": """
        import copy
        assert copy.deepcopy(self) is not self
    """,
    "module": """
        import sys
        assert sys.modules[type(self).__module__].Layer is type(self)
    """,
    "traceback": """
        import traceback
        try: 1 / 0
        except ZeroDivisionError: assert '1 / 0' in traceback.format_exc()
    """,
}


def passed(name: str, work: str) -> str:
    body = textwrap.indent(lines(work, "return dout"), " " * 8)
    return f"    def {name}(self, dout):\n{body}\n"


@pytest.mark.parametrize("work", WORKING.values(), ids=WORKING)
def test_usual_work_works_in_a_worker(forked: Bench, work: str) -> None:
    seen = forked.seen(layer(before=work))
    assert isinstance(seen, Returned), seen


@pytest.mark.parametrize("kind", ["warm", "spawned"])
def test_usual_work_works_in_other_sandboxes(bench: Bench, kind: str) -> None:
    if bench.kind != kind:
        return
    methods = [
        passed(f"take_{n}", f"exec({lines(work)!r}, dict(globals()))")
        for n, work in enumerate(WORKING.values())
    ]
    runs = bench.run(
        layer() + "".join(methods), *[stimulus(method=f"take_{n}") for n in range(len(methods))]
    ).runs
    for name, run in zip(WORKING, runs, strict=True):
        assert isinstance(run.observation, Returned), (name, run.observation)


def test_usual_work_with_its_own_class(bench: Bench) -> None:
    source = layer() + "".join(passed(name, work) for name, work in OF_ITS_CLASS.items())
    runs = bench.run(source, *[stimulus(method=name) for name in OF_ITS_CLASS]).runs
    for name, run in zip(OF_ITS_CLASS, runs, strict=True):
        assert isinstance(run.observation, Returned), (name, run.observation)


REFUSED = (
    "torch", "scipy", "matplotlib", "grader", "yaml", "msgspec", "submission.more", "utils.more", "tkinter",
    "numpy.nothing", "idlelib", "reference", "pip",
)  # fmt: skip


def test_what_is_not_allowed_is_not_found_in_pythons_own_words(bench: Bench) -> None:
    methods = [passed(f"take_{n}", f"import {name}") for n, name in enumerate(REFUSED)]
    runs = bench.run(
        layer() + "".join(methods), *[stimulus(method=f"take_{n}") for n in range(len(REFUSED))]
    ).runs
    for name, run in zip(REFUSED, runs, strict=True):
        assert isinstance(run.observation, Raised), name
        exception = run.observation.exception
        assert (exception.type_name, exception.kind) == ("ModuleNotFoundError", "no_import")
        assert exception.text.startswith("No module named ")


def test_an_import_that_is_refused_at_import_says_so(bench: Bench) -> None:
    seen = bench.seen("import torch\n")
    assert isinstance(seen, Unloadable)
    assert isinstance(seen.cause, LoadRaised)
    assert seen.cause.exception.text == "No module named 'torch'"
    assert seen.cause.exception.trace[0].line == 1


def test_a_module_that_turns_out_to_be_needed_late_runs_the_job_again(bench: Bench) -> None:
    """The second case needs more; what the first printed is there once."""
    forward = "print('in', x)\nif x == 2: __import__('fra' + 'ctions')\nreturn x"
    result = bench.run(layer(forward), *map(stimulus, (1, 2, 3)))
    assert [run.printed.text for run in result.runs] == ["in 1\n", "in 2\n", "in 3\n"]
    assert all(isinstance(run.observation, Returned) for run in result.runs)


def test_nothing_of_one_job_is_left_for_the_next(bench: Bench) -> None:
    before = "import sys, builtins, numpy\nbuiltins.left = numpy.left = sys.left = 1\nnp.random.seed(5)"
    assert isinstance(bench.seen(layer(before=before)), Returned)
    for name in ("builtins", "numpy", "sys"):
        seen = bench.seen(f"import {name}\nassert not hasattr({name}, 'left')\n" + layer())
        assert isinstance(seen, Returned)


def test_cases_of_one_job_share_a_worker_in_their_order(bench: Bench) -> None:
    source = layer("seen.append(float(x))\nreturn np.array(seen)", before="seen = []")
    runs = bench.run(source, *map(stimulus, (1, 2, 3))).runs
    last = runs[-1].observation
    assert isinstance(last, Returned)
    value = last.values["out"]
    assert isinstance(value, ReturnedArray)
    np.testing.assert_array_equal(value.array, [1, 2, 3])


def test_a_job_without_cases_runs_nothing(bench: Bench) -> None:
    job = bench.job("raise SystemExit")
    empty = type(job)(**{name: getattr(job, name) for name in job.__struct_fields__} | {"stimuli": ()})
    assert bench.sandbox.run(empty).runs == ()


def test_every_allowed_module_that_python_has_is_there(bench: Bench) -> None:
    """Spelt backwards, so that nothing is loaded because it is named."""
    names = sorted(ALLOWED)
    missing = f"""
    import importlib, warnings
    warnings.simplefilter('ignore')
    def lacks(name):
        try:
            importlib.import_module(name[::-1])
        except ImportError:
            return True
    return np.array([lacks(name) is True for name in {[name[::-1] for name in names]}])
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = [find_spec(name) is None for name in names]
    seen = bench.seen(layer(missing))
    assert isinstance(seen, Returned)
    value = seen.values["out"]
    assert isinstance(value, ReturnedArray)
    assert [name for name, lacking in zip(names, value.array, strict=True) if lacking] == [
        name for name, lacking in zip(names, expected, strict=True) if lacking
    ]
