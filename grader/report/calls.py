"""Turns a case into what was called, and a submission into the command that grades it (again)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.case import Array, Case, CaseSpec
    from grader.model.exercise import Exercise, Step
    from grader.model.report import Report

# Compiled when a command is first shown: a right submission shows none.
_NEEDS_NO_QUOTES: Final = r"[\w@%+=:,./-]+"
_SPECIAL_IN_QUOTES: Final = frozenset('"$`!%')


def called(case: Case, exercise: Exercise) -> str:
    """Say what was made and with which inputs: `Layer(size=3, step=2), x (2, 3, 7, 7)`.

    The calls follow when they are not those that the exercise always makes.
    """
    spec = case.spec
    inputs = [_input(name, array) for name, array in case.inputs.items()]
    said = ", ".join([constructed(spec), *inputs])
    usual = next((target.steps for target in exercise.targets if target.name == spec.target), spec.steps)
    return said if _same(usual, spec.steps) else f"{said}: {' → '.join(_call(step) for step in spec.steps)}"


def reproduce(report: Report, spec: CaseSpec) -> str:
    """Give the command that grades this one case."""
    return command(report.submission.path, {**report.options, "--case": spec.name})


def command(path: str, options: Mapping[str, str]) -> str:
    """Give the command that grades a file, quoted so that both a POSIX shell and Windows take it."""
    return " ".join(["grade", quoted(path), *(f"{name} {quoted(value)}" for name, value in options.items())])


def constructed(spec: CaseSpec) -> str:
    """Say how the object was made: `Layer(W, size=3)`; an array is only named."""
    made = [f"{name}={spec.params[name]}" if name in spec.params else name for name in spec.construct]
    return f"{spec.target}({', '.join(made)})"


def _input(name: str, array: Array) -> str:
    dtype = "" if array.dtype.name == "float64" else f" {array.dtype.name}"
    return f"{name} {array.shape}{dtype}"


def _call(step: Step) -> str:
    return f"{step.call}({', '.join(step.args)})"


def _same(usual: tuple[Step, ...], own: tuple[Step, ...]) -> bool:
    return [_call(step) for step in usual] == [_call(step) for step in own]


def quoted(word: str) -> str:
    """Quote a word so that both a POSIX shell and Windows take it for one."""
    if word.startswith("-") and word != "-":
        word = f"./{word}"
    if re.fullmatch(_NEEDS_NO_QUOTES, word):
        return word
    if _SPECIAL_IN_QUOTES.isdisjoint(word):
        return f'"{word}"'
    return "'" + word.replace("'", "'\"'\"'") + "'"
