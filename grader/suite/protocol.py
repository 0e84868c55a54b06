"""Turns `{call: ..., with: [...]}` into steps, and the classes of an exercise into targets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

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
    from collections.abc import Collection

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
