"""Turns `{call: ..., with: [...]}` into steps, and the classes of an exercise into targets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import message
from grader.model.exercise import Observe, Step, Target
from grader.suite.problems import Refused
from grader.suite.readers import (
    Fields,
    hint_at,
    identifier,
    is_identifier,
    items,
    mapping,
    shown,
    string,
    truth,
    unknown_name,
)
from grader.suite.tree import MapNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grader.suite.problems import Problems
    from grader.suite.tree import Node

_TARGET_KEYS: Final = ("construct", "steps")
_STEP_KEYS: Final = ("call", "with", "observe", "given")
_ATTRIBUTE: Final = "self."


def read_target(name: str, node: Node, names: Collection[str], problems: Problems) -> Target:
    """Read a class that the submission must define; `names` are those of parameters and inputs."""
    fields = Fields(node, problems, known=_TARGET_KEYS, required=("steps",))
    return Target(
        name=name,
        construct=fields.take("construct", lambda part: read_names(part, names, problems), ()),
        steps=fields.take("steps", lambda part: read_steps(part, names, problems), ()),
    )


def read_steps(node: Node, names: Collection[str], problems: Problems) -> tuple[Step, ...]:
    """Read the calls of a case, in order; each value that is observed has a name of its own."""
    parts = items(node)
    steps = tuple(_step(part, names, problems) for part in parts)
    _refuse_repeated(parts, problems)
    if not any(step.observe for step in steps):
        raise Refused(node, message("suite.nothing_observed"))
    return steps


def read_names(node: Node, names: Collection[str], problems: Problems) -> tuple[str, ...]:
    """Read a list of names that must be known."""
    read = (problems.attempt(partial(_known, part, names), None) for part in items(node))
    return tuple(name for name in read if name is not None)


def with_scalars(
    steps: Iterable[Step], names: Collection[str], usual: Iterable[Step] = ()
) -> tuple[Step, ...]:
    """Mark the observed values that are bare numbers.

    Parameters
    ----------
    steps : iterable of Step
        Where none is marked yet.
    names : collection of str
        What the bare numbers are called.
    usual : iterable of Step
        The exercise's own, whose marks say which methods return bare numbers and which attributes are some:
        these are so under any name.
    """
    sources = {_source(step, seen) for step in usual for seen in step.observe if seen.scalar}

    def marked(step: Step, seen: Observe) -> Observe:
        scalar = seen.name in names or _source(step, seen) in sources
        return msgspec.structs.replace(seen, scalar=scalar)

    return tuple(
        msgspec.structs.replace(step, observe=tuple(marked(step, seen) for seen in step.observe))
        for step in steps
    )


def scalar_names(targets: Iterable[Target]) -> frozenset[str]:
    """Name the observed values of an exercise that are bare numbers."""
    return frozenset(
        seen.name for target in targets for step in target.steps for seen in step.observe if seen.scalar
    )


def _source(step: Step, seen: Observe) -> tuple[str | None, str | None]:
    """Say where a value comes from: an attribute is the same one after any call."""
    return (step.call if seen.attribute is None else None, seen.attribute)


def _step(node: Node, names: Collection[str], problems: Problems) -> Step:
    fields = Fields(node, problems, known=_STEP_KEYS, required=("call",))
    return Step(
        call=fields.take("call", identifier, ""),
        args=fields.take("with", lambda part: read_names(part, names, problems), ()),
        observe=fields.take("observe", lambda part: _observed(part, problems), ()),
        given=fields.take("given", truth, default=False),
    )


def _observed(node: Node, problems: Problems) -> tuple[Observe, ...]:
    entries = mapping(node)
    for key in entries.keys.values():
        problems.attempt(partial(identifier, key), None)
    return tuple(
        Observe(name=name, attribute=problems.attempt(partial(_attribute, source), None))
        for name, source in entries.values.items()
    )


def _attribute(node: Node) -> str | None:
    """Read where an observed value comes from: `return` (None) or `self.NAME`."""
    text = string(node)
    if text == "return":
        return None
    name = text.removeprefix(_ATTRIBUTE)
    if name == text or not is_identifier(name):
        raise Refused(node, message("suite.observe_source", found=shown(node), hint=hint_at(node)))
    return name


def _refuse_repeated(parts: tuple[Node, ...], problems: Problems) -> None:
    lines: dict[str, int] = {}
    for part in parts:
        observe = part.values.get("observe") if isinstance(part, MapNode) else None
        for name, key in observe.keys.items() if isinstance(observe, MapNode) else ():
            if name in lines:
                problems.add(key, message("suite.observed_twice", name=name, line=lines[name]))
            lines.setdefault(name, key.line)


def _known(node: Node, names: Collection[str]) -> str:
    name = string(node)
    if name not in names:
        raise unknown_name(node, name, names)
    return name
