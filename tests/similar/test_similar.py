from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.similar import compare, known_prints, prints_of
from grader.similar.page import render_page

if TYPE_CHECKING:
    from grader.similar import Prints

SOLUTION = """\
def backward(self, dout):
    n, c, out_h, out_w = dout.shape
    flat = dout.transpose(0, 2, 3, 1).reshape(-1)
    spread = np.zeros((flat.size, self.pool_h * self.pool_w))
    spread[np.arange(flat.size), self.arg_max] = flat
    rows = spread.reshape(n * out_h * out_w, -1)
    return col2im(rows, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
"""
RENAMED = (
    SOLUTION.replace("flat", "g").replace("spread", "table").replace("rows", "r") + "# written by myself\n"
)
OTHER = """\
def backward(self, dout):
    dx = np.zeros_like(self.x, dtype=float)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            for a in range(dout.shape[2]):
                top = a * self.stride
                for b in range(dout.shape[3]):
                    left = b * self.stride
                    window = self.x[i, j, top:top + self.pool_h, left:left + self.pool_w]
                    u, v = np.unravel_index(np.argmax(window), window.shape)
                    dx[i, j, top + u, left + v] += dout[i, j, a, b]
    return dx
"""
TEMPLATE = "class Layer:\n    def f(self, x):\n        ##### Begin #####\n{body}\n        ##### End #####\n"


def taken(**sources: str) -> list[Prints]:
    return [prints_of(name, source) for name, source in sources.items()]


def test_names_comments_and_layout_make_no_difference() -> None:
    spaced = SOLUTION.replace(", ", " ,  ").replace(" = ", "=")
    likeness = compare(taken(ann=SOLUTION, bob=RENAMED, cid=spaced, dan=OTHER), threshold=0.8)
    assert [[one.id for one in group.members] for group in likeness.groups] == [["ann", "bob", "cid"]]
    assert likeness.pairs == ()


def test_a_copy_with_a_line_changed_comes_close_and_another_solution_does_not() -> None:
    changed = SOLUTION.replace("rows = spread.reshape(n * out_h * out_w, -1)", "rows = spread[:]")
    likeness = compare(taken(ann=SOLUTION, bob=changed, cid=OTHER), threshold=0.5)
    assert [(pair.first.id, pair.second.id) for pair in likeness.pairs] == [("ann", "bob")]
    assert 0.5 < likeness.pairs[0].share < 1


def test_what_is_known_from_elsewhere_says_nothing() -> None:
    known = known_prints([SOLUTION])
    prints = [prints_of(name, SOLUTION, known=known) for name in ("ann", "bob")]
    likeness = compare(prints, threshold=0.1)
    assert (likeness.compared, likeness.too_short) == (0, 2)
    assert likeness.groups == ()


def test_code_outside_the_regions_is_not_compared() -> None:
    indented = "\n".join(f"        {line}" for line in SOLUTION.splitlines())
    other = "\n".join(f"        {line}" for line in OTHER.splitlines())
    same_outside = OTHER + OTHER.replace("dx", "dy")
    likeness = compare(
        taken(
            ann=TEMPLATE.format(body=indented) + same_outside,
            bob=TEMPLATE.format(body=other) + same_outside,
        ),
        threshold=0.3,
    )
    assert likeness.pairs == ()


def test_what_most_of_the_class_wrote_says_nothing() -> None:
    own = {f"s{number:02}": SOLUTION + f"value = [{number}]\n" * 1 for number in range(12)}
    likeness = compare(taken(**own), threshold=0.1)
    assert likeness.pairs == ()


def test_the_distribution_counts_everyone_once() -> None:
    likeness = compare(taken(ann=SOLUTION, bob=RENAMED, cid=OTHER), threshold=0.8)
    assert sum(likeness.nearest) == likeness.compared == 3
    assert likeness.nearest[-1] == 2


def test_a_text_that_breaks_off_is_compared_up_to_there() -> None:
    likeness = compare(taken(ann=SOLUTION, bob=SOLUTION + "x = (1, \n"), threshold=0.5)
    assert likeness.compared == 2
    assert len(likeness.pairs) + len(likeness.groups) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_student_wrote_is_data_on_the_page(lang: str) -> None:
    hostile = SOLUTION + "y = 1  # <script>alert(1)</script>\n"
    likeness = compare(taken(**{"<b>ann</b>": hostile, "bob\u202e": SOLUTION}), threshold=0.5)
    page = render_page(likeness, title="<i>", threshold=0.5, lang="zh" if lang == "zh" else "en")
    assert "<script" not in page
    assert "<b>ann" not in page
    assert "\u202e" not in page


def test_alike_lines_are_marked_on_both_sides() -> None:
    changed = SOLUTION.replace("rows = spread.reshape(n * out_h * out_w, -1)", "rows = spread[:]")
    likeness = compare(taken(ann=SOLUTION, bob=changed), threshold=0.5)
    page = render_page(likeness, title="t", threshold=0.5, lang="en")
    assert page.count("<mark>    flat = dout.transpose(0, 2, 3, 1).reshape(-1)</mark>") == 2
    assert "<mark>    rows = spread[:]" not in page


def test_a_class_of_thousands_is_compared_by_its_rare_prints() -> None:
    lines = [f"v{n} = np.f{n}(x.a{n}, x.b{n}, {n})" for n in range(3000)]
    sources = {
        f"s{n:04}": "\n".join(lines[(n * 7 + step * (n + 11)) % 3000] for step in range(12))
        for n in range(1500)
    }
    sources["copy"] = sources["s0007"] + "\nlast = np.end(1)"
    likeness = compare(taken(**sources), threshold=0.8)
    assert [{pair.first.id, pair.second.id} for pair in likeness.pairs] == [{"s0007", "copy"}]


def test_many_who_copied_one_are_found_in_a_large_class() -> None:
    def written(n: int) -> list[str]:
        return [f"v{line} = np.f{n}_{line}(x.a, x.b, {line})" for line in range(12)]

    sources = {f"s{n:03}": "\n".join(written(n)) for n in range(300)}
    for n in range(100):
        lines = written(0)
        lines.insert(n % 12, f"z = np.own{n}({n})")
        sources[f"c{n:02}"] = "\n".join(lines)
    likeness = compare(taken(**sources), threshold=0.8)
    found = {one.id for pair in likeness.pairs for one in (pair.first, pair.second)}
    assert found == {"s000", *(f"c{n:02}" for n in range(100))}


def test_who_has_only_what_most_wrote_is_too_short() -> None:
    own = {f"s{number:02}": f"{SOLUTION}v = np.f{number}(1)\n" for number in range(12)}
    likeness = compare(taken(ann=OTHER, **own), threshold=0.1)
    assert (likeness.compared, likeness.too_short) == (1, 12)
    assert sum(likeness.nearest) == 1
