"""Turns the case files of an exercise into its suite, or says everything that is wrong in them."""

from __future__ import annotations

import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.errors import CourseError, UsageError
from grader.messages import message
from grader.model.case import CaseSpec, Drawn, Suite
from grader.model.expression import ExpressionError
from grader.suite.course import HIDDEN_SUFFIX
from grader.suite.inputs import Entry, looks_like_input, read_entry, resolve
from grader.suite.params import read_params
from grader.suite.problems import Refused
from grader.suite.protocol import read_steps, scalar_names, with_scalars
from grader.suite.readers import (
    Fields,
    both_languages,
    choice,
    integer,
    items,
    positive,
    shown,
    string,
    tag_name,
    visibility,
)
from grader.suite.rules import CASE_KEYS
from grader.suite.shapes import Shapes
from grader.suite.tree import MapNode, document, read_document
from grader.suite.wording import spelling_hint

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from grader.errors import Problem
    from grader.model.case import Literally, Visibility
    from grader.model.exercise import Exercise, Step, Target, Text
    from grader.suite.problems import Problems
    from grader.suite.tree import Document, Node, ScalarNode

LARGEST_SEED: Final = (1 << 64) - 1
MOST_POINTS: Final = 10**6

_NAME: Final = re.compile(r"[\w.-]([\w .-]{0,58}[\w.-])?")


def load_suite(exercise: Exercise, paths: Sequence[Path], *, texts: Mapping[Path, str] = {}) -> Suite:
    """Load the cases of an exercise.

    Parameters
    ----------
    paths : sequence of Path
        The files; in those whose names end in `.hidden.yaml`, cases are hidden unless they say otherwise.
    texts : mapping of Path to str
        What some of the files are to be taken to hold, such as a case that is still to be written.

    Raises
    ------
    UsageError
        There is no such file.
    CourseError
        The files are wrong: all problems, file by file, each in its order.
    """
    cases: list[CaseSpec] = []
    names: dict[str, str] = {}
    wrong: list[Problem] = []
    for path in paths:
        if path not in texts and not path.exists():
            raise UsageError(message("suite.no_case_file", path=str(path)))
        try:
            read = document(path, texts[path]) if path in texts else read_document(path)
            cases += _cases(exercise, read, names)
        except CourseError as error:
            wrong += error.problems
    if wrong:
        raise CourseError(wrong)
    return Suite(exercise=exercise, cases=tuple(cases), paths=tuple(paths))


def _cases(exercise: Exercise, read: Document, names: dict[str, str]) -> list[CaseSpec]:
    root, problems = read
    fields = Fields(root, problems, known=("exercise", "cases"), required=("exercise", "cases"))
    fields.take("exercise", partial(_refuse_other_exercise, exercise=exercise), None)
    usual: Visibility = "hidden" if problems.path.name.endswith(HIDDEN_SUFFIX) else "public"
    parts = fields.take("cases", _some_items, ())
    made = [_Loading(exercise, part, problems, usual).case(names) for part in parts]
    problems.raise_if_any()
    return [case for case in made if case is not None]


def _some_items(node: Node) -> tuple[Node, ...]:
    parts = items(node)
    if not parts:
        raise Refused(node, message("suite.no_cases"))
    return parts


def _refuse_other_exercise(node: Node, exercise: Exercise) -> None:
    text = string(node)
    if text != exercise.id:
        raise Refused(node, message("suite.other_exercise", found=shown(node), id=exercise.id))


class _Said(NamedTuple):
    """What a case says, part by part, before anything is worked out from it."""

    name: str
    seed: int | None
    target: Target | None
    steps: tuple[Step, ...]
    params: dict[str, int | float]
    entries: list[Entry]
    visibility: Visibility
    points: int
    tags: tuple[str, ...]
    timeout_seconds: float | None
    explain: Text | None


class _Loading:
    """One case on its way: first all that it says is read, then its inputs are worked out from that."""

    def __init__(self, exercise: Exercise, node: Node, problems: Problems, usual: Visibility) -> None:
        self._exercise = exercise
        self._problems = problems
        self._usual_visibility = usual
        self._noted = problems.noted
        self._rules = {rule.name: rule for rule in exercise.inputs}
        self._extras = _extras(node, self._rules)
        known = (*CASE_KEYS, *self._rules, *self._extras)
        self._fields = Fields(node, problems, known=known, required=("name",))
        self._at = self._fields.at

    def case(self, names: dict[str, str]) -> CaseSpec | None:
        """Read the case, None when something is wrong; `names` tells where each name was taken."""
        said = self._said(names)
        if said.target is None or self._problems.noted > self._noted:
            return None
        shapes = Shapes(said.params)
        entries = self._with_needed(said.entries, said.target, said.steps)
        inputs = resolve(entries, self._rules, shapes, self._problems)
        self._refuse_missing_seed(said.seed, inputs)
        return CaseSpec(
            name=said.name,
            target=said.target.name,
            construct=said.target.construct,
            seed=said.seed,
            params=said.params,
            dims=shapes.dims,
            inputs=inputs,
            steps=said.steps,
            visibility=said.visibility,
            points=said.points,
            tags=tuple(dict.fromkeys((*said.tags, *self._holding(shapes.names)))),
            timeout_seconds=said.timeout_seconds,
            explain=said.explain,
            path=self._problems.path,
            line=self._at.line,
        )

    def _said(self, names: dict[str, str]) -> _Said:
        take, problems = self._fields.take, self._problems
        target = problems.attempt(self._target, None)
        usual_steps = () if target is None else target.steps
        return _Said(
            name=take("name", partial(self._name, names=names), ""),
            seed=take("seed", partial(integer, minimum=0, maximum=LARGEST_SEED), None),
            target=target,
            steps=take("steps", partial(self._steps, usual=usual_steps), usual_steps),
            params=self._params(),
            entries=self._entries(),
            visibility=take("visibility", visibility, self._usual_visibility),
            points=take("points", partial(integer, minimum=0, maximum=MOST_POINTS), 0),
            tags=take("tags", self._tags, ()),
            timeout_seconds=take(
                "timeout", partial(positive, maximum=self._exercise.limits.wall_seconds), None
            ),
            explain=take("explain", lambda node: both_languages(node, problems), None),
        )

    def _name(self, node: Node, names: dict[str, str]) -> str:
        name = string(node)
        if not _NAME.fullmatch(name):
            raise Refused(node, message("suite.case_name", found=shown(node), hint=spelling_hint(name)))
        if name in names:
            raise Refused(node, message("suite.case_twice", name=name, place=names[name]))
        names[name] = f"{self._problems.path.name}:{node.line}"
        return name

    def _target(self) -> Target:
        targets = {target.name: target for target in self._exercise.targets}
        node = self._fields.get("target")
        if node is not None:
            return targets[choice(node, targets)]
        if len(targets) > 1:
            raise Refused(self._at, message("suite.target_needed", names=", ".join(targets)))
        return self._exercise.targets[0]

    def _params(self) -> dict[str, int | float]:
        at = self._fields.place("params")
        return read_params(self._fields.get("params"), at, self._exercise.params, self._problems)

    def _steps(self, node: Node, usual: tuple[Step, ...]) -> tuple[Step, ...]:
        params = [param.name for param in self._exercise.params]
        steps = read_steps(node, [*params, *self._rules, *self._extras], self._problems)
        return with_scalars(steps, scalar_names(self._exercise.targets), usual)

    def _tags(self, node: Node) -> tuple[str, ...]:
        read = (self._problems.attempt(partial(tag_name, part), "") for part in items(node))
        return tuple(read)

    def _entries(self) -> list[Entry]:
        entries = []
        for name in (*self._rules, *self._extras):
            read = partial(read_entry, name=name, rules=self._rules, problems=self._problems)
            entry = self._fields.take(name, read, None)
            entries += [] if entry is None else [entry]
        return entries

    def _with_needed(self, entries: Sequence[Entry], target: Target, steps: Sequence[Step]) -> list[Entry]:
        """Add what the calls need, or what an extra input is like, where the case says nothing of it."""
        used = {*target.construct, *chain.from_iterable(step.args for step in steps)}
        for name, key in self._extras.items():
            if name not in used:
                self._problems.add(key, message("suite.unused_input", name=name))
        said = {entry.name: entry for entry in entries}
        needed = used | {entry.like for entry in entries}
        own = [
            said.get(name, Entry(name, self._at)) for name in self._rules if name in said or name in needed
        ]
        return [*own, *(said[name] for name in self._extras)]

    def _refuse_missing_seed(self, seed: int | None, inputs: dict[str, Drawn | Literally]) -> None:
        drawn = [name for name, made in inputs.items() if isinstance(made, Drawn)]
        if drawn and seed is None:
            self._problems.add(self._at, message("suite.seed_needed", names=", ".join(drawn)))

    def _holding(self, names: dict[str, int | float]) -> list[str]:
        """List the tags whose condition holds; without a size that it speaks of, it does not."""
        holding = []
        for tag in self._exercise.tags:
            try:
                if tag.condition.names <= names.keys() and tag.condition.evaluate(names):
                    holding.append(tag.name)
            except ExpressionError as error:
                self._problems.add(self._at, message("suite.tag_fails", tag=tag.name, reason=error.told))
        return holding


def _extras(node: Node, rules: Collection[str]) -> dict[str, ScalarNode]:
    """Find the inputs that a case declares for itself, by their keys."""
    if not isinstance(node, MapNode):
        return {}
    declared = (name for name, part in node.values.items() if looks_like_input(part))
    return {name: node.keys[name] for name in declared if name not in rules and name not in CASE_KEYS}
