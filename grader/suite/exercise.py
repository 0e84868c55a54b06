"""Turns the folder of an exercise, above all its `exercise.yaml`, into an Exercise."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from grader.errors import CourseError, Problem, UsageError
from grader.messages import message
from grader.model.exercise import Exercise, GivenModule, Limits, Text, Tolerance
from grader.suite.course import EXERCISE_FILE, is_exercise_id
from grader.suite.params import read_param
from grader.suite.problems import Refused
from grader.suite.protocol import read_names, read_target, with_scalars
from grader.suite.readers import (
    VISIBILITIES,
    Fields,
    both_languages,
    entries,
    hint_at,
    integer,
    items,
    mapping,
    not_negative,
    positive,
    shown,
    string,
    visibility,
)
from grader.suite.rules import read_inputs, read_tags, symbols
from grader.suite.text import read_text
from grader.suite.tree import MapNode, read_document
from grader.suite.wording import near_hint

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from grader.model.case import Visibility
    from grader.model.exercise import InputRule, Param, Tag, Target
    from grader.suite.course import Course
    from grader.suite.tree import Node

_KEYS: Final = (
    "title",
    "reference",
    "modules",
    "imports",
    "limits",
    "tolerance",
    "params",
    "inputs",
    "targets",
    "scalars",
    "tags",
    "hints",
)
_REQUIRED: Final = ("title", "reference", "inputs", "targets")
_LONGEST_SECONDS: Final = 3600.0
_SMALLEST_MEMORY_BYTES: Final = 16 << 20
_SMALLEST_OUTPUT_BYTES: Final = 1 << 10
_LARGEST_BYTES: Final = 1 << 40
_LONGEST_PATH: Final = 200
_PATH: Final = re.compile(r"[\w.-]+(/[\w.-]+)*\.py", re.ASCII)
_MODULE: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


def load_exercise(course: Course, exercise_id: str) -> Exercise:
    """Load an exercise of a course.

    Raises
    ------
    UsageError
        The course has no such exercise.
    CourseError
        Its files are wrong: all problems, in the order of the file.
    """
    path = course.exercise_folder(exercise_id) / EXERCISE_FILE
    if not is_exercise_id(exercise_id) or not path.is_file():
        hint = near_hint(exercise_id, course.exercise_ids())
        raise UsageError(message("suite.unknown_exercise", id=exercise_id, hint=hint))
    return _Loading(course, path).exercise()


class _Loading:
    """One `exercise.yaml` on its way to an Exercise: every part is read, whatever is wrong elsewhere."""

    def __init__(self, course: Course, path: Path) -> None:
        if not course.holds(path):
            raise CourseError([Problem(message("suite.outside_course"), path)])
        self._course = course
        self._folder = path.parent
        root, self._problems = read_document(path)
        self._fields = Fields(root, self._problems, known=_KEYS, required=_REQUIRED)

    def exercise(self) -> Exercise:
        """Read everything, then raise what was wrong."""
        take, problems = self._fields.take, self._problems
        inputs = take("inputs", lambda node: read_inputs(node, self._names("params"), problems), ())
        targets = take("targets", self._targets, ())
        exercise = Exercise(
            id=self._folder.name,
            folder=self._folder,
            title=take("title", lambda node: both_languages(node, problems), Text(zh="", en="")),
            reference=take("reference", self._python_file, self._folder),
            limits=take("limits", self._limits, Limits()),
            tolerance=take("tolerance", self._tolerance, Tolerance()),
            modules=take("modules", self._modules, ()),
            imports=take("imports", self._imports, ()),
            params=take("params", self._params, ()),
            inputs=inputs,
            targets=take("scalars", lambda node: self._with_scalars(node, targets), targets),
            tags=take("tags", lambda node: self._tags(node, inputs), ()),
            hints=take("hints", self._hints, ("public",)),
        )
        problems.raise_if_any()
        return exercise

    def _names(self, key: str) -> tuple[str, ...]:
        """Give the names under a key, also those whose rule is wrong, so that one mistake is told once."""
        node = self._fields.get(key)
        return tuple(node.values) if isinstance(node, MapNode) else ()

    def _params(self, node: Node) -> tuple[Param, ...]:
        found = entries(node, self._problems)
        read = [self._problems.attempt(partial(read_param, key.text, rule), None) for key, rule in found]
        return tuple(param for param in read if param is not None)

    def _targets(self, node: Node) -> tuple[Target, ...]:
        names = (*self._names("params"), *self._names("inputs"))
        found = entries(node, self._problems)
        if not found:
            raise Refused(node, message("suite.no_targets"))
        return tuple(read_target(key.text, rule, names, self._problems) for key, rule in found)

    def _with_scalars(self, node: Node, targets: Collection[Target]) -> tuple[Target, ...]:
        observed = [value.name for target in targets for step in target.steps for value in step.observe]
        names = read_names(node, observed, self._problems)
        return tuple(
            msgspec.structs.replace(target, steps=with_scalars(target.steps, names)) for target in targets
        )

    def _tags(self, node: Node, inputs: Collection[InputRule]) -> tuple[Tag, ...]:
        return read_tags(node, [*self._names("params"), *symbols(inputs)], self._problems)

    def _limits(self, node: Node) -> Limits:
        fields = Fields(node, self._problems, known=Limits.__struct_fields__)
        seconds = partial(positive, maximum=_LONGEST_SECONDS)
        memory = partial(integer, minimum=_SMALLEST_MEMORY_BYTES, maximum=_LARGEST_BYTES)
        output = partial(integer, minimum=_SMALLEST_OUTPUT_BYTES, maximum=_LARGEST_BYTES)
        usual = Limits()
        return Limits(
            wall_seconds=fields.take("wall_seconds", seconds, usual.wall_seconds),
            memory_bytes=fields.take("memory_bytes", memory, usual.memory_bytes),
            output_bytes=fields.take("output_bytes", output, usual.output_bytes),
        )

    def _tolerance(self, node: Node) -> Tolerance:
        fields = Fields(node, self._problems, known=Tolerance.__struct_fields__)
        return Tolerance(atol=fields.take("atol", not_negative, Tolerance().atol))

    def _imports(self, node: Node) -> tuple[str, ...]:
        names = (self._problems.attempt(partial(_module_name, part), "") for part in items(node))
        return tuple(dict.fromkeys(names))

    def _hints(self, node: Node) -> tuple[Visibility, ...]:
        attempt, usual = self._problems.attempt, VISIBILITIES[0]
        return tuple(dict.fromkeys(attempt(partial(visibility, part), usual) for part in items(node)))

    def _modules(self, node: Node) -> tuple[GivenModule, ...]:
        found = entries(node, self._problems, read_key=_module_name)
        modules = tuple(self._module(key.text, part) for key, part in found)
        taken = set(mapping(node).values)
        for (key, _part), module in zip(found, modules, strict=True):
            for alias in module.aliases:
                if alias in taken:
                    self._problems.add(key, message("suite.module_twice", name=alias))
                taken.add(alias)
        return modules

    def _module(self, name: str, node: Node) -> GivenModule:
        """Read a module: a path, or a path and other names for it."""
        if not isinstance(node, MapNode):
            return GivenModule(name=name, source=self._problems.attempt(partial(self._source, node), ""))
        fields = Fields(node, self._problems, known=("source", "aliases"), required=("source",))
        return GivenModule(
            name=name,
            aliases=fields.take("aliases", self._imports, ()),
            source=fields.take("source", self._source, ""),
        )

    def _source(self, node: Node) -> str:
        path = self._python_file(node)
        try:
            return read_text(path)
        except CourseError as error:
            self._problems.add_elsewhere(error.problems)
            return ""

    def _python_file(self, node: Node) -> Path:
        """Read the path of a file in the course, from its root, with forward slashes."""
        text = string(node)
        if not _PATH.fullmatch(text) or len(text) > _LONGEST_PATH or ".." in text.split("/"):
            raise Refused(node, message("suite.course_path", found=shown(node)))
        path = self._course.root / text
        if not self._course.holds(path):
            raise Refused(node, message("suite.path_outside", path=text))
        if not path.is_file():
            beside = [other.relative_to(self._course.root).as_posix() for other in path.parent.glob("*.py")]
            raise Refused(
                node, message("suite.no_course_file", path=text, hint=near_hint(text, sorted(beside)))
            )
        return path


def _module_name(node: Node) -> str:
    text = string(node)
    if not _MODULE.fullmatch(text):
        raise Refused(node, message("suite.module_name", found=shown(node), hint=hint_at(node)))
    return text
