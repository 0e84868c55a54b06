"""Turns a template and what `exercise.yaml` says into findings: classes, methods, markers that disagree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from grader.audit.soundness import Finding
from grader.errors import Problem
from grader.messages import message
from grader.submission.outline import Place, outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.messages import Message
    from grader.model.exercise import Exercise, Step, Target

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def disagreements(exercise: Exercise, path: Path, text: str) -> list[Finding]:
    """Hold a template against the protocol.

    Parameters
    ----------
    exercise : Exercise
        What is called, and with what.
    path : Path
        For messages.
    text : str
        The template.

    Returns
    -------
    list of Finding
        In the order of the template. Only what can be told from the text: the template is not run.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        told = message("catalogue.not_python", text=error.msg)
        return [Finding("error", Problem(told, path, error.lineno, error.offset))]
    places = outline(text.replace("\r\n", "\n")).regions
    found = sorted(_Template(exercise, tree, places).findings(), key=lambda one: one.line)
    return [Finding("error", Problem(one.told, path, one.line)) for one in found]


class _Wrong(NamedTuple):
    line: int
    told: Message


class _Template:
    def __init__(self, exercise: Exercise, tree: ast.Module, places: Sequence[Place]) -> None:
        self._exercise = exercise
        self._classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        self._places = places

    def findings(self) -> Iterator[_Wrong]:
        if not self._places:
            yield _Wrong(1, message("exercise.no_region"))
        for target in self._exercise.targets:
            node = self._classes.get(target.name)
            if node is None:
                names = ", ".join(self._classes) or "-"
                yield _Wrong(1, message("exercise.no_class", name=target.name, names=names))
            else:
                yield from _constructor(target, node)
                yield from (wrong for step in target.steps for wrong in self._step(step, node))

    def _step(self, step: Step, node: ast.ClassDef) -> Iterator[_Wrong]:
        method = _method(node, step.call)
        if method is None:
            if not node.bases:
                told = message("exercise.no_method", name=node.name, method=step.call)
                yield _Wrong(node.lineno, told)
            return
        yield from _call(method, f"{node.name}.{step.call}()", step.args)
        written = Place(node.name, step.call) in self._places
        if self._places and step.given == written:
            key = "exercise.given_has_region" if written else "exercise.not_in_region"
            yield _Wrong(method.lineno, message(key, name=node.name, method=step.call))


def _constructor(target: Target, node: ast.ClassDef) -> Iterator[_Wrong]:
    made = _method(node, "__init__")
    if made is not None:
        yield from _call(made, f"{node.name}()", target.construct)
    elif target.construct and not node.bases:
        handed = ", ".join(target.construct)
        yield _Wrong(node.lineno, message("exercise.no_constructor", name=node.name, handed=handed))


def _method(node: ast.ClassDef, name: str) -> _Function | None:
    functions = (part for part in node.body if isinstance(part, _Function))
    return next((part for part in functions if part.name == name), None)


def _call(function: _Function, called: str, handed: Sequence[str]) -> Iterator[_Wrong]:
    """Say when a function cannot take what it is handed, or takes the same names in another order."""
    spec = function.args
    names = [argument.arg for argument in (*spec.posonlyargs, *spec.args)][1:]
    fewest = len(names) - len(spec.defaults)
    fits = fewest <= len(handed) and (spec.vararg is not None or len(handed) <= len(names))
    if not fits or (set(names) >= set(handed) and names[: len(handed)] != list(handed)):
        taken, given = ", ".join(names), ", ".join(handed)
        yield _Wrong(
            function.lineno, message("exercise.other_arguments", called=called, taken=taken, handed=given)
        )
