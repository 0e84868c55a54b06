"""Turns an exercise and its cases into the ways in which another case may call."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.suite.places import likes as likes_of

if TYPE_CHECKING:
    from grader.model.case import Suite
    from grader.model.exercise import Exercise, Step, Target


class Calls(NamedTuple):
    """How a case calls: its class, its steps (none: the exercise's), its added inputs with their `like`."""

    target: str
    steps: tuple[Step, ...]
    likes: dict[str, str]


def all_calls(suite: Suite) -> list[Calls]:
    """List the ways to call, the usual ones first.

    Parameters
    ----------
    suite : Suite
        Its exercise's calls come first, for each class; then those of cases with steps of their own; then
        an object that is used twice.
    """
    found = [Calls(target.name, (), {}) for target in suite.exercise.targets]
    usual = {target.name: target.steps for target in suite.exercise.targets}
    for spec in suite.cases:
        if spec.steps != usual[spec.target] and spec.path is not None:
            calls = Calls(spec.target, spec.steps, likes_of(spec.path, spec.name))
            found += [] if calls in found else [calls]
    return [
        *found,
        *(twice for target in suite.exercise.targets if (twice := _twice(target, suite.exercise))),
    ]


def _twice(target: Target, exercise: Exercise) -> Calls | None:
    """Use one object twice, then make the last call once more: with inputs of their own, each time."""
    known = {rule.name for rule in exercise.inputs}
    likes = {}

    def renamed(step: Step, suffix: str) -> Step:
        likes.update({f"{name}{suffix}": name for name in step.args if name in known})
        args = tuple(f"{name}{suffix}" if name in known else name for name in step.args)
        seen = tuple(msgspec.structs.replace(one, name=f"{one.name}{suffix}") for one in step.observe)
        return msgspec.structs.replace(step, args=args, observe=seen)

    before = [renamed(step, "_before") for step in target.steps]
    steps = (*before, *target.steps, renamed(target.steps[-1], "_again"))
    return None if known & likes.keys() else Calls(target.name, steps, likes)
