"""Turns the inputs and tags of an exercise into rules whose expressions speak of nothing unknown."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from grader.messages import message
from grader.model.exercise import Draw, InputRule, Tag
from grader.suite.draws import completed, read_draw
from grader.suite.problems import Refused
from grader.suite.readers import (
    Fields,
    entries,
    expression,
    inside,
    items,
    tag_name,
    unknown_name,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grader.model.expression import Expression
    from grader.suite.problems import Problems
    from grader.suite.tree import Node

CASE_KEYS: Final = (
    "name",
    "seed",
    "params",
    "visibility",
    "points",
    "tags",
    "target",
    "steps",
    "timeout",
    "explain",
)


def read_inputs(node: Node, params: Collection[str], problems: Problems) -> tuple[InputRule, ...]:
    """Read the inputs: an axis is called by a symbol, or follows from parameters and other symbols."""
    before = problems.noted
    found = entries(node, problems)
    for key, _rule in found:
        if key.text in CASE_KEYS:
            problems.add(key, message("suite.reserved_input", name=key.text))
        if key.text in params:
            problems.add(key, message("suite.input_is_param", name=key.text))
    rules = tuple(_read_input(key.text, rule, problems) for key, rule in found)
    if problems.noted == before:
        known = [*params, *symbols(rules)]
        for (_key, part), rule in zip(found, rules, strict=True):
            _refuse_unbound(part, rule, known, problems)
    return rules


def symbols(rules: Iterable[InputRule]) -> list[str]:
    """List the names that stand alone for an axis: what the given shapes of a case bind, and parameters."""
    names = (axis.lone_name for rule in rules for axis in rule.shape)
    return list(dict.fromkeys(name for name in names if name is not None))


def read_tags(node: Node, known: Collection[str], problems: Problems) -> tuple[Tag, ...]:
    """Read tags with their conditions, which may speak of the known names."""
    tags = []
    for key, part in entries(node, problems, read_key=tag_name):
        condition = problems.attempt(partial(_condition, part, known), None)
        if condition is not None:
            tags.append(Tag(name=key.text, condition=condition))
    return tuple(tags)


def _read_input(name: str, node: Node, problems: Problems) -> InputRule:
    fields = Fields(node, problems, known=("shape", "draw"), required=("shape",))
    return InputRule(
        name=name,
        shape=fields.take("shape", lambda part: _read_shape(part, problems), ()),
        draw=fields.take("draw", lambda part: completed(read_draw(part, problems), Draw()), Draw()),
    )


def _read_shape(node: Node, problems: Problems) -> tuple[Expression, ...]:
    read = [problems.attempt(partial(_size, part), None) for part in items(node)]
    return tuple(axis for axis in read if axis is not None)


def _size(node: Node) -> Expression:
    axis = expression(node)
    if axis.is_condition:
        raise Refused(node, message("suite.size_is_condition"))
    return axis


def _condition(node: Node, known: Collection[str]) -> Expression:
    condition = expression(node)
    if not condition.is_condition:
        raise Refused(node, message("suite.tag_is_number"))
    _refuse_unknown(node, condition, known)
    return condition


def _refuse_unbound(node: Node, rule: InputRule, known: Collection[str], problems: Problems) -> None:
    shape = Fields(node, problems, known=("shape", "draw")).take("shape", items, ())
    for part, axis in zip(shape, rule.shape, strict=True):
        problems.attempt(partial(_refuse_unknown, part, axis, known), None)


def _refuse_unknown(node: Node, asked: Expression, known: Collection[str]) -> None:
    for name in sorted(asked.names - set(known)):
        match = re.search(rf"\b{name}\b", asked.text, re.ASCII)
        raise unknown_name(inside(node, match.start() if match else 0), name, known)
