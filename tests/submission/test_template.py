from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.submission import TemplateState
from grader.submission import Spliced, compare_with_template, splice_into_template, unfilled_in

TEMPLATE = '''import numpy as np


class Layer:
    """What it does."""

    def __init__(self, size=1):
        self.size = size
        self.kind = 'plain'

    def forward(self, x):
        """Double."""
        out = x * 2
        return out

    def backward(self, dout):
        """Fill this in."""
        ########## Begin ##########

        ########## End ##########
'''
FILLED = TEMPLATE.replace(" ##########\n\n", " ##########\n        return dout * 2\n")
UNTOUCHED = TemplateState(markers=True, modified_outside_markers=False)
MODIFIED = TemplateState(markers=True, modified_outside_markers=True)
PIECES = st.sampled_from(
    [
        "# Begin\n",
        "# End\n",
        "x = 1\n",
        "    ",
        "\t",
        "def f():\n",
        "'",
        '"""',
        "(",
        ")",
        "\\\n",
        "\n",
        "pass",
        "!",
        "%",
        "é",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def test_a_filled_template_is_not_modified() -> None:
    assert compare_with_template(FILLED, TEMPLATE) == UNTOUCHED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import numpy as np\n", "# my solution\nimport numpy as np  # for arrays\n"),
        ("x * 2", "x*2"),
        ("\n\nclass", "\nclass"),
        ("size=1", "size = 1"),
        ('        """Double."""\n', ""),
        ('"""What it does."""', "'''Something else.'''"),
        ("'plain'", '"plain"'),
        ("(self, x)", "(\n        self, x)"),
        ("        ########## Begin ##########", "#********* Begin *********#"),
        ("        ########## End", "            # End"),
        ("    ", "\t"),
        ("    ", "  "),
        ("        return dout * 2", "        '''\n        return 'it"),
        ("        return dout * 2", "return (dout"),
    ],
)
def test_comments_docstrings_layout_quotes_and_the_region_do_not_count(old: str, new: str) -> None:
    assert old in FILLED
    assert compare_with_template(FILLED.replace(old, new), TEMPLATE) == UNTOUCHED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x * 2", "x * 3"),
        ("size=1", "size=1, pad=0"),
        ("import numpy as np\n", "import numpy as np\nimport os\n"),
        ("'plain'", "'Plain'"),
        ("'plain'", "b'plain'"),
        ("        return out", "    return out"),
        ("        return out", "        return out\n    x = 1"),
        ("        return out\n", ""),
        ("        ########## End ##########\n", "        ########## End ##########\n        return dout\n"),
        ("    def backward(self, dout):\n", "    # Begin\n    # End\n    def backward(self, dout):\n"),
        ("import numpy as np\n", "%pip install numpy\nimport numpy as np\n"),
    ],
)
def test_other_code_outside_the_regions_is_a_modification(old: str, new: str) -> None:
    template = (
        TEMPLATE
        if "# Begin" not in new
        else TEMPLATE.replace("    def forward", "    # Begin\n    # End\n    def forward")
    )
    assert old in FILLED
    assert compare_with_template(FILLED.replace(old, new), template) == MODIFIED


def test_code_moved_across_a_marker_is_a_modification() -> None:
    source = TEMPLATE.replace("        return out\n", "        # Begin\n        # End\n        return out\n")
    template = TEMPLATE.replace(
        "        return out\n", "        return out\n        # Begin\n        # End\n"
    )
    assert compare_with_template(source, template) == MODIFIED


@pytest.mark.parametrize(
    "source", ["", "x = 1\n", FILLED.replace("Begin", "Start"), FILLED + "# Begin\n# End\n"]
)
def test_without_the_regions_nothing_is_said(source: str) -> None:
    assert compare_with_template(source, TEMPLATE) == TemplateState(markers=False)
    assert compare_with_template(source, "x = 1\n") == TemplateState(markers=False)
    assert splice_into_template(source, TEMPLATE) is None
    assert unfilled_in(source, TEMPLATE).why("Layer", "backward") is None


def test_what_is_left_open_outside_the_regions_cannot_be_compared() -> None:
    assert compare_with_template(FILLED + "x = (1\n", TEMPLATE) == TemplateState(markers=True)


def test_the_region_is_graded_inside_the_template() -> None:
    source = "import os\n\n" + FILLED.replace("x * 2", "x * 3").replace("\n\n", "\n")
    spliced = splice_into_template(source, TEMPLATE)
    assert spliced is not None
    assert spliced.source == FILLED


def test_lines_of_a_spliced_template_lead_back_to_the_submission() -> None:
    template = "a\n# Begin\n# End\nb\n# Begin\nold\n# End\n"
    source = "A\nB\n# begin\nx\ny\n# end\n# begin\n# end"
    assert splice_into_template(source, template) == Spliced(
        "a\n# Begin\nx\ny\n# End\nb\n# Begin\n# End\n", (None, None, 4, 5, None, None, None, None, None)
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n",
        "        # 请在此添加代码\n",
        "        pass\n",
        "        ...\n",
        "        '''\n        to do\n        '''\n        pass; return None\n",
        "        return\n",
    ],
)
def test_a_region_without_code_is_unfilled(body: str) -> None:
    unfilled = unfilled_in(TEMPLATE.replace(" ##########\n\n", f" ##########\n{body}"), TEMPLATE)
    assert unfilled.everywhere
    assert unfilled.places == {("Layer", "backward")}


@pytest.mark.parametrize(
    "body", ["        return dout\n", "        dx = None\n", "        x = '''\n", "        %time\n"]
)
def test_a_region_with_code_is_filled(body: str) -> None:
    unfilled = unfilled_in(TEMPLATE.replace(" ##########\n\n", f" ##########\n{body}"), TEMPLATE)
    assert unfilled.why("Layer", "backward") is None


def test_what_the_template_put_into_the_region_does_not_fill_it() -> None:
    template = TEMPLATE.replace(" ##########\n\n", " ##########\n        dx = None\n        return dx\n")
    assert unfilled_in(template.replace("dx = None\n", "dx = None  # to do\n\n"), template).everywhere
    assert not unfilled_in(template.replace("dx = None", "dx = 1"), template).places


def test_of_several_regions_the_empty_ones_are_unfilled() -> None:
    head, region = "class A:\n    def f(self):\n", "        # Begin\n        # End\n"
    template = head + region + "class B:\n    def f(self):\n" + region + region
    filled = region.replace("# End", "x = 1\n        # End")
    unfilled = unfilled_in(template.replace(region, filled, 1), template)
    assert not unfilled.everywhere
    assert unfilled.places == {("B", "f")}
    assert unfilled.why("B", "f") == "unfilled"
    assert unfilled.why("A", "f") is None
    one_of_both = (
        template.replace(head + region, head.replace("A", "C") + region).removesuffix(region) + filled
    )
    assert unfilled_in(one_of_both, template).places == {("A", "f")}


def test_a_method_without_a_region_is_given() -> None:
    assert unfilled_in(FILLED, TEMPLATE).why("Layer", "forward") == "given"
    assert unfilled_in("x = 1\n", TEMPLATE).why("Layer", "forward") == "given"


def test_where_all_is_empty_every_method_is_unfilled() -> None:
    assert unfilled_in(TEMPLATE, TEMPLATE).why("Layer", "forward") == "unfilled"


AGAIN = "        def backward(self, dout):\n            return dout\n"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (AGAIN, "nested"),
        ("        # 反向传播\n        '''Back.'''\n" + AGAIN, "nested"),
        ("        def double(dout):\n            return dout\n", None),
        (AGAIN + "        return backward(self, dout)\n", None),
        ("        if dout:\n            return dout\n", None),
    ],
)
def test_a_region_that_only_defines_its_method_again_is_nested(body: str, why: str | None) -> None:
    unfilled = unfilled_in(TEMPLATE.replace(" ##########\n\n", f" ##########\n{body}"), TEMPLATE)
    assert unfilled.why("Layer", "backward") == why


@settings(derandomize=True, deadline=None)
@given(source=TEXTS, template=TEXTS)
def test_any_two_texts_can_be_compared(source: str, template: str) -> None:
    state = compare_with_template(source, template)
    spliced = splice_into_template(source, template)
    assert state.markers == (spliced is not None)
    assert compare_with_template(source, source).modified_outside_markers is not True
    unfilled_in(source, template)
    if spliced is not None:
        assert len(spliced.lines) == spliced.source.count("\n") + 1
        theirs = source.split("\n")
        for text, line in zip(spliced.source.split("\n"), spliced.lines, strict=True):
            assert line is None or theirs[line - 1] == text
