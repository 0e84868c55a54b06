"""Published schemas and loader accept and refuse the same course files, as far as a schema can tell."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from grader.cli.schema import schema_of
from grader.suite import draws, inputs, protocol
from grader.suite import exercise as loading
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.rules import CASE_KEYS
from grader.suite.scalars import plain_value
from grader.suite.schema import cases_schema, course_schema, exercise_schema
from grader.suite.tree import ListNode, MapNode, document
from grader.suite.unit import COURSE_KEYS, unit_file

if TYPE_CHECKING:
    from grader.suite.tree import Node
    from tests.cases_commands.small_course import Commands, Folder

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs" / "schema"


def _table(name: str) -> Any:  # noqa: ANN401 - a module of tests
    """Load the loader's own table of broken files."""
    path = ROOT / "tests" / "suite" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"table_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES_TABLE = _table("test_broken_case_files")
EXERCISE_TABLE = _table("test_broken_exercise_files")
WINDOWED = _table("conftest").WINDOWED

# What only the loader can tell, since a schema sees one value at a time, and no text of YAML: docs/cases.md.
MEANING = {
    "suite.seed_needed",  # what is drawn follows from the calls
    "suite.no_room",
    "suite.shape_needed",
    "suite.axes",
    "suite.sizes_differ",
    "suite.size_follows",
    "suite.too_many_elements",
    "suite.ragged_row",
    "suite.ragged_number",
    "suite.ragged_deeper",
    "suite.unused_input",
    "suite.like_of_own",
    "suite.case_twice",
    "suite.observed_twice",
    "suite.dtype_overflow",
    "suite.not_finite",
    "draws.range",
    "draws.integer_range",
    "draws.needs_float",
    "suite.duplicate_key",  # YAML itself
    # of exercises
    "suite.no_course_file",
    "suite.param_number",
    "suite.param_default",
    "suite.reserved_input",
    "suite.input_is_param",
    "suite.expr_ends_early",
    "suite.tag_is_number",
    "suite.size_is_condition",
    "suite.module_twice",
    "suite.open_twice",
}
# Names that must be known, and values whose bounds follow from a dtype: refused by meaning as well.
ONE_BY_ONE = {
    "seed_float",  # 1.0 is a whole number to JSON Schema
    "param_kind",  # as seed_float
    "dtype_range",
    "dtype_fraction",
    "like_unknown",
    "steps_with",
    "timeout_long",
    "shape_unknown",
    "shape_param_typo",
    "shape_quoted",
    "construct_unknown",
    "with_unknown",
    "scalars",
    "tags_unknown",
    "param_keyword",
    "open_param",
    "open_word",
    "shape_expr",
    "tags_syntax",
    "limits_memory_float",  # as seed_float
}


def _plain(node: Node) -> Any:  # noqa: ANN401 - whatever YAML says
    if isinstance(node, MapNode):
        return {key: _plain(value) for key, value in node.values.items()}
    if isinstance(node, ListNode):
        return [_plain(value) for value in node.items]
    return plain_value(node.text) if node.plain else node.text


def _accepts(schema: dict[str, Any], text: str) -> bool:
    read = document(Path("any.yaml"), text.replace("«", ""))
    return bool(Draft202012Validator(schema).is_valid(_plain(read.root)))


@pytest.mark.parametrize("row", CASES_TABLE.BROKEN, ids=[row[0] for row in CASES_TABLE.BROKEN])
def test_schema_and_loader_refuse_the_same_case_files(
    folder: Folder, row: tuple[str, str, list[str]]
) -> None:
    name, text, keys = row
    folder.write("exercises/windowed/exercise.yaml", WINDOWED)
    only_meaning = set(keys) <= MEANING or name in ONE_BY_ONE
    assert _accepts(cases_schema(folder.exercise), text) == only_meaning


@pytest.mark.parametrize("row", EXERCISE_TABLE.BROKEN, ids=[row[0] for row in EXERCISE_TABLE.BROKEN])
def test_schema_and_loader_refuse_the_same_exercises(row: tuple[str, str, list[str]]) -> None:
    name, text, keys = row
    only_meaning = set(keys) <= MEANING or name in ONE_BY_ONE
    assert _accepts(exercise_schema(), text) == only_meaning


ACCEPTED = """\
exercise: windowed
cases:
- {name: "2 a.b-c", seed: 18446744073709551615, params: {k: 1}, x: {shape: [1, 1, 2]}, timeout: 0.5}
- {name: 用例一, seed: 0, params: {k: 1, s: 2, gain: 1e-3}, visibility: hidden, points: 1000000,
   x: {shape: [1, 1, 2], draw: {distribution: normal, low: -1, high: 1.5, dtype: float32}}, tags: [a, 重叠]}
- {name: c, params: {k: 1}, x: [[[1, 2.5]]], dy: {values: [[[1, 2]]], dtype: int8},
   explain: {zh: 一, en: one}}
- name: d
  seed: 1
  params: {k: 1}
  x: {shape: [1, 1, 2]}
  z: {like: x, draw: {low: 0}}
  steps: [{call: f, with: [z, k]}, {call: g, observe: {y: return, w: self.w}, given: true}]
"""


def test_schema_and_loader_accept_the_same_case_files(folder: Folder) -> None:
    folder.write("exercises/windowed/exercise.yaml", WINDOWED)
    path = folder.write("cases/windowed.yaml", ACCEPTED)
    assert load_suite(folder.exercise, [path]).cases
    assert _accepts(cases_schema(folder.exercise), ACCEPTED)
    assert _accepts(cases_schema(), ACCEPTED)
    assert _accepts(exercise_schema(), WINDOWED)
    assert _accepts(exercise_schema(), EXERCISE_TABLE.BASE)


def test_shipped_course_files_are_valid_by_the_published_schemas() -> None:
    course = find_course(None, {})
    cases, exercise, unit = (
        json.loads((PUBLISHED / f"{kind}.schema.json").read_text(encoding="utf-8"))
        for kind in ("cases", "exercise", "course")
    )
    assert _accepts(unit, unit_file(course).read_text(encoding="utf-8"))
    for exercise_id in course.exercise_ids():
        loaded = load_exercise(course, exercise_id)
        assert _accepts(exercise, (loaded.folder / "exercise.yaml").read_text(encoding="utf-8"))
        for path in suite_paths(course, exercise_id):
            text = path.read_text(encoding="utf-8")
            assert _accepts(cases, text)
            assert _accepts(cases_schema(loaded), text)


def test_every_shipped_file_tells_editors_where_its_schema_is() -> None:
    kinds = {
        "cases": "cases/*.yaml",
        "exercise": "exercises/*/exercise.yaml",
        "course": "exercises/course.yaml",
    }
    for kind, pattern in kinds.items():
        paths = list(ROOT.glob(pattern))
        assert paths
        for path in paths:
            first = path.read_text(encoding="utf-8").splitlines()[0]
            mark, _, target = first.partition("$schema=")
            assert mark == "# yaml-language-server: "
            assert (path.parent / target).resolve() == PUBLISHED / f"{kind}.schema.json"


@pytest.mark.parametrize("kind", ["cases", "exercise", "course", "report", "progress"])
def test_published_schemas_are_those_that_are_printed(grade: Commands, kind: str) -> None:
    text = (PUBLISHED / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert text == grade("schema", kind).out
    Draft202012Validator.check_schema(json.loads(text))


def test_the_schema_of_a_course_refuses_what_the_loader_refuses() -> None:
    assert set(course_schema()["properties"]) == set(COURSE_KEYS)
    assert _accepts(course_schema(), "title: {zh: 一, en: one}\nlevels: [a_b, c2]\ndefault: c2\n")
    for text in ("levels: [a, a]", "levels: a", "levels: [A b]", "default: [a]", "title: one", "defualt: a"):
        assert not _accepts(course_schema(), text), text


def test_the_schema_of_one_exercise_knows_its_names(folder: Folder, grade: Commands) -> None:
    schema = json.loads(grade("schema", "cases", "--exercise", "windowed").out)
    case = schema["properties"]["cases"]["items"]
    assert case["properties"]["params"]["required"] == ["k"]
    assert {"x", "dy"} <= set(case["properties"])
    assert schema == json.loads(schema_of("cases", "windowed", str(folder.root)))
    assert grade("schema", "case").code == 2


def test_schemas_name_the_keys_that_the_loader_accepts() -> None:
    cases, exercise = cases_schema(), exercise_schema()
    parts = cases["$defs"]
    assert set(cases["properties"]["cases"]["items"]["properties"]) == set(CASE_KEYS)
    assert set(parts["input"]["anyOf"][1]["properties"]) == set(vars(inputs)["_KEYS"])
    assert set(parts["draw"]["properties"]) == set(vars(draws)["_KEYS"])
    assert set(parts["steps"]["items"]["properties"]) == set(vars(protocol)["_STEP_KEYS"])
    assert set(exercise["properties"]) == set(vars(loading)["_KEYS"])
