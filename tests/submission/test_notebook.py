from __future__ import annotations

import base64
import io
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.messages import LANGS, say
from grader.model.submission import CellLine, Submission
from grader.submission import NOTEBOOK_BYTES, SCRIPT_BYTES, compare_with_template, read_submission

if TYPE_CHECKING:
    from pathlib import Path

LAYER = '''class Layer:
    """Doubles."""

    def __init__(self, size=1):
        self.size = size

    def forward(self, x):
        out = x * 2
        return out
'''
TRIAL = """layer = Layer(2)
x = np.random.rand(3, 4)
out = layer.forward(x)
print(out)
assert out.shape == x.shape
for step in range(10):
    layer.forward(x)
x"""
CELLS = st.sampled_from(
    [
        LAYER,
        TRIAL,
        "import json as j, re",
        "x = 1; print(x)",
        "x: int = 3",
        "def f(a, *b, c=x, **d):\n    global y\n    y = [i for i in a]\n    return lambda q: q + y",
        "if x:\n    print(1)\nelif y:\n    z = 2\nelse:\n    def g(): pass",
        "try:\n    import cupy\nexcept ImportError:\n    cupy = None\nfinally:\n    print()",
        "@f\n@f(1)\nclass A(Layer): x = 1",
        "with open('f') as file:\n    for line in file:\n        table[line] = 1",
        "table = {}\ntable['a'], (p, *q) = 1, (2, 3)\ntable.size = f(x)[0]\nx += 1\nx = y = f(z)",
        "'''text\nclass'''\nf(\n  1,\n)\n",
        "async def h():\n    await f()\n\n\n# a comment\n",
        "while False: pass\nelse: pass\ndel x\nx[1:2] = lambda: f(1)",
        "  y = 1\n  def k():\n    return y",
    ]
)


def notebook(*codes: str, **also: object) -> bytes:
    """Write a notebook as Jupyter does: a cell of text, then the code cells."""
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "metadata": {}, "source": ["# Pooling\n"]}]
    cells += [
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "outputs": [],
            "source": code.splitlines(keepends=True),
        }
        for code in codes
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **also}).encode()


def read(data: bytes) -> Submission:
    return read_submission("-", stdin=io.BytesIO(data))


def kept(*codes: str) -> list[str]:
    """Give the lines that stay of some code cells, without the blank ones."""
    submission = read(notebook(*codes))
    assert submission.unreadable is None
    return [line for line in submission.source.split("\n") if line.strip()]


def refusal(data: bytes, path: Path | None = None) -> str:
    if path is not None:
        path.write_bytes(data)
    submission = read(data) if path is None else read_submission(str(path))
    assert submission.unreadable is not None
    assert all(say(submission.unreadable.told, lang) for lang in LANGS)
    return submission.unreadable.told.key


def test_definitions_and_imports_stay_and_trials_go() -> None:
    head = "%matplotlib inline\n!pip install numpy\nimport numpy as np\nfrom math import sqrt"
    assert kept(head, "np.random.seed(0)", LAYER, TRIAL, "layer?") == [
        "import numpy as np",
        "from math import sqrt",
        *(line for line in LAYER.split("\n") if line),
    ]


def test_lines_stay_where_they_stand_in_their_cells() -> None:
    submission = read(notebook("print(1)\nimport os", "", "# why\n\nx = 1\n"))
    assert submission.kind == "notebook"
    assert submission.source == "\nimport os\n# why\n\nx = 1\n"
    assert submission.cells == tuple(
        CellLine(cell=cell, line=line) for cell, line in [(2, 1), (2, 2), (4, 1), (4, 2), (4, 3), (4, 4)]
    )


def test_a_notebook_is_known_by_its_name_or_its_content(tmp_path: Path) -> None:
    for name in ["a.ipynb", "a.IPYNB", "a.py"]:
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + notebook(LAYER))
        assert read_submission(str(tmp_path / name)).source == LAYER


def test_a_script_may_begin_with_a_brace() -> None:
    assert read(b"{}\nx = 1\n") == read_submission("-", stdin=io.BytesIO(b"{}\nx = 1\n"))
    assert (read(b"{}\nx = 1\n").kind, read(b"{}\nx = 1\n").source) == ("script", "{}\nx = 1\n")


def test_the_source_of_a_cell_may_be_one_string() -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": "a = 1\r\nb = 2\r"}]}).encode()
    assert read(data).source == "a = 1\nb = 2\n"


@pytest.mark.parametrize(
    ("cell", "stays"),
    [
        ("%%time\nx = 1", ["x = 1"]),
        ("\n%%capture out\nx = 1", ["x = 1"]),
        ("%%bash\necho it's (\nx = 1", []),
        ("%%writefile a.txt\nx = 1", []),
        ("%%writefile a.py\nx = 1", ["x = 1"]),
        ("%%file 'my layer.py'\nx = 1", ["x = 1"]),
        ("# first\n%%time\nx = 1", ["# first", "x = 1"]),
        ("%time x = 1\ny = 2", ["y = 2"]),
        ("!ls 'it\ny = 2", ["y = 2"]),
        ("files = !ls\ny = 2", ["y = 2"]),
        ("?y\ny??\ny = 2", ["y = 2"]),
        ("y = (7\n  % 2)", ["y = (7", "  % 2)"]),
        ("def f():\n    %time\n    return 1", ["def f():", "    pass", "    return 1"]),
        (
            "try:\n    import a\nexcept ImportError:\n    !pip install \\\n    a",
            ["try:", "    import a", "except ImportError:", "    pass"],
        ),
    ],
)
def test_magics_become_blank_lines(cell: str, stays: list[str]) -> None:
    assert kept(cell, "z = 1") == [*stays, "z = 1"]


@pytest.mark.parametrize(
    ("cell", "stays"),
    [
        ("rng = np.random.RandomState(0)\nclass A:\n    def f(self):\n        return rng.rand()", "rng"),
        ("size = int('3')\nclass A:\n    def f(self, n=size):\n        pass", "size"),
        ("size = int('3')\nclass A:\n    shape = (size, size)", "size"),
        ("a = f(1)\nb = g(a)\ndef h():\n    return [b for _ in '']", "a = f(1) b = g(a)"),
        ("table = make(4)\nfor i in range(4):\n    table[i] = i\ndef h():\n    return table", "table[i]"),
        ("counter = make()\ndef h():\n    global counter\n    counter = 1", "counter = make()"),
        ("import numpy as np\nsigmoid = lambda x: 1 / (1 + np.exp(-x))", "sigmoid"),
        ("def backward(self): pass\nA.backward = wraps(f)(backward)\nclass A: pass", "A.backward"),
        ("class A: pass\nB = A", "B = A"),
        ("Size = make()\nclass A:\n    size: Size = 1", "Size = make"),
        ("e = make()\ndef h():\n    k = lambda x=1, y=e: y\n    return k", "e = make"),
        ("key = int('1')\ndef h(table):\n    table[key] = 1", "key = int"),
        ("@f\n@g(1)\ndef h(): pass", "@f @g(1) def h(): pass"),
        ("EPS: float = 1e-7", "EPS"),
        ("EPS = 1e-7; print(EPS)\ndef h(): return EPS", "EPS ="),
        ("if True:\n    size = f()\nelse:\n    size = g()\ndef h(): return size", "size = g()"),
    ],
)
def test_what_a_definition_needs_stays(cell: str, stays: str) -> None:
    assert stays in " ".join(kept(cell))


@pytest.mark.parametrize(
    ("cell", "goes"),
    [
        ("x = load('x')\nclass A:\n    def f(self, x):\n        return x", "load"),
        ("out = run()\nclass A:\n    def f(self):\n        out = 1\n        return out", "run"),
        (
            "out = run()\nclass A:\n    def f(self):\n        (a, out), self.b[a] = 1\n        return out",
            "run",
        ),
        ("i = run()\ndef f():\n    for i in range(3):\n        print(i)", "run"),
        (
            "i = run()\ntable = make(4)\nfor i in range(4):\n    table[i] = i\ndef h():\n    return table",
            "run",
        ),
        ("y = run()\ndef f():\n    if (y := 1): return y", "run"),
        ("re = run()\ndef f():\n    import re\n    return re", "run"),
        ("size = run()\nclass A:\n    size = 1", "run"),
        ("size = 1\ndef f(): return size\ndel size", "del"),
        ("e = run()\ndef f():\n    try: pass\n    except E as e: raise e", "run"),
        ("axis = run()\ndef f(x):\n    return x.max(axis=0)", "run"),
        ("shape = run()\ndef f(x):\n    return x.shape", "run"),
        ("x = run()\ny = x * 2\nx += 1", "x"),
        ("for i in range(3):\n    train(i)", "train"),
        ("with open('f') as f:\n    data = f.read()", "data"),
        ("if x:\n    train()", "train"),
        ("data[0] = 1", "data"),
        ("def f(): pass\nf()\nf", "\nf"),
        ("assert x\ndel x\nraise x\nlambda: x", "x"),
        ("lambda: run()", "run"),
    ],
)
def test_what_only_tries_out_goes(cell: str, goes: str) -> None:
    assert goes not in "\n".join(kept(cell, "z = 1"))


PLOT = "import matplotlib.pyplot as plt"


@pytest.mark.parametrize(
    "cell",
    [
        "from torch import nn\nclass A: pass\nnn.Linear(2, 3)",
        "import os, torch\nclass A:\n    def f(self, torch):\n        return torch",
        f"{PLOT}\ndef show(x: plt.Figure):\n    plt.show()\nclass A: pass\nshow(A())",
        f"{PLOT}\nplt.rcParams['size'] = 1\nclass A: pass",
    ],
)
def test_a_foreign_module_that_no_class_needs_goes(cell: str) -> None:
    left = "\n".join(kept(cell))
    assert "class A" in left
    assert not re.search(r"import|plt", left)


@pytest.mark.parametrize(
    ("cell", "stays"),
    [
        ("class A:\n    def f(self):\n        return im2col()\nfrom utils import im2col", "from utils"),
        ("from utils import im2col\ndef f(): return im2col()\nclass A:\n    size = f()", "from utils"),
        ("import utils\nsize = utils.f()\nclass A:\n    n = size", "import utils"),
        ("import utils\nclass A:\n    def f(self): return f'{utils.name}'", "import utils"),
        ("from utils import im2col\ndef f(): return im2col()", "from utils"),
        ("from utils import *\nclass A: pass", "from utils"),
        ("from . import utils\nclass A: pass", "from . import"),
        ("import utils\ndef f(self): utils\nA.f = f\nclass A: pass", "import utils"),
    ],
)
def test_a_foreign_module_that_a_class_needs_stays(cell: str, stays: str) -> None:
    assert stays in "\n".join(kept(cell))


def test_futures_come_first_and_keep_their_place() -> None:
    submission = read(
        notebook('"""What."""\nx = 1', "import a\nfrom __future__ import (\n  annotations)\ny = 2")
    )
    assert submission.source.startswith("from __future__ import (\n  annotations)\n")
    assert submission.cells[:3] == (
        CellLine(cell=3, line=2),
        CellLine(cell=3, line=3),
        CellLine(cell=2, line=1),
    )
    compile(submission.source, "notebook", "exec")


def test_a_cell_that_is_left_open_stays_for_python_to_complain() -> None:
    submission = read(notebook("print(1)\nimport os", "!ls\nx = (1\nprint('a\n"))
    assert submission.source == "\nimport os\n\nx = (1\nprint('a\n"
    assert kept("size = make()", "def f(:\n    return size") == [
        "size = make()",
        "def f(:",
        "    return size",
    ]


def test_a_notebook_with_pictures_is_read(tmp_path: Path) -> None:
    picture = base64.b64encode(bytes(3 * SCRIPT_BYTES)).decode()
    file = tmp_path / "a.ipynb"
    file.write_bytes(notebook(LAYER, attachments={"a.png": {"image/png": picture}}))
    assert file.stat().st_size > 4 * SCRIPT_BYTES
    assert read_submission(str(file)).source == LAYER


def test_a_notebook_of_more_than_20_mib_is_too_large(tmp_path: Path) -> None:
    assert refusal(notebook(LAYER).ljust(NOTEBOOK_BYTES + 1), tmp_path / "a.ipynb") == "submission.too_large"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"x = 1\n", "submission.no_notebook"),
        (b"", "submission.no_notebook"),
        (b"{}", "submission.no_notebook"),
        (b'{"cells": 1}', "submission.no_notebook"),
        (b'{"cells": [1]}', "submission.no_notebook"),
        (b'{"cells": [{"cell_type": "code", "source": [1]}]}', "submission.no_notebook"),
        (b'{"cells": [{"cell_type": "code", "source": "\xff"}]}', "submission.no_notebook"),
        (b'{"worksheets": []}', "submission.no_notebook"),
        (b'{"cells": []}', "submission.notebook_empty"),
        (b'{"cells": [{"cell_type": "markdown", "source": "x = 1"}]}', "submission.notebook_empty"),
        (b'{"cells": [{"cell_type": "code", "source": " \\n"}]}', "submission.notebook_empty"),
        (b'{"cells": [{"cell_type": "code", "source": "\\u0000"}]}', "submission.notebook_nul"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b', "cells": []}', "submission.notebook_nested"),
        (notebook("#" * SCRIPT_BYTES, "#"), "submission.notebook_code"),
        (notebook(*["#"] * 10_000), "submission.notebook_code"),
    ],
)
def test_what_is_no_notebook_is_unreadable(data: bytes, key: str, tmp_path: Path) -> None:
    assert refusal(data, tmp_path / "a.ipynb") == key


@pytest.mark.parametrize("half", ["\\ud800", "\\udc00", "\\ud800x", "\\ud800\\ud800", "\\udfff\\ud800"])
def test_half_a_character_never_becomes_source(half: str, tmp_path: Path) -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "x = \'' + half.encode() + b"'\"}]}"
    assert refusal(data, tmp_path / "a.IPYNB") == "submission.no_notebook"


def test_markers_are_found_in_a_notebook() -> None:
    region = LAYER.replace("        out = x * 2\n", "        # Begin\n        out = x * 2\n        # End\n")
    state = compare_with_template(read(notebook("print(1)", region, "Layer()")).source, region)
    assert (state.markers, state.modified_outside_markers) == (True, False)


@settings(derandomize=True, deadline=None)
@given(codes=st.lists(CELLS, min_size=1, max_size=8))
def test_what_stays_of_python_is_python(codes: list[str]) -> None:
    submission = read(notebook(*codes))
    compile(submission.source, "notebook", "exec")
    lines = submission.source.split("\n")
    for line, origin in zip(lines, submission.cells, strict=True):
        theirs = codes[origin.cell - 2].split("\n")[origin.line - 1]
        assert line.strip() in {"", theirs.strip()}
    assert all(
        here.cell < there.cell or here.line + 1 == there.line for here, there in pairwise(submission.cells)
    )


@settings(derandomize=True, deadline=None)
@given(codes=st.lists(st.text(max_size=60) | CELLS, max_size=4))
def test_any_cells_are_a_submission(codes: list[str]) -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": code} for code in codes]}).encode()
    submission = read(data)
    if submission.unreadable is None and submission.kind == "notebook":
        assert submission.source.count("\n") + 1 == len(submission.cells)
        submission.source.encode()


@settings(derandomize=True, deadline=None)
@given(
    data=st.recursive(
        st.none() | st.text(max_size=5) | st.integers(), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_any_json_in_place_of_the_cells_is_a_submission(data: object) -> None:
    cells = [{"cell_type": "code", "source": data}, data]
    for document in ({"cells": data}, {"cells": cells}, {"cells": cells[:1]}):
        read(json.dumps(document).encode())
