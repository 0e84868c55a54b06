"""Turns what the loader accepts into JSON Schemas, by which an editor completes and checks course files.

The schemas say what a file looks like; what its parts mean together, the loader alone can tell. docs/cases.md
lists what a schema lets pass.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from grader.model.expression import MAX_MAGNITUDE
from grader.suite.cases import LARGEST_SEED, MOST_POINTS
from grader.suite.draws import DISTRIBUTIONS, DTYPES
from grader.suite.shapes import MAX_ELEMENTS

if TYPE_CHECKING:
    from grader.model.exercise import Exercise, Param

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_ID: Final = "^[a-z0-9_]{1,64}$"
_IDENTIFIER: Final = "^[A-Za-z_][A-Za-z0-9_]*$"
_MODULE: Final = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"
_PYTHON_FILE: Final = r"^(?!.*(^|/)\.\.(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*\.py$"
_PARAM: Final = (
    r"^\s*(int|float)(\s*>=\s*-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)?"
    r"(\s*=\s*-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)?\s*$"
)
_EXPRESSION: Final = r"^[A-Za-z0-9_\s()+*/%<>=!,-]+$"
_OPEN_AXIS: Final = r"^\s*[A-Za-z_][A-Za-z0-9_]*\.\.\.\s*$"
# What is no letter, digit, '_', '-' or '.' of any script, as far as a pattern can say it for every editor.
_NO_LETTERS: Final = (
    r"\x00-\x1f!-,/:-@\[-^`{-~\x7f-\xa9\u2000-\u206f\u3001-\u3004\u3008-\u3020\uff00-\uff0f\uff1a-\uff20"
    r"\uff3b-\uff40\uff5b-\uff65"
)
_CASE_NAME: Final = f"^[^ {_NO_LETTERS}]([^{_NO_LETTERS}]{{0,58}}[^ {_NO_LETTERS}])?$"
_TAG: Final = f"^[^ .{_NO_LETTERS}-][^ {_NO_LETTERS}]{{0,39}}$"
_LARGEST_SECONDS: Final = 3600
_LARGEST_BYTES: Final = 1 << 40


def schema_text(schema: Schema) -> str:
    """Write a schema as it stands in the documentation."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def cases_schema(exercise: Exercise | None = None) -> Schema:
    """Make the schema of case files.

    Parameters
    ----------
    exercise : Exercise or None
        With one, the schema knows its parameters and inputs, and completes and checks their names too.
    """
    which = {"pattern": _ID} if exercise is None else {"const": exercise.id}
    return {
        "$schema": DIALECT,
        "title": "layergrade cases" if exercise is None else f"layergrade cases of {exercise.id}",
        **_object({
            "exercise": {"type": "string", **which, "description": "the exercise's id"},
            "cases": {"type": "array", "minItems": 1, "items": _case(exercise)},
        }, required=("exercise", "cases")),
        "$defs": _definitions(),
    }  # fmt: skip


def exercise_schema() -> Schema:
    """Make the schema of `exercise.yaml`."""
    return {
        "$schema": DIALECT,
        "title": "layergrade exercise",
        **_object(_exercise_keys(), required=("title", "reference", "inputs", "targets")),
        "$defs": _definitions(),
    }


def course_schema() -> Schema:
    """Make the schema of `course.yaml`."""
    levels = "all exercises, in the order in which they are taught; others come last"
    return {
        "$schema": DIALECT,
        "title": "layergrade course",
        **_object({
            "title": {"$ref": "#/$defs/text"},
            "levels": _list(_text(_ID), uniqueItems=True, description=levels),
            "default": _text(_ID, description="the exercise that is meant where nothing else tells"),
        }),
        "$defs": {"text": _definitions()["text"]},
    }  # fmt: skip


def _object(properties: Schema, *, required: tuple[str, ...] = (), **more: object) -> Schema:
    """Make the schema of keys with values, no others unless `additionalProperties` says so."""
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    return {**made, "required": list(required)} if required else made


def _map(values: Schema, *, names: str = _IDENTIFIER, **more: object) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": names}, "additionalProperties": values, **more}


def _list(item: Schema, **more: object) -> Schema:
    return {"type": "array", "items": item, **more}


def _text(pattern: str, **more: object) -> Schema:
    return {"type": "string", "pattern": pattern, **more}


def _whole(least: int, most: int, **more: object) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, **more}


def _seconds() -> Schema:
    return {"type": "number", "exclusiveMinimum": 0, "maximum": _LARGEST_SECONDS}


def _case(exercise: Exercise | None) -> Schema:
    known = {
        "name": _text(_CASE_NAME, description="what --case and reports call it; once in all files"),
        "seed": _whole(0, LARGEST_SEED, description="from which inputs are drawn; each case has its own"),
        "params": _params(() if exercise is None else exercise.params, known=exercise is not None),
        "visibility": {"enum": ["public", "hidden"], "description": "usual: public, or by the file's name"},
        "points": _whole(0, MOST_POINTS, description="what the case is worth, all or nothing"),
        "tags": _list(_text(_TAG), description="words about the case; `ties` where equal values decide"),
        "target": _text(_IDENTIFIER, description="which class, where the exercise has several"),
        "steps": {"$ref": "#/$defs/steps", "description": "calls of this case, in place of the exercise's"},
        "timeout": {**_seconds(), "description": "seconds for this case alone"},
        "explain": {"$ref": "#/$defs/text", "description": "for the student who fails it"},
    }  # fmt: skip
    if exercise is None:
        return _object(known, required=("name",), additionalProperties={"$ref": "#/$defs/input"})
    known["target"] = {"enum": [target.name for target in exercise.targets]}
    inputs = {rule.name: {"$ref": "#/$defs/input"} for rule in exercise.inputs}
    needed = ["name"]
    needed += ["params"] if any(param.default is None for param in exercise.params) else []
    needed += ["target"] if len(exercise.targets) > 1 else []
    extra = {"$ref": "#/$defs/input", "type": "object", "required": ["like"]}
    return _object({**known, **inputs}, required=tuple(needed), additionalProperties=extra)


def _params(params: tuple[Param, ...], *, known: bool) -> Schema:
    if not known:
        return _map({"type": "number"}, description="the parameters, by their names")
    return _object(
        {param.name: _param(param) for param in params},
        required=tuple(param.name for param in params if param.default is None),
    )


def _param(param: Param) -> Schema:
    made: Schema = {"type": "integer" if param.kind == "int" else "number", "maximum": MAX_MAGNITUDE}
    made["minimum"] = -MAX_MAGNITUDE if param.minimum is None else param.minimum
    return made if param.default is None else {**made, "default": param.default}


def _exercise_keys() -> Schema:
    memory = _whole(16 << 20, _LARGEST_BYTES, description="above the interpreter's own")
    modules = _object({"source": _text(_PYTHON_FILE), "aliases": _list(_text(_MODULE))}, required=("source",))
    rule = _object({"shape": _list({"$ref": "#/$defs/axis"}), "draw": {"$ref": "#/$defs/draw"}},
                   required=("shape",))  # fmt: skip
    target = _object({"construct": {"$ref": "#/$defs/names"}, "steps": {"$ref": "#/$defs/steps"}},
                     required=("steps",))  # fmt: skip
    return {
        "title": {"$ref": "#/$defs/text"},
        "reference": _text(_PYTHON_FILE, description="the solution, from the course's root"),
        "modules": _map({"anyOf": [_text(_PYTHON_FILE), modules]}, names=_MODULE),
        "imports": _list(_text(_MODULE), description="installed modules that may be imported as well"),
        "limits": _object({
            "wall_seconds": {**_seconds(), "default": 20},
            "memory_bytes": memory,
            "output_bytes": _whole(1 << 10, _LARGEST_BYTES),
        }),
        "tolerance": _object({"atol": {"type": "number", "minimum": 0, "default": 1e-5}}),
        "params": _map(_text(_PARAM), description="a name and its rule, such as 'int >= 1 = 1'"),
        "inputs": _map(rule),
        "targets": _map(target, minProperties=1),
        "scalars": {"$ref": "#/$defs/names", "description": "the observed values that are bare numbers"},
        "hints": _list({"enum": ["public", "hidden"]}, description="cases from which a mistake may be named"),
        "tags": _map(_text(_EXPRESSION), names=_TAG, description="a word, and the condition for it"),
    }  # fmt: skip


def _definitions() -> Schema:
    step = _object({
        "call": _text(_IDENTIFIER, description="the method"),
        "with": {"$ref": "#/$defs/names", "description": "its arguments: names of inputs and parameters"},
        "observe": _map(_text(r"^(return|self\.[A-Za-z_][A-Za-z0-9_]*)$")),
        "given": {"type": "boolean", "description": "whether the template holds the method ready"},
    }, required=("call",))  # fmt: skip
    draw = _object({
        "distribution": {"enum": list(DISTRIBUTIONS)},
        "low": {"type": "number"},
        "high": {"type": "number"},
        "dtype": {"enum": list(DTYPES)},
    })  # fmt: skip
    observing = {"type": "object", "required": ["observe"], "properties": {"observe": {"minProperties": 1}}}
    return {
        "text": _object({"zh": _text(r"\S"), "en": _text(r"\S")}, required=("zh", "en")),
        "names": _list(_text(_IDENTIFIER)),
        "axis": {"anyOf": [
            _text(_EXPRESSION, description="its size"),
            _text(_OPEN_AXIS, description="one axis or more, and a name for the product of their sizes"),
            {"type": "integer"},
        ]},
        "numbers": {"anyOf": [{"type": "number"}, _list({"$ref": "#/$defs/numbers"}, minItems=1)]},
        "draw": draw,
        "steps": _list(step, contains=observing),
        "input": {"anyOf": [{"$ref": "#/$defs/numbers"}, _input()]},
    }  # fmt: skip


def _input() -> Schema:
    keys = {
        "like": _text(
            _IDENTIFIER, description="for an added input: the input of the exercise that it resembles"
        ),
        "shape": _list(_whole(1, MAX_ELEMENTS)),
        "draw": {"$ref": "#/$defs/draw"},
        "values": {"$ref": "#/$defs/numbers"},
        "dtype": {"enum": list(DTYPES)},
    }
    exclusive = {"not": {"anyOf": [{"required": ["shape"]}, {"required": ["draw"]}]}}
    return _object(
        keys,
        minProperties=1,
        dependentSchemas={"values": exclusive},
        dependentRequired={"dtype": ["values"]},
    )
