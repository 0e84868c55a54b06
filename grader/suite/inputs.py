"""Turns what a case says of its inputs into shapes to draw and literal arrays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import message
from grader.model.case import Drawn, Literally
from grader.suite.draws import completed, read_draw, read_dtype
from grader.suite.literals import literal_array
from grader.suite.problems import Refused
from grader.suite.readers import Fields, choice, integer, items
from grader.suite.shapes import MAX_ELEMENTS, refuse_large, refuse_other_axes
from grader.suite.tree import MapNode
from grader.suite.wording import near_hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.model.case import Array
    from grader.model.exercise import Draw, DType, InputRule
    from grader.suite.draws import DrawPart
    from grader.suite.problems import Placed, Problems
    from grader.suite.shapes import Shapes
    from grader.suite.tree import Node

_KEYS: Final = ("shape", "draw", "values", "dtype", "like")


class Entry(NamedTuple):
    """One input as a case writes it.

    Parameters
    ----------
    at : Placed
        Where to point when the input as a whole is meant.
    like : str or None
        The input of the exercise that lends an extra input its shape and its draw.
    sizes, places : tuples, or None and empty
        The given shape, of a literal array too, and where each size stands.
    """

    name: str
    at: Placed
    like: str | None = None
    sizes: tuple[int, ...] | None = None
    places: tuple[Placed, ...] = ()
    draw: DrawPart | None = None
    array: Array | None = None


def looks_like_input(node: Node) -> bool:
    """Tell whether what stands under a key that the exercise does not know was meant as an input."""
    return isinstance(node, MapNode) and not node.values.keys().isdisjoint(_KEYS)


def read_entry(node: Node, name: str, rules: Mapping[str, InputRule], problems: Problems) -> Entry:
    """Read one input of a case.

    Raises
    ------
    Refused
        Its keys do not go together, or a literal array is none.
    """
    if not isinstance(node, MapNode):
        return _literal(name, node, literal_array(node))
    fields = Fields(node, problems, known=_KEYS)
    _refuse_together(name, fields, rules)
    like = fields.take("like", lambda part: choice(part, rules), None)
    values = fields.get("values")
    if values is not None:
        dtype: DType = fields.take("dtype", read_dtype, "float64")
        return _literal(name, values, literal_array(values, dtype))._replace(like=like)
    places = fields.take("shape", items, ())
    sizes = fields.take("shape", lambda part: _sizes(part, problems), None)
    draw = fields.take("draw", lambda part: read_draw(part, problems), None)
    return Entry(name, node, like, sizes, places, draw)


def resolve(
    entries: Sequence[Entry], rules: Mapping[str, InputRule], shapes: Shapes, problems: Problems
) -> dict[str, Drawn | Literally]:
    """Give each input of a case its shape, and its values or its draw.

    Parameters
    ----------
    entries : sequence of Entry
        Those of the exercise before extra ones; a bare entry for an input of which the case says nothing.
    """
    before = problems.noted
    for entry in entries:
        problems.attempt(partial(_bind, entry, rules, shapes), None)
    resolved: dict[str, Drawn | Literally] = {}
    for entry in entries if problems.noted == before else ():
        made = problems.attempt(partial(_resolved, entry, rules, resolved, shapes), None)
        if made is not None:
            resolved[entry.name] = made
    return resolved


def shape_of(made: Drawn | Literally) -> tuple[int, ...]:
    """Give the shape of a resolved input."""
    return made.shape if isinstance(made, Drawn) else made.array.shape


def _literal(name: str, node: Node, array: Array) -> Entry:
    return Entry(name, node, None, array.shape, (node,) * array.ndim, None, array)


def _refuse_together(name: str, fields: Fields, rules: Mapping[str, InputRule]) -> None:
    given = {key for key in _KEYS if fields.get(key) is not None}
    if "like" in given and name in rules:
        raise Refused(fields.place("like"), message("suite.like_of_own", name=name))
    if "like" not in given and name not in rules:
        raise Refused(fields.at, message("suite.like_needed", name=name, hint=near_hint(name, rules)))
    for key in ("shape", "draw"):
        if {"values", key} <= given:
            raise Refused(fields.place(key), message("suite.values_and", key=key))
    if "dtype" in given and "values" not in given:
        raise Refused(fields.place("dtype"), message("suite.dtype_without_values"))


def _sizes(node: Node, problems: Problems) -> tuple[int, ...]:
    size = partial(integer, minimum=1, maximum=MAX_ELEMENTS)
    return tuple(problems.attempt(partial(size, part), 1) for part in items(node))


def _bind(entry: Entry, rules: Mapping[str, InputRule], shapes: Shapes) -> None:
    if entry.sizes is not None and entry.name in rules:
        shapes.bind(rules[entry.name], entry.sizes, entry.places, entry.at)


def _resolved(
    entry: Entry, rules: Mapping[str, InputRule], resolved: Mapping[str, Drawn | Literally], shapes: Shapes
) -> Drawn | Literally | None:
    if entry.like is not None:
        base = resolved.get(entry.like)
        return None if base is None else _extra(entry, base, rules[entry.like])
    rule = rules[entry.name]
    if entry.sizes is None:
        return _drawn(entry, shapes.follow(rule, entry.at), rule.draw)
    shapes.check(rule, entry.sizes, entry.places)
    return _filled(entry, entry.sizes, rule.draw)


def _extra(entry: Entry, base: Drawn | Literally, rule: InputRule) -> Drawn | Literally:
    shape = shape_of(base) if entry.sizes is None else entry.sizes
    refuse_other_axes(rule, len(shape), entry.at)
    refuse_large(shape, entry.at)
    return _filled(entry, shape, base.draw if isinstance(base, Drawn) else rule.draw)


def _filled(entry: Entry, shape: tuple[int, ...], base: Draw) -> Drawn | Literally:
    return _drawn(entry, shape, base) if entry.array is None else Literally(array=entry.array)


def _drawn(entry: Entry, shape: tuple[int, ...], base: Draw) -> Drawn:
    draw = base if entry.draw is None else completed(entry.draw, base)
    if draw.distribution == "one_hot" and not shape:
        raise Refused(entry.at, message("draws.one_hot_scalar"))
    return Drawn(shape=shape, draw=draw)
