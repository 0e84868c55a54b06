"""`grade cases audit`: what survives is told, explained, and caught by a case that is made up for it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.arrays.secret import fingerprint
from grader.audit.audit import audit
from grader.audit.extra import find_extra
from grader.audit.matrix import catches, make_matrix
from grader.diagnosis.catalogue import load_catalogue
from grader.oracle import make_cases
from tests.cases_commands.small_course import ASSIGNED, CASES, EXERCISE, HIDDEN, LAST_TIE, REFERENCE, STALE

if TYPE_CHECKING:
    from tests.cases_commands.small_course import Commands, Folder

ALL = {"assigned": ASSIGNED, "last_tie": LAST_TIE, "stale": STALE, "sign": "dx[:, 0] = -dy.sum(axis=1)"}


@pytest.fixture
def tempted(folder: Folder) -> Folder:
    """Give the small course four misconceptions, of which its two cases catch one."""
    for name, body in ALL.items():
        folder.misconception(name, body, shows={"assigned": "overlap", "last_tie": "ties"}.get(name, "any"))
    return folder


def test_the_matrix_says_who_is_caught_where(tempted: Folder) -> None:
    known = load_catalogue(tempted.exercise).misconceptions
    matrix = make_matrix(tempted.exercise, known, make_cases(tempted.suite, tempted.suite.cases))
    assert [one.id for one in matrix.misconceptions] == ["assigned", "last_tie", "sign", "stale"]
    assert matrix.caught.tolist() == [[False] * 2, [False] * 2, [True] * 2, [False] * 2]
    assert matrix.trivial.all()
    assert [matrix.misconceptions[row].id for row in matrix.survivors()] == ["assigned", "last_tie", "stale"]
    assert matrix.stronger_case(0) is None
    assert matrix.stronger_case(1) == 0


def test_a_misconception_that_raises_is_caught(folder: Folder) -> None:
    folder.misconception("crash", "raise ValueError(dy)")
    folder.misconception("forgets", "return None")
    folder.misconception("lists", "return self.x.tolist()")
    done = audit(folder.suite, load_catalogue(folder.exercise).misconceptions)
    assert done.passed
    assert done.matrix.caught.all()


def test_a_class_that_a_misconception_lacks_is_right(folder: Folder) -> None:
    other = "  Doubled: {steps: [{call: backward, with: [dz], observe: {dx: return}}]}\ntags:\n"
    exercise = EXERCISE.replace("tags:\n", other).replace("targets:\n", "  dz: {shape: [B]}\ntargets:\n")
    folder.write("exercises/windowed/exercise.yaml", exercise)
    reference = "\n\nclass Doubled:\n    def backward(self, dz):\n        return 2 * dz\n"
    folder.write("reference/windowed.py", REFERENCE + reference)
    doubled = "  - {name: doubled, target: Doubled, seed: 9, params: {k: 1}, dz: {shape: [3]}}\n"
    cases = re.sub(r"( +)(seed: 1\d)", r"\1target: Windowed\n\1\2", CASES)
    folder.write("cases/windowed.yaml", cases + doubled)
    folder.misconception("sign", ALL["sign"])
    done = audit(folder.suite, load_catalogue(folder.exercise).misconceptions)
    assert done.matrix.caught.tolist() == [[True, True, False]]
    assert done.passed


def test_a_misconception_without_any_class_of_the_exercise_is_a_mistake(
    folder: Folder, grade: Commands
) -> None:
    text = '"""\nzh: 中文说明\nen: what it does\nshows: any\n"""\n\n\nclass Window:\n    pass\n'
    folder.write("reference/misconceptions/windowed/misspelt.py", text)
    done = grade("cases", "audit")
    assert done.code == 4
    assert "misspelt.py: a misconception must define a class of the exercise: Windowed" in done.err


def test_a_case_that_alone_catches_is_named(folder: Folder) -> None:
    folder.misconception("wide_only", "dx[:] = 0 if self.k == 3 else Reference.backward(self, dy)")
    folder.misconception("both", "dx[:] = 7")
    matrix = audit(folder.suite, load_catalogue(folder.exercise).misconceptions).matrix
    assert (matrix.only_here(0), matrix.only_here(1)) == ((), ("wide_only",))
    assert matrix.stronger_case(0) == 1
    assert matrix.stronger_case(1) is None


def test_every_survivor_is_told_with_reason_and_remedy(tempted: Folder, grade: Commands) -> None:
    done = grade("cases", "audit")
    assert done.code == 1
    assert "misconceptions: 4, cases: 2, survivors: 3" in done.out
    assert "assigned survives: it shows in cases of this kind: overlap; no case is tagged so" in done.out
    assert "  what assigned does\n" in done.out
    assert "    - name: catches_assigned\n" in done.out
    assert "stale survives: it can show in any case, and passes all of these" in done.out
    assert done.out.endswith("the audit failed\n")
    assert tempted.cases.read_text() == CASES


def test_cases_of_the_right_kind_that_do_not_bring_it_out_are_numbered(
    tempted: Folder, grade: Commands
) -> None:
    calm = "  - {name: calm, seed: 3, params: {k: 2}, x: {shape: [1, 2]}}\n"
    tempted.write("cases/windowed.yaml", CASES + calm)
    assert "those that are tagged so (3) do not bring it out" in grade("cases", "audit").out


@pytest.mark.parametrize("name", ["assigned", "last_tie", "stale"])
def test_the_case_that_is_made_up_catches_what_survived(tempted: Folder, name: str) -> None:
    (known,) = (one for one in load_catalogue(tempted.exercise).misconceptions if one.id == name)
    extra = find_extra(tempted.suite, known, seconds=60.0)
    assert extra is not None
    assert catches(tempted.exercise, known, extra.case)
    assert extra.case.spec.seed not in {11, 12}
    assert np.abs(extra.case.expected["dx"]).max() > 1e-3
    assert sum(array.size for array in extra.case.inputs.values()) <= 20


def test_the_case_that_is_made_up_is_as_small_as_can_be(tempted: Folder) -> None:
    (known,) = (one for one in load_catalogue(tempted.exercise).misconceptions if one.id == "assigned")
    extra = find_extra(tempted.suite, known, seconds=60.0)
    assert extra is not None
    assert extra.draft.params == {"k": 2}
    assert extra.draft.inputs["x"].shape == (1, 3)
    assert not extra.draft.steps


def test_the_same_case_is_made_up_each_time(tempted: Folder) -> None:
    (known,) = (one for one in load_catalogue(tempted.exercise).misconceptions if one.id == "last_tie")
    first, second = (find_extra(tempted.suite, known, seconds=60.0) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.yaml == second.yaml
    assert "tags: [ties]" in first.yaml


def test_the_case_that_is_made_up_has_more_axes_where_these_tell(folder: Folder) -> None:
    steps = "{call: forward, with: [x], observe: {y: return}}"
    inputs = "inputs: {x: {shape: [B, D...]}}"
    head = "title: {zh: 展平, en: Flatten}\nreference: reference/windowed.py\n"
    folder.write(
        "exercises/windowed/exercise.yaml", f"{head}{inputs}\ntargets: {{Flat: {{steps: [{steps}]}}}}\n"
    )
    body = "class Flat:\n    def forward(self, x):\n        return"
    folder.write("reference/windowed.py", f"{body} x.reshape(len(x), -1)\n")
    said = '"""\nzh: 没有展平\nen: not flattened\nshows: any\n"""\n'
    folder.write("reference/misconceptions/windowed/not_flat.py", f"{said}{body} x\n")
    folder.write(
        "cases/windowed.yaml", "exercise: windowed\ncases: [{name: a, seed: 1, x: {shape: [2, 3]}}]\n"
    )
    (survivor,) = audit(folder.suite, load_catalogue(folder.exercise).misconceptions).survivors
    assert survivor.extra is not None
    assert survivor.extra.draft.inputs["x"].shape == (1, 2, 2, 1)


def test_a_case_in_which_nothing_is_expected_but_zeros_is_not_made_up(folder: Folder) -> None:
    folder.misconception("zeros", "dx = Reference.backward(self, dy)\n        dx += not dx.any()")
    (known,) = load_catalogue(folder.exercise).misconceptions
    assert find_extra(folder.suite, known, seconds=60.0) is None


def test_an_id_that_cannot_be_a_name_still_has_its_case(folder: Folder) -> None:
    folder.misconception("assigned (=) " + "x" * 60, ASSIGNED)
    (known,) = load_catalogue(folder.exercise).misconceptions
    extra = find_extra(folder.suite, known, seconds=60.0)
    assert extra is not None
    assert extra.draft.name == f"catches_assigned_____{'x' * 60}"[:60]


def test_what_is_right_cannot_be_caught(folder: Folder, grade: Commands) -> None:
    folder.misconception("right", "np.add.at(dx, (np.arange(len(dx))[:, None], self.first), dy)")
    done = grade("cases", "audit")
    assert done.code == 1
    assert "No small case was found that catches it: is it wrong at all?" in done.out


def test_fix_appends_what_is_missing_and_then_nothing_survives(tempted: Folder, grade: Commands) -> None:
    done = grade("cases", "audit", "--fix")
    assert done.code == 0
    assert done.out.startswith("appended 'catches_assigned' to course/cases/windowed.yaml\n")
    assert done.out.endswith("nothing survives\n")
    assert tempted.cases.read_text().startswith(CASES)
    assert grade("cases", "check").out.endswith("errors: 0, warnings: 0\n")
    assert grade("cases", "audit").code == 0


def test_one_case_that_catches_several_is_appended_once(folder: Folder, grade: Commands) -> None:
    folder.misconception("assigned", ASSIGNED)
    folder.misconception("assigned_too", ASSIGNED)
    grade("cases", "audit", "--fix")
    assert folder.cases.read_text().count("- name: catches_") == 1


def test_a_course_without_misconceptions_still_proves_its_reference(folder: Folder, grade: Commands) -> None:
    done = grade("cases", "audit")
    assert done.code == 0
    assert "misconceptions: 0" in done.out
    assert "reference: equal to numerical gradients on 2 of 2 cases" in done.out
    assert folder.cases.exists()


def test_a_suite_that_zeros_pass_fails_the_audit(folder: Folder, grade: Commands) -> None:
    drawn = "dy: {draw: {low: -1e-6, high: 1e-6}}"
    text = CASES.replace("x: {shape: [2, 6]}", "x: {shape: [2, 6]}\n    " + drawn)
    folder.write(
        "cases/windowed.yaml", text.replace("x: {shape: [3, 9]}", "x: {shape: [3, 9]}\n    " + drawn)
    )
    done = grade("cases", "audit")
    assert done.code == 1
    assert "(nothing but zeros) survives" in done.out
    assert "(nothing but ones) survives" not in done.out


def test_machines_read_the_same(tempted: Folder, grade: Commands) -> None:
    tempted.write("cases/windowed.hidden.yaml", HIDDEN)
    done = grade("cases", "audit", "--format", "json")
    found = json.loads(done.out)
    assert done.code == 1
    assert found["format_version"] == 1
    assert not found["passed"]
    assert [one["case"] for one in found["cases"]] == ["apart", "wide", "unseen"]
    assert found["cases"][2]["only_here"] == ["assigned"]
    assert found["cases"][1]["covered_by"] == "apart"
    by_id = {one["id"]: one for one in found["misconceptions"]}
    assert by_id["assigned"]["caught_by"] == ["unseen"]
    assert by_id["sign"]["caught_by"] == ["apart", "wide", "unseen"]
    assert by_id["stale"]["survives"]
    assert by_id["stale"]["extra"].startswith("- name: catches_stale\n")
    assert {one["id"]: len(one["caught_by"]) for one in found["trivial"]} == {
        "unfilled": 3,
        "zeros": 3,
        "ones": 3,
    }
    assert found["reference"]["numerical"] == ["apart", "wide", "unseen"]
    assert found["reference"]["failures"] == []


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.marks += ["x"] * (tag == "td" and dict(attrs).get("class") == "x")


def test_the_page_needs_nothing_else_and_escapes_everything(tempted: Folder, grade: Commands) -> None:
    told = "<script>1</script>"
    text = f'"""\nzh: {told}\nen: {told}\nshows: {told}\n"""\nfrom ...windowed import Windowed\n'
    tempted.write("reference/misconceptions/windowed/evil.py", text)
    done = grade("cases", "audit", "--format", "html")
    page = _Page()
    page.feed(done.out)
    assert "script" not in page.tags
    assert not {"link", "img", "iframe"} & set(page.tags)
    assert done.out.count("&lt;script&gt;") == 3  # over its row, why it survives, what it does
    assert len(page.marks) == 2 * (1 + 3)  # one that is caught, three that are trivial
    assert "default-src 'none'" in done.out


def test_a_page_goes_to_a_file(tempted: Folder, grade: Commands) -> None:
    target = tempted.root.parent / "audit.html"
    assert grade("cases", "audit", "--format", "html", "-o", target).out == ""
    assert target.read_text().startswith("<!doctype html>")


def test_under_a_secret_hidden_cases_must_catch_with_every_draw(
    folder: Folder, grade: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misconception that shows in half of all draws is caught by the published draw alone."""
    folder.misconception("lucky", "dx = Reference.backward(self, dy) * (1 if self.x[0, 0] > 0 else 2)")
    folder.write("cases/windowed.hidden.yaml", HIDDEN)
    positive = "draw: {low: 0, high: 1}"
    public = CASES.replace("[2, 6]", f"[2, 6], {positive}").replace("[3, 9]", f"[3, 9], {positive}")
    folder.write("cases/windowed.yaml", public)
    secret = next(secret for number in range(200) if _is_negative(folder, secret := b"%016d" % number))
    known = load_catalogue(folder.exercise).misconceptions
    assert audit(folder.suite, known, secret=secret).passed
    assert not audit(folder.suite, known, secret=secret, secrets=20).passed
    assert audit(folder.suite, known, secrets=20).secrets == 0
    monkeypatch.setenv("GRADE_SECRET", secret.decode())
    done = grade("cases", "audit", "--secrets", "20")
    assert done.code == 1
    assert f"with the course secret {fingerprint(secret)}, and with 20 others" in done.out
    assert secret.decode() not in done.out


def _is_negative(folder: Folder, secret: bytes) -> bool:
    cases = make_cases(folder.suite, folder.suite.cases, secret=secret)
    return bool(cases[-1].inputs["x"][0, 0] < 0)
