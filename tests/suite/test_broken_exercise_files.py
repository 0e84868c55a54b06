from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import CourseError
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from tests.suite.conftest import MakeCourse

BASE = """\
title: {zh: 层, en: Layer}
reference: reference/windowed.py
params: {k: int >= 1, s: int >= 1 = 1}
inputs:
  x: {shape: [B, N]}
  dy: {shape: [B, (N - k)//s + 1]}
targets:
  Layer:
    construct: [k, s]
    steps:
      - {call: forward, with: [x], observe: {y: return}}
      - {call: backward, with: [dy], observe: {dx: return}}
"""


def _changed(*parts: str) -> str:
    """Give the base text with the first of each pair of parts replaced by the second."""
    text = BASE
    for old, new in zip(parts[::2], parts[1::2], strict=True):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


# A mark « stands before each place that is to be pointed out.
BROKEN: list[tuple[str, str, list[str]]] = [
    ("unknown", BASE + "«limit: {wall_seconds: 1}\n", ["suite.unknown_key"]),
    ("title_lang", _changed("title: {zh: 层, en: Layer}", "title: «{zh: 层}"), ["suite.missing_key"]),
    ("title_text", _changed("title: {zh: 层, en: Layer}", "title: «Layer"), ["suite.not_mapping"]),
    (
        "no_reference",
        _changed("title:", "«title:", "reference: reference/windowed.py\n", ""),
        ["suite.missing_key"],
    ),
    (
        "ref_missing",
        _changed("reference: reference/windowed.py", "reference: «reference/windwed.py"),
        ["suite.no_course_file"],
    ),
    (
        "ref_up",
        _changed("reference: reference/windowed.py", "reference: «../windowed.py"),
        ["suite.course_path"],
    ),
    (
        "ref_mid",
        _changed("reference: reference/windowed.py", "reference: «reference/../../windowed.py"),
        ["suite.course_path"],
    ),
    (
        "ref_abs",
        _changed("reference: reference/windowed.py", "reference: «/etc/passwd.py"),
        ["suite.course_path"],
    ),
    (
        "ref_back",
        _changed("reference: reference/windowed.py", "reference: «reference\\windowed.py"),
        ["suite.course_path"],
    ),
    (
        "ref_kind",
        _changed("reference: reference/windowed.py", "reference: «reference/windowed.so"),
        ["suite.course_path"],
    ),
    (
        "ref_folder",
        _changed("reference: reference/windowed.py", "reference: «reference"),
        ["suite.course_path"],
    ),
    (
        "param_rule",
        _changed("params: {k: int >= 1, s: int >= 1 = 1}", "params: {k: «integer, s: int >= 1 = 1}"),
        ["suite.param_rule"],
    ),
    (
        "param_bound",
        _changed("params: {k: int >= 1, s: int >= 1 = 1}", "params: {k: «int > 1, s: int >= 1 = 1}"),
        ["suite.param_rule"],
    ),
    (
        "param_frac",
        _changed("params: {k: int >= 1, s: int >= 1 = 1}", "params: {k: «int >= 0.5, s: int >= 1 = 1}"),
        ["suite.param_number"],
    ),
    (
        "param_default",
        _changed("params: {k: int >= 1, s: int >= 1 = 1}", "params: {k: int >= 1, s: «int >= 1 = 0}"),
        ["suite.param_default"],
    ),
    (
        "param_name",
        _changed("{k: int", "{«k-h: int", "(N - k)", "(N - «k)", "[k, s]", "[«k, s]"),
        ["suite.not_identifier", "suite.unknown_name", "suite.unknown_name"],
    ),
    ("param_keyword", _changed("{k: int >= 1,", "{k: int >= 1, «lambda: int,"), ["suite.not_identifier"]),
    (
        "param_big",
        _changed(
            "params: {k: int >= 1, s: int >= 1 = 1}", "params: {k: «int >= 99999999999, s: int >= 1 = 1}"
        ),
        ["suite.param_number"],
    ),
    (
        "input_reserved",
        _changed("  x: {shape: [B, N]}", "  x: {shape: [B, N]}\n  «seed: {shape: []}"),
        ["suite.reserved_input"],
    ),
    (
        "input_param",
        _changed("  x: {shape: [B, N]}", "  x: {shape: [B, N]}\n  «k: {shape: []}"),
        ["suite.input_is_param"],
    ),
    ("input_noshape", _changed("x: {shape: [B, N]}", "x: «{draw: {}}"), ["suite.missing_key"]),
    (
        "input_unknown",
        _changed("x: {shape: [B, N]}", "x: «{«shap: [B, N]}"),
        ["suite.missing_key", "suite.unknown_key"],
    ),
    (
        "shape_expr",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, (N - k)«/s + 1]}"),
        ["suite.expr_character"],
    ),
    (
        "shape_paren",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, (N - k//s + 1«]}"),
        ["suite.expr_ends_early"],
    ),
    (
        "shape_wide",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, «（N - k)//s + 1]}"),
        ["suite.wide_character"],
    ),
    (
        "shape_unknown",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, («M - k)//s + 1]}"),
        ["suite.unknown_name"],
    ),
    (
        "shape_param_typo",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, (N - «kk)//s + 1]}"),
        ["suite.unknown_name"],
    ),
    (
        "shape_cond",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, «N > k]}"),
        ["suite.size_is_condition"],
    ),
    (
        "shape_quoted",
        _changed("dy: {shape: [B, (N - k)//s + 1]}", "dy: {shape: [B, '(N - «M)//s + 1']}"),
        ["suite.unknown_name"],
    ),
    ("open_dots_before", _changed("x: {shape: [B, N]}", "x: {shape: [B, «...N]}"), ["suite.open_axis"]),
    ("open_nameless", _changed("x: {shape: [B, N]}", "x: {shape: [B, N, «...]}"), ["suite.open_axis"]),
    ("open_two_dots", _changed("x: {shape: [B, N]}", "x: {shape: [B, «N..]}"), ["suite.open_axis"]),
    ("open_sum", _changed("x: {shape: [B, N]}", "x: {shape: [B, «N + 1...]}"), ["suite.open_axis"]),
    ("open_number", _changed("x: {shape: [B, N]}", "x: {shape: [B, N, «3...]}"), ["suite.open_axis"]),
    ("open_param", _changed("x: {shape: [B, N]}", "x: {shape: [B, N, «k...]}"), ["suite.open_axis"]),
    ("open_word", _changed("x: {shape: [B, N]}", "x: {shape: [B, N, min«...]}"), ["suite.expr_ends_early"]),
    ("open_wide", _changed("x: {shape: [B, N]}", "x: {shape: [B, N«…]}"), ["suite.wide_character"]),
    ("open_twice", _changed("x: {shape: [B, N]}", "x: {shape: [B..., «N...]}"), ["suite.open_twice"]),
    (
        "draw",
        _changed(
            "x: {shape: [B, N]}", "x: {shape: [B, N], draw: «{distribution: integers, low: 3, high: 3}}"
        ),
        ["draws.range"],
    ),
    (
        "draw_float",
        _changed("x: {shape: [B, N]}", "x: {shape: [B, N], draw: {low: «a}}"),
        ["suite.not_number"],
    ),
    ("no_targets", BASE.partition("targets:")[0] + "targets: «{}\n", ["suite.no_targets"]),
    ("target_name", _changed("Layer:", "«My Layer:"), ["suite.not_identifier"]),
    ("target_key", _changed("construct: [k, s]", "«constructor: [k, s]"), ["suite.unknown_key"]),
    ("no_steps", BASE.partition("    construct:")[0] + "    «construct: [k, s]\n", ["suite.missing_key"]),
    ("construct_unknown", _changed("construct: [k, s]", "construct: [k, «stride]"), ["suite.unknown_name"]),
    ("construct_text", _changed("construct: [k, s]", "construct: «k"), ["suite.not_list"]),
    (
        "with_unknown",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- {call: backward, with: [«dout], observe: {dx: return}}",
        ),
        ["suite.unknown_name"],
    ),
    (
        "observe_where",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- {call: backward, with: [dy], observe: {dx: «self}}",
        ),
        ["suite.observe_source"],
    ),
    (
        "observe_name",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- {call: backward, with: [dy], observe: {«d x: return}}",
        ),
        ["suite.not_identifier"],
    ),
    (
        "observe_twice",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- {call: backward, with: [dy], observe: {«y: return}}",
        ),
        ["suite.observed_twice"],
    ),
    (
        "observe_list",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- {call: backward, with: [dy], observe: «[dx]}",
        ),
        ["suite.not_mapping"],
    ),
    (
        "nothing",
        _changed(
            "- {call: forward",
            "«- {call: forward",
            ", observe: {y: return}",
            "",
            ", observe: {dx: return}",
            "",
        ),
        ["suite.nothing_observed"],
    ),
    (
        "step_key",
        _changed(
            "- {call: backward, with: [dy], observe: {dx: return}}",
            "- «{«calls: backward, with: [dy], observe: {dx: return}}",
        ),
        ["suite.missing_key", "suite.unknown_key"],
    ),
    ("scalars", BASE + "scalars: [«loss]\n", ["suite.unknown_name"]),
    ("scalars_text", BASE + "scalars: «y\n", ["suite.not_list"]),
    ("tags_number", BASE + "tags: {wide: «N + 1}\n", ["suite.tag_is_number"]),
    ("tags_unknown", BASE + "tags: {wide: «Q > 1}\n", ["suite.unknown_name"]),
    ("tags_name", BASE + "tags: {«a b: N > 1}\n", ["suite.tag_name"]),
    ("tags_syntax", BASE + "tags: {wide: N «=> 1}\n", ["suite.expr_character"]),
    ("tags_none", BASE + "tags: {wide: «}\n", ["suite.not_expression"]),
    ("limits_key", BASE + "limits: {«wall: 1}\n", ["suite.unknown_key"]),
    ("limits_wall", BASE + "limits: {wall_seconds: «0}\n", ["suite.not_positive"]),
    ("limits_memory", BASE + "limits: {memory_bytes: «512}\n", ["suite.too_small"]),
    ("limits_memory_float", BASE + "limits: {memory_bytes: «5.12e8}\n", ["suite.not_integer"]),
    ("atol", BASE + "tolerance: {atol: «-1e-5}\n", ["suite.negative"]),
    ("atol_key", BASE + "tolerance: {«rtol: 1e-5}\n", ["suite.unknown_key"]),
    ("atol_text", BASE + "tolerance: {atol: «small}\n", ["suite.not_number"]),
    ("modules_missing", BASE + "modules: {given: «reference/gven.py}\n", ["suite.no_course_file"]),
    ("modules_name", BASE + "modules: {«given.: reference/given.py}\n", ["suite.module_name"]),
    (
        "modules_alias",
        BASE + "modules: {given: {source: reference/given.py, aliases: [«1a]}}\n",
        ["suite.module_name"],
    ),
    (
        "modules_twice",
        BASE + "modules: {«given: {source: reference/given.py, aliases: [g]}, g: reference/given.py}\n",
        ["suite.module_twice"],
    ),
    ("modules_nosource", BASE + "modules: {given: «{aliases: [g]}}\n", ["suite.missing_key"]),
    ("imports", BASE + "imports: «os\n", ["suite.not_list"]),
    ("imports_bad", BASE + "imports: [«os-path]\n", ["suite.module_name"]),
    ("list", "«- a\n", ["suite.not_mapping"]),
    (
        "many",
        _changed("int >= 1, ", "«integer, ", "[B, N]", "[B, N«：]", "[dy]", "[«dout]")
        + "limits: {«wall: 1}\n",
        ["suite.param_rule", "suite.wide_character", "suite.unknown_name", "suite.unknown_key"],
    ),
]


def _marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks « out of a text, and tell where they stood: line and column."""
    lines, places = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        *parts, _last = line.split("«")
        places += [(number, len("".join(parts[: index + 1])) + 1) for index in range(len(parts))]
        lines.append(line.replace("«", ""))
    return "\n".join(lines), places


def test_the_base_text_is_right(make_course: MakeCourse) -> None:
    assert load_exercise(make_course(BASE), "windowed").id == "windowed"


@pytest.mark.parametrize(("marked", "keys"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_every_mistake_is_told_at_its_place(make_course: MakeCourse, marked: str, keys: list[str]) -> None:
    text, places = _marked(marked)
    with pytest.raises(CourseError) as caught:
        load_exercise(make_course(text), "windowed")
    problems = caught.value.problems
    assert [(problem.line, problem.column) for problem in problems] == places
    assert [problem.told.key for problem in problems] == keys
    assert caught.value.text("en")
    assert caught.value.text("zh")


@pytest.mark.parametrize(
    ("written", "meant"), [("...N", "N..."), ("N..", "N..."), ("k...", None), ("...", None)]
)
def test_dots_that_are_wrong_are_told_with_what_was_meant(
    make_course: MakeCourse, written: str, meant: str | None
) -> None:
    text = _changed("x: {shape: [B, N]}", f"x: {{shape: [B, {written}]}}")
    with pytest.raises(CourseError) as caught:
        load_exercise(make_course(text), "windowed")
    [problem] = caught.value.problems
    said = "one axis or more are written as a size's own name and three dots, such as 'D...', not as "
    guess = "" if meant is None else f": did you mean {meant!r}?"
    assert problem.text("en").splitlines()[0].partition(": ")[2] == f"{said}{written!r}{guess}"


def test_a_shape_has_room_for_one_open_axis(make_course: MakeCourse) -> None:
    with pytest.raises(CourseError) as caught:
        load_exercise(make_course(_changed("x: {shape: [B, N]}", "x: {shape: [B..., N...]}")), "windowed")
    told = caught.value.problems[0].text("en").splitlines()[0].partition(": ")[2]
    assert told == "a shape has room for one entry with three dots: not 'N...' beside 'B...'"
