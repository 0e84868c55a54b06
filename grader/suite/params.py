"""Turns `int >= 1 = 1` into a parameter, and what a case says of its parameters into their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from grader.messages import message
from grader.model.exercise import Param
from grader.model.expression import MAX_MAGNITUDE
from grader.suite.problems import Refused
from grader.suite.readers import Fields, hint_at, integer, number, shown, string
from grader.suite.tree import MapNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.suite.problems import Placed, Problems
    from grader.suite.tree import Node

_NUMBER: Final = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_RULE: Final = re.compile(
    rf"(?P<kind>int|float)(?:\s*>=\s*(?P<minimum>{_NUMBER}))?(?:\s*=\s*(?P<default>{_NUMBER}))?", re.ASCII
)


def read_param(name: str, node: Node) -> Param:
    """Read the rule of a parameter: its kind, perhaps a lower bound, perhaps a default."""
    match = _RULE.fullmatch(string(node).strip())
    if match is None:
        raise Refused(node, message("suite.param_rule", found=shown(node), hint=hint_at(node)))
    kind: Literal["int", "float"] = "int" if match["kind"] == "int" else "float"
    minimum, default = (_bound(node, kind, match[part]) for part in ("minimum", "default"))
    if minimum is not None and default is not None and default < minimum:
        raise Refused(node, message("suite.param_default", default=f"{default:g}", minimum=f"{minimum:g}"))
    return Param(name=name, kind=kind, minimum=minimum, default=default)


def read_params(
    node: Node | None, at: Placed, params: Sequence[Param], problems: Problems
) -> dict[str, int | float]:
    """Read the parameters of a case, in the order of the exercise, with defaults filled in.

    Parameters
    ----------
    node : Node or None
        What stands under `params`, where something does.
    at : Placed
        Where to point when a parameter is missing.
    """
    nothing = MapNode({}, {}, at.line, at.column)
    needed = [param.name for param in params if param.default is None]
    known = [param.name for param in params]
    fields = Fields(nothing if node is None else node, problems, known=known)
    missing = [name for name in needed if fields.get(name) is None]
    if missing and (node is None or isinstance(node, MapNode)):
        problems.add(at, message("suite.missing_params", names=", ".join(repr(name) for name in missing)))
    values = {param.name: _value(fields, param) for param in params}
    return {name: value for name, value in values.items() if value is not None}


def _value(fields: Fields, param: Param) -> int | float | None:
    if fields.get(param.name) is None:
        return None if param.default is None else _of_kind(param, param.default)
    return fields.take(param.name, lambda node: _read_value(node, param), None)


def _read_value(node: Node, param: Param) -> int | float:
    whole = param.kind == "int"
    value = integer(node, minimum=-MAX_MAGNITUDE, maximum=MAX_MAGNITUDE) if whole else float(number(node))
    if abs(value) > MAX_MAGNITUDE:
        raise Refused(node, message("suite.too_big", value=shown(node), maximum=MAX_MAGNITUDE))
    if param.minimum is not None and value < param.minimum:
        told = message(
            "suite.param_minimum", name=param.name, value=shown(node), minimum=f"{param.minimum:g}"
        )
        raise Refused(node, told)
    return value


def _of_kind(param: Param, value: float) -> int | float:
    return int(value) if param.kind == "int" else value


def _bound(node: Node, kind: str, text: str | None) -> float | None:
    if text is None:
        return None
    value = float(text)
    if abs(value) > MAX_MAGNITUDE or (kind == "int" and not text.lstrip("-").isdigit()):
        raise Refused(node, message("suite.param_number", text=text, kind=kind))
    return int(value) if kind == "int" else value
