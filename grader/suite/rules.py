"""Turns the inputs and tags of an exercise into rules whose expressions speak of nothing unknown."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from grader.messages import message
from grader.model.exercise import Draw, InputRule, Tag
from grader.suite.draws import completed, read_draw
from grader.suite.problems import Refused
from grader.suite.readers import (
    Fields,
    entries,
    expression,
    inside,
    is_identifier,
    items,
    shown,
    tag_name,
    unknown_name,
)
from grader.suite.tree import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grader.messages import Message
    from grader.model.expression import Expression
    from grader.suite.problems import Problems
    from grader.suite.tree import Node

_OPEN: Final = "..."

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
    """Read the inputs: an axis is called by a symbol, or follows from parameters and other symbols.

    A symbol with three dots after it is one axis or more: the symbol is the product of their sizes.
    """
    before = problems.noted
    found = entries(node, problems)
    for key, _rule in found:
        if key.text in CASE_KEYS:
            problems.add(key, message("suite.reserved_input", name=key.text))
        if key.text in params:
            problems.add(key, message("suite.input_is_param", name=key.text))
    rules = tuple(_read_input(key.text, rule, params, problems) for key, rule in found)
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


def _read_input(name: str, node: Node, params: Collection[str], problems: Problems) -> InputRule:
    fields = Fields(node, problems, known=("shape", "draw"), required=("shape",))
    shape = fields.take("shape", items, ())
    read = [problems.attempt(partial(_size, part, params), None) for part in shape]
    return InputRule(
        name=name,
        shape=tuple(axis for axis in read if axis is not None),
        draw=fields.take("draw", lambda part: completed(read_draw(part, problems), Draw()), Draw()),
        open_axis=_open_axis(shape, problems),
    )


def _open_axis(shape: Sequence[Node], problems: Problems) -> int | None:
    """Find the entry that stands for one axis or more; with two of them, sizes could not be told apart."""
    found = [at for at, part in enumerate(shape) if _open_name(part) is not None]
    for at in found[1:]:
        first = _open_name(shape[found[0]])
        problems.add(shape[at], message("suite.open_twice", found=shown(shape[at]), first=f"{first}{_OPEN}"))
    return found[0] if found else None


def _open_name(node: Node) -> str | None:
    """Give the name before the dots of an entry such as `D...`."""
    text = node.text.strip() if isinstance(node, ScalarNode) else ""
    name = text.removesuffix(_OPEN)
    return name if name != text and is_identifier(name) else None


def _size(node: Node, params: Collection[str]) -> Expression:
    name = _open_name(node)
    if isinstance(node, ScalarNode) and name is not None and name not in params:
        return expression(msgspec.structs.replace(node, text=name))
    if isinstance(node, ScalarNode) and ".." in node.text:
        raise Refused(node, message("suite.open_axis", found=shown(node), hint=_open_hint(node.text, params)))
    axis = expression(node)
    if axis.is_condition:
        raise Refused(node, message("suite.size_is_condition"))
    return axis


def _open_hint(text: str, params: Collection[str]) -> Message | str:
    name = text.strip(" .")
    meant = is_identifier(name) and name not in params
    return message("suite.hint_near", name=f"{name}{_OPEN}") if meant else ""


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
