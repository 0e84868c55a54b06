"""Scripts that were pasted with what stood around them: told as what they are, and only these."""

from __future__ import annotations

import pytest

from grader.messages import LANGS, say
from grader.submission import submission_from
from grader.submission.pasted import pasted

CODE = "import numpy as np\n\n\nclass Layer:\n    pass\n"
PASTED = [
    (f"```python\n{CODE}```\n", "fence", 1),
    (f"\n\n  ```\n{CODE}```\n", "fence", 3),
    (f"# mine\n>>> {CODE}", "prompt", 2),
    (f"In [1]: {CODE}", "prompt", 1),
    (f"%matplotlib inline\n{CODE}", "magic", 1),
    (f"!pip install numpy\n{CODE}", "magic", 1),
    (f"pip install numpy\n{CODE}", "magic", 1),
    (f"%%time\n{CODE}", "magic", 1),
    ("".join(f"{at:3}  {line}\n" for at, line in enumerate(CODE.split("\n"), 1)), "numbers", 1),
    ("".join(f"{at}| {line}\n" for at, line in enumerate(CODE.split("\n"), 9)), "numbers", 1),
    ("1 import numpy as np\n2\n3 class Layer:\n", "numbers", 1),
]
PLAIN = [
    "",
    "# ```python\n",
    CODE,
    f'"""\n```python\n>>> 1\n```\n"""\n{CODE}',
    f"{CODE}\n```\n",
    "1\n2\n",
    "1\n3\n5\n",
    "1 + 1\n2 - 1\n3 * 2\n",
    "1.5\n2.5\n3.5\n4.5\n",
    "~~~x\n",
    "1\n2\n3\n",
    "1 if x else 2\n2 if x else 3\n3 if x else 4\n",
    "1| x\n2| x\n3| x\n",
    "1 import a\n3 import b\n5 import c\n",
    "pip = 1\npip.install\n",
]


@pytest.mark.parametrize(("source", "name", "line"), PASTED)
def test_what_it_was_pasted_with_is_told(source: str, name: str, line: int) -> None:
    found = pasted(source)
    assert found is not None
    assert (found.told.key, found.told.args["line"]) == (f"submission.pasted_{name}", line)
    assert all(str(line) in say(found.told, lang) for lang in LANGS)


@pytest.mark.parametrize("source", PLAIN)
def test_nothing_is_told_of_what_may_be_python(source: str) -> None:
    assert pasted(source) is None


def test_the_text_stays_to_find_the_exercise_by() -> None:
    submission = submission_from("a.py", f"```\n{CODE}```\n".encode(), notebook=False)
    assert submission.unreadable is not None
    assert "class Layer" in submission.source
