from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import CourseError

if TYPE_CHECKING:
    from tests.suite.conftest import LoadCases

HEAD = "exercise: windowed\ncases:\n"
REST = ", params: {k: 2}, x: {shape: [1, 1, 4]}}\n"

# A mark « stands before each place that is to be pointed out.
BROKEN: list[tuple[str, str, list[str]]] = [
    ("no_mapping", "«- a\n", ["suite.not_mapping"]),
    ("no_space_file", "«exercise:windowed\n", ["suite.not_mapping"]),
    ("empty", "exercise: windowed\ncases: «[]\n", ["suite.no_cases"]),
    ("cases_no_list", "exercise: windowed\ncases: «{name: a}\n", ["suite.not_list"]),
    ("no_cases_key", "«exercise: windowed\n", ["suite.missing_key"]),
    (
        "other_exercise",
        "exercise: «window\ncases:\n- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 1]}}\n",
        ["suite.other_exercise"],
    ),
    (
        "unknown_top",
        (
            "exercise: windowed\n«case: []\ncases:\n"
            "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 1]}}\n"
        ),
        ["suite.unknown_key"],
    ),
    (
        "unknown_key",
        HEAD + ("- name: a\n  «sed: 5\n  seed: 5\n  params: {k: 2}\n  x: {shape: [1, 1, 4]}\n"),
        ["suite.unknown_key"],
    ),
    ("nameless", HEAD + "- «seed: 5\n  params: {k: 2}\n  x: {shape: [1, 1, 4]}\n", ["suite.missing_key"]),
    ("name_number", HEAD + "- {name: «12, seed: 1" + REST, ["suite.not_text"]),
    ("name_bad", HEAD + "- {name: «a/b, seed: 1" + REST, ["suite.case_name"]),
    ("name_wide_quotes", HEAD + "- {name: «“a”, seed: 1" + REST, ["suite.case_name"]),
    (
        "name_twice",
        HEAD
        + (
            "- {name: a, seed: 1, params: {k: 2}, x: {shape: [1, 1, 4]}}\n"
            "- {name: «a, seed: 2, params: {k: 2}, x: {shape: [1, 1, 4]}}\n"
        ),
        ["suite.case_twice"],
    ),
    ("seed_text", HEAD + "- {name: a, seed: «one" + REST, ["suite.not_integer"]),
    ("seed_quoted", HEAD + "- {name: a, seed: «'1'" + REST, ["suite.not_integer"]),
    ("seed_zero", HEAD + "- {name: a, seed: «017" + REST, ["suite.not_integer"]),
    ("seed_negative", HEAD + "- {name: a, seed: «-1" + REST, ["suite.too_small"]),
    ("seed_float", HEAD + "- {name: a, seed: «1.0" + REST, ["suite.not_integer"]),
    ("seed_bool", HEAD + "- {name: a, seed: «true" + REST, ["suite.not_integer"]),
    (
        "seed_empty",
        HEAD + "- name: a\n  seed:«\n  params: {k: 2}\n  x: {shape: [1, 1, 4]}\n",
        ["suite.not_integer"],
    ),
    ("seed_huge", HEAD + "- {name: a, seed: «18446744073709551616" + REST, ["suite.too_big"]),
    ("no_seed", HEAD + "- «{name: a" + REST, ["suite.seed_needed"]),
    ("lone_name", HEAD + "- «name：a\n", ["suite.not_mapping"]),
    (
        "flow_colon",
        HEAD + "- {name: a, seed: 1, «params: {«k：2}, x: {shape: [1, 1, 4]}}\n",
        ["suite.missing_params", "suite.unknown_key"],
    ),
    (
        "flow_no_space",
        HEAD + "- {name: a, seed: 1, «params: {«k:2}, x: {shape: [1, 1, 4]}}\n",
        ["suite.missing_params", "suite.unknown_key"],
    ),
    ("case_is_text", HEAD + "- «a\n", ["suite.not_mapping"]),
    ("case_is_list", HEAD + "- «[a]\n", ["suite.not_mapping"]),
    (
        "param_unknown",
        HEAD + "- {name: a, seed: 1, params: {k: 2, «gian: 1}, x: {shape: [1, 1, 4]}}\n",
        ["suite.unknown_key"],
    ),
    (
        "param_missing",
        HEAD + "- {name: a, seed: 1, «params: {s: 2}, x: {shape: [1, 1, 4]}}\n",
        ["suite.missing_params"],
    ),
    ("params_missing", HEAD + "- «{name: a, seed: 1, x: {shape: [1, 1, 4]}}\n", ["suite.missing_params"]),
    (
        "param_kind",
        HEAD + "- {name: a, seed: 1, params: {k: «2.0}, x: {shape: [1, 1, 4]}}\n",
        ["suite.not_integer"],
    ),
    (
        "param_bound",
        HEAD + "- {name: a, seed: 1, params: {k: «0}, x: {shape: [1, 1, 4]}}\n",
        ["suite.param_minimum"],
    ),
    (
        "param_float_bound",
        HEAD + "- {name: a, seed: 1, params: {k: 1, gain: «-0.5}, x: {shape: [1, 1, 4]}}\n",
        ["suite.param_minimum"],
    ),
    (
        "param_huge",
        HEAD + "- {name: a, seed: 1, params: {k: 1, gain: «1e300}, x: {shape: [1, 1, 4]}}\n",
        ["suite.too_big"],
    ),
    (
        "params_list",
        HEAD + "- {name: a, seed: 1, params: «[1], x: {shape: [1, 1, 4]}}\n",
        ["suite.not_mapping"],
    ),
    ("no_shape", HEAD + "- «{name: a, seed: 1, params: {k: 2}}\n", ["suite.shape_needed"]),
    ("shape_axes", HEAD + "- {name: a, seed: 1, params: {k: 2}, x: «{shape: [1, 4]}}\n", ["suite.axes"]),
    (
        "shape_zero",
        HEAD + "- {name: a, seed: 1, params: {k: 2}, x: {shape: [1, «0, 4]}}\n",
        ["suite.too_small"],
    ),
    (
        "shape_wide_comma",
        HEAD + "- {name: a, seed: 1, params: {k: 2}, x: {shape: [«1，1, 4]}}\n",
        ["suite.not_integer"],
    ),
    ("shape_number", HEAD + "- {name: a, seed: 1, params: {k: 2}, x: {shape: «4}}\n", ["suite.not_list"]),
    (
        "shape_conflict",
        HEAD + "- {name: a, seed: 1, params: {k: 2}, x: {shape: [1, 2, 4]}, dy: {shape: [1, «3, 3]}}\n",
        ["suite.sizes_differ"],
    ),
    (
        "shape_follows",
        HEAD + "- {name: a, seed: 1, params: {k: 2}, x: {shape: [1, 2, 4]}, dy: {shape: [1, 2, «4]}}\n",
        ["suite.size_follows"],
    ),
    ("no_room", HEAD + "- «{name: a, seed: 1, params: {k: 5}, x: {shape: [1, 2, 4]}}\n", ["suite.no_room"]),
    (
        "huge",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: «{shape: [1000, 1000, 1000]}}\n",
        ["suite.too_many_elements"],
    ),
    (
        "ragged",
        HEAD + ("- name: a\n  params: {k: 1}\n  x:\n    - [[1, 2, 3], «[1, 2]]\n  dy: [[[1]]]\n"),
        ["suite.ragged_row"],
    ),
    (
        "ragged_number",
        HEAD + "- {name: a, params: {k: 1}, x: [[[1, 2], «3]], dy: [[[1]]]}\n",
        ["suite.ragged_number"],
    ),
    (
        "ragged_deeper",
        HEAD + "- {name: a, params: {k: 1}, x: [[[1, «[2]]]], dy: [[[1]]]}\n",
        ["suite.ragged_deeper"],
    ),
    ("literal_empty", HEAD + "- {name: a, params: {k: 1}, x: [[«[]]], dy: [[[1]]]}\n", ["suite.empty_list"]),
    (
        "literal_text",
        HEAD + "- {name: a, params: {k: 1}, x: [[[1, «one]]], dy: [[[1]]]}\n",
        ["suite.not_number"],
    ),
    (
        "literal_no_comma",
        HEAD + "- {name: a, params: {k: 1}, x: [[[«0.1 0.2]]], dy: [[[1]]]}\n",
        ["suite.not_number"],
    ),
    (
        "literal_nan",
        HEAD + "- {name: a, params: {k: 1}, x: [[[«.nan, 1]]], dy: [[[1]]]}\n",
        ["suite.not_number"],
    ),
    (
        "literal_inf",
        HEAD + "- {name: a, params: {k: 1}, x: [[[«1e999, 1]]], dy: [[[1]]]}\n",
        ["suite.not_finite"],
    ),
    (
        "literal_map",
        HEAD + "- {name: a, params: {k: 1}, x: [[[1, «{a: 1}]]], dy: [[[1]]]}\n",
        ["suite.not_number"],
    ),
    (
        "dtype_range",
        HEAD + "- {name: a, params: {k: 1}, x: {values: [[[1, «300]]], dtype: int8}, dy: [[[1, 1]]]}\n",
        ["suite.too_big"],
    ),
    (
        "dtype_fraction",
        HEAD + "- {name: a, params: {k: 1}, x: {values: [[[1, «0.5]]], dtype: int8}, dy: [[[1, 1]]]}\n",
        ["suite.not_integer"],
    ),
    (
        "dtype_overflow",
        HEAD + ("- {name: a, params: {k: 1}, x: {values: [[[1, «1e5]]], dtype: float16}, dy: [[[1, 1]]]}\n"),
        ["suite.dtype_overflow"],
    ),
    (
        "dtype_unknown",
        HEAD + ("- {name: a, params: {k: 1}, x: {values: [[[1, 1]]], dtype: «float46}, dy: [[[1, 1]]]}\n"),
        ["suite.unknown_name"],
    ),
    (
        "dtype_alone",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], «dtype: int8}}\n",
        ["suite.dtype_without_values"],
    ),
    (
        "values_and_shape",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {«shape: [1, 1, 2], values: [[[1, 2]]]}}\n",
        ["suite.values_and"],
    ),
    (
        "draw_key",
        HEAD
        + ("- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], draw: {«distributon: uniform}}}\n"),
        ["suite.unknown_key"],
    ),
    (
        "draw_word",
        HEAD
        + ("- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], draw: {distribution: «unform}}}\n"),
        ["suite.unknown_name"],
    ),
    (
        "draw_range",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], draw: «{low: 1}}}\n",
        ["draws.range"],
    ),
    (
        "draw_dtype",
        HEAD
        + (
            "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], "
            "draw: «{distribution: normal, dtype: int8}}}\n"
        ),
        ["draws.needs_float"],
    ),
    (
        "draw_integers",
        HEAD
        + (
            "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2], "
            "draw: «{distribution: integers, low: 0.2, high: 0.4}}}\n"
        ),
        ["draws.integer_range"],
    ),
    (
        "like_own",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2]}, dy: {«like: x}}\n",
        ["suite.like_of_own"],
    ),
    (
        "like_unknown",
        HEAD
        + (
            "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2]}, z: {like: «w}, "
            "steps: [{call: f, with: [z], observe: {y: return}}]}\n"
        ),
        ["suite.unknown_name"],
    ),
    (
        "like_axes",
        HEAD
        + (
            "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2]}, z: «{like: x, "
            "shape: [2]}, steps: [{call: f, with: [z], observe: {y: return}}]}\n"
        ),
        ["suite.axes"],
    ),
    (
        "unused",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2]}, «z: {like: x}}\n",
        ["suite.unused_input"],
    ),
    (
        "extra_without_like",
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 1, 2]}, x2: «{shape: [1, 1, 2]}}\n",
        ["suite.like_needed"],
    ),
    ("visibility", HEAD + "- {name: a, visibility: «hiden, seed: 1" + REST, ["suite.unknown_name"]),
    ("points", HEAD + "- {name: a, points: «-1, seed: 1" + REST, ["suite.too_small"]),
    ("points_float", HEAD + "- {name: a, points: «2.5, seed: 1" + REST, ["suite.not_integer"]),
    ("tags_text", HEAD + "- {name: a, tags: «reuse, seed: 1" + REST, ["suite.not_list"]),
    ("tags_bad", HEAD + "- {name: a, tags: [«a b], seed: 1" + REST, ["suite.tag_name"]),
    ("timeout", HEAD + "- {name: a, timeout: «0, seed: 1" + REST, ["suite.not_positive"]),
    ("timeout_long", HEAD + "- {name: a, timeout: «21, seed: 1" + REST, ["suite.not_positive"]),
    ("explain", HEAD + "- {name: a, explain: «{zh: 池}, seed: 1" + REST, ["suite.missing_key"]),
    ("explain_text", HEAD + "- {name: a, explain: «text, seed: 1" + REST, ["suite.not_mapping"]),
    ("target", HEAD + "- {name: a, target: «Windwed, seed: 1" + REST, ["suite.unknown_name"]),
    (
        "steps_with",
        HEAD + "- {name: a, seed: 1, steps: [{call: f, with: [«y], observe: {y: return}}]" + REST,
        ["suite.unknown_name"],
    ),
    (
        "steps_call",
        HEAD + "- {name: a, seed: 1, steps: [«{with: [x], observe: {y: return}}]" + REST,
        ["suite.missing_key"],
    ),
    (
        "steps_call_bad",
        HEAD + "- {name: a, seed: 1, steps: [{call: «f(x), observe: {y: return}}]" + REST,
        ["suite.not_identifier"],
    ),
    (
        "steps_observe",
        HEAD + "- {name: a, seed: 1, steps: [{call: f, with: [x], observe: {y: «returned}}]" + REST,
        ["suite.observe_source"],
    ),
    (
        "steps_observe_self",
        HEAD + "- {name: a, seed: 1, steps: [{call: f, with: [x], observe: {y: «self.a.b}}]" + REST,
        ["suite.observe_source"],
    ),
    (
        "steps_twice",
        HEAD
        + (
            "- name: a\n  seed: 1\n  params: {k: 2}\n  x: {shape: [1, 1, 4]}\n"
            "  steps:\n    - {call: f, with: [x], observe: {y: return}}\n"
            "    - {call: f, with: [x], observe: {«y: return}}\n"
        ),
        ["suite.observed_twice"],
    ),
    (
        "steps_nothing",
        HEAD + "- {name: a, seed: 1, steps: «[{call: f, with: [x]}]" + REST,
        ["suite.nothing_observed"],
    ),
    (
        "steps_given",
        HEAD + "- {name: a, seed: 1, steps: [{call: f, with: [x], observe: {y: return}, given: «yes}]" + REST,
        ["suite.not_truth"],
    ),
    (
        "two_cases",
        HEAD
        + (
            "- {name: a, seed: «one, «pionts: 3, params: {k: 2}, x: {shape: [1, 1]}}\n"
            "- {name: b, seed: 1, params: {k: 2}, x: {shape: [1, 1, 4]}}\n"
            "- «{name: c, seed: 1, params: {k: 9}, x: {shape: [1, 1, 4]}}\n"
        ),
        ["suite.not_integer", "suite.unknown_key", "suite.no_room"],
    ),
    (
        "dup_and_more",
        HEAD
        + (
            "- {name: a, seed: 1, «seed: 2, params: {k: 2}, x: {shape: [1, 1, 4]}}\n"
            "- «{name: b, seed: 1, params: {k: 9}, x: {shape: [1, 1, 4]}}\n"
        ),
        ["suite.duplicate_key", "suite.no_room"],
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


@pytest.mark.parametrize(("marked", "keys"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_every_mistake_is_told_at_its_place(load_cases: LoadCases, marked: str, keys: list[str]) -> None:
    text, places = _marked(marked)
    with pytest.raises(CourseError) as caught:
        load_cases(text)
    problems = caught.value.problems
    assert [(problem.line, problem.column) for problem in problems] == places
    assert [problem.told.key for problem in problems] == keys
    assert caught.value.text("en")
    assert caught.value.text("zh")


def test_a_name_is_taken_across_files(load_cases: LoadCases) -> None:
    case = HEAD + "- {name: a, seed: 1" + REST
    with pytest.raises(CourseError) as caught:
        load_cases(case, hidden=case)
    [problem] = caught.value.problems
    assert problem.path.name == "windowed.hidden.yaml"
    assert (
        problem.text("en").splitlines()[0].endswith(":3:10: there is a case 'a' already, at windowed.yaml:3")
    )


def test_a_file_that_does_not_parse_does_not_hide_the_problems_of_another(load_cases: LoadCases) -> None:
    with pytest.raises(CourseError) as caught:
        load_cases("exercise: windowed\ncases: [\n", hidden=HEAD + "- {name: a, sed: 1" + REST)
    keys = [(problem.path.name, problem.told.key) for problem in caught.value.problems]
    assert keys == [
        ("windowed.yaml", "suite.yaml_unclosed"),
        ("windowed.hidden.yaml", "suite.unknown_key"),
    ]


SEVERAL = """\
exercise: windowed
cases:
  - name：first
  - name: second
    seed: one
    pionts: 3
    params: {k: 0}
    x: {shape: [1, 1, 4]}
  - name: third
    seed: 1
    params: {k: 9}
    x: {shape: [1, 2, 4]}
"""
SEVERAL_EN = """\
windowed.yaml:3:5: expected keys with values, not 'name：first': '：' is a full-width character, write ':'
      - name：first
        ^
windowed.yaml:5:11: expected a whole number, not 'one'
        seed: one
              ^
windowed.yaml:6:5: unknown key 'pionts': did you mean 'points'?
        pionts: 3
        ^
windowed.yaml:7:17: 'k' must be at least 1, not '0'
        params: {k: 0}
                    ^
windowed.yaml:9:5: there is no room: an axis of 'dy' would have size -4, \
by (N - k)//s + 1, with N = 4, k = 9, s = 1
      - name: third
        ^"""
SEVERAL_ZH = """\
windowed.yaml:3:5: 这里应为键值对，而不是 'name：first'：'：' 是全角字符，请改为 ':'
      - name：first
        ^
windowed.yaml:5:11: 这里应为整数，而不是 'one'
        seed: one
              ^
windowed.yaml:6:5: 未知的键 'pionts'，您是不是想写 'points'？
        pionts: 3
        ^
windowed.yaml:7:17: 'k' 不能小于 1，但写的是 '0'
        params: {k: 0}
                    ^
windowed.yaml:9:5: 放不下：按 (N - k)//s + 1 计算，'dy' 有一维的大小会是 -4，其中 N = 4, k = 9, s = 1
      - name: third
        ^"""

WHOLE_MESSAGES = [
    (
        HEAD + "- {name: a, seed: 017" + REST,
        "3:19: expected a whole number, not '017': leave out the zeros before it",
    ),
    (HEAD + "- {name: a, seed: '1'" + REST, "3:19: expected a whole number, not '1': leave out the quotes"),
    (HEAD + "- {name: a, sed: 1" + REST, "3:13: unknown key 'sed': did you mean 'seed'?"),
    (HEAD + "- {name: a" + REST, "3:3: missing here: 'seed', a whole number from which to draw x, dy"),
    (HEAD + "- name: a\n  seed:1\n", "4:7: a space is missing after ':'"),
    (HEAD + "- name: a\n\tseed: 1\n", "4:1: a tab before the text: indent with spaces"),
    (
        HEAD + "- {name: &a b, seed: 1" + REST,
        "3:10: anchors such as &a are not allowed: write each value out",
    ),
    (HEAD + "- {name: a, name: b, seed: 1" + REST, "3:13: the key 'name' stands here again, after line 3"),
    (HEAD + "- {name: a, seed: 1, x: {shape: [1, 1, 4]}}\n", "3:3: missing parameters: 'k'"),
    (
        HEAD + "- {name: a, params: {k: 1}, x: [[[1, 2], [3]]], dy: [[[1]]]}\n",
        "3:42: this row has 1 entries, but the first one beside it has 2",
    ),
    (
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1，1, 4]}}\n",
        "3:50: expected a whole number, not '1，1': '，' is a full-width character, write ','",
    ),
    (
        HEAD + "- {name: a, seed: 1, params: {k: 1}, x: {shape: [1, 4]}}\n",
        "3:41: expected 3 axes, [B, C, N], not 2",
    ),
    (
        "exercise: windwed\ncases: []\n",
        "1:11: these are cases of the exercise 'windowed', but the file says 'windwed'",
    ),
]


@pytest.mark.parametrize(("text", "said"), WHOLE_MESSAGES, ids=[said for _text, said in WHOLE_MESSAGES])
def test_a_message_says_where_what_and_what_was_expected(load_cases: LoadCases, text: str, said: str) -> None:
    with pytest.raises(CourseError) as caught:
        load_cases(text)
    problem = caught.value.problems[0]
    assert problem.text("en").splitlines()[0] == f"{problem.path}:{said}"


def test_several_mistakes_are_told_in_the_order_of_the_file(load_cases: LoadCases) -> None:
    with pytest.raises(CourseError) as caught:
        load_cases(SEVERAL)
    folder = f"{caught.value.problems[0].path.parent}/"
    assert caught.value.text("en").replace(folder, "") == SEVERAL_EN
    assert caught.value.text("zh").replace(folder, "") == SEVERAL_ZH


OPEN = """\
title: {zh: 全连接, en: Fully connected}
reference: reference/windowed.py
inputs:
  W: {shape: [D, M]}
  x: {shape: [B, D..., 2*M]}
  t: {shape: [B, D..., 2*M]}
targets:
  Full: {construct: [W], steps: [{call: forward, with: [x, t], observe: {y: return}}]}
"""

OPEN_MISTAKES = [
    (
        "W: {shape: [6, 2]}, x: {shape: [3, «2, 4, 4]}",
        "D is 8 here, but 6 in 'W'",
        "D 在这里是 8，但在 'W' 中是 6",
    ),
    (
        "W: {shape: [6, 2]}, x: «{shape: [3, 4]}",
        "expected 3 axes or more, [B, D..., 2*M], not 2",
        "这里至少应有 3 维 [B, D..., 2*M]，但给出了 2 维",
    ),
    (
        "W: {shape: [6, 2]}, x: {shape: [3, 2, 3, 4]}, t: {shape: [3, «6, 4]}",
        "the axes of D are [6] here, but [2, 3] in 'x'",
        "D 的各维在这里是 [6]，但在 'x' 中是 [2, 3]",
    ),
    (
        "W: {shape: [6, 2]}, x: {shape: [3, 2, 3, «5]}",
        "expected 4 here, not 5: it follows from 2*M, with M = 2",
        "这里应为 4，而不是 5：由 2*M 得出，其中 M = 2",
    ),
]


@pytest.mark.parametrize(("said", "en", "zh"), OPEN_MISTAKES, ids=[row[1] for row in OPEN_MISTAKES])
def test_sizes_of_open_axes_are_held_against_each_other(
    load_cases: LoadCases, said: str, en: str, zh: str
) -> None:
    text, places = _marked(HEAD + f"- {{name: a, seed: 1, {said}}}\n")
    with pytest.raises(CourseError) as caught:
        load_cases(text, exercise=OPEN)
    [problem] = caught.value.problems
    assert [(problem.line, problem.column)] == places
    assert problem.text("en").splitlines()[0].partition(": ")[2] == en
    assert problem.text("zh").splitlines()[0].partition(": ")[2] == zh
