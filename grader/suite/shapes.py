"""Turns the sizes that a case gives, and its parameters, into the shape of every input."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from grader.messages import message
from grader.model.expression import ExpressionError
from grader.suite.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.model.exercise import InputRule
    from grader.model.expression import Expression
    from grader.suite.problems import Placed

MAX_ELEMENTS: Final = 50_000_000


class Shapes:
    """The sizes of one case: given shapes bind the symbols, the other shapes follow.

    Parameters
    ----------
    params : mapping of str to int or float
        The parameters of the case.

    Attributes
    ----------
    dims : dict
        The symbols that are bound.
    names : dict
        The same and the parameters: what expressions may speak of.
    """

    def __init__(self, params: Mapping[str, int | float]) -> None:
        self.dims: dict[str, int] = {}
        self.names: dict[str, int | float] = dict(params)
        self._params = params
        self._bound_by: dict[str, str] = {}
        self._opened: dict[str, tuple[tuple[int, ...], str]] = {}

    def bind(self, rule: InputRule, sizes: tuple[int, ...], places: Sequence[Placed], at: Placed) -> None:
        """Take a given shape: what is called by a lone symbol gets its size.

        Raises
        ------
        Refused
            Another number of axes, a symbol that has another size already, or too many elements.
        """
        refuse_other_axes(rule, len(sizes), at)
        refuse_large(sizes, at)
        for axis, size, place in _entries(rule, sizes, places):
            symbol = axis.lone_name
            if symbol is not None and symbol not in self._params:
                self._bind_one(rule.name, symbol, size, place)
        self._bind_opened(rule, sizes, places)

    def check(self, rule: InputRule, sizes: tuple[int, ...], places: Sequence[Placed]) -> None:
        """Hold a given shape against the axes that follow from others, once all symbols are bound."""
        for axis, size, place in _entries(rule, sizes, places):
            if axis.names <= self.names.keys() and axis.lone_name not in self.dims:
                follows = self._size(axis, place)
                if follows != size:
                    told = message(
                        "suite.size_follows",
                        size=size,
                        follows=follows,
                        rule=axis.text,
                        values=self._values(axis),
                    )
                    raise Refused(place, told)

    def follow(self, rule: InputRule, at: Placed) -> tuple[int, ...]:
        """Give the shape of an input for which the case gives none.

        Raises
        ------
        Refused
            A symbol has no size, or there is no room: an axis would be empty.
        """
        unbound = [axis.text for axis in rule.shape if not axis.names <= self.names.keys()]
        if unbound:
            raise Refused(at, message("suite.shape_needed", name=rule.name, symbols=", ".join(unbound)))
        shape = tuple(self._size(axis, at) for axis in rule.shape)
        for axis, size in zip(rule.shape, shape, strict=True):
            if size < 1:
                told = message(
                    "suite.no_room", name=rule.name, size=size, rule=axis.text, values=self._values(axis)
                )
                raise Refused(at, told)
        refuse_large(shape, at)
        return self._with_opened(rule, shape)

    def _bind_one(self, name: str, symbol: str, size: int, place: Placed) -> None:
        bound = self.dims.setdefault(symbol, size)
        self.names[symbol] = bound
        by = self._bound_by.setdefault(symbol, name)
        if bound != size:
            raise Refused(place, message("suite.sizes_differ", symbol=symbol, size=size, bound=bound, by=by))

    def _bind_opened(self, rule: InputRule, sizes: tuple[int, ...], places: Sequence[Placed]) -> None:
        """Keep which axes make up a symbol: inputs that share it have the same ones."""
        opened = rule.opened(sizes)
        if opened is None:
            return
        at, own = opened
        symbol = rule.shape[at].text
        bound, by = self._opened.setdefault(symbol, (own, rule.name))
        if bound != own:
            told = message("suite.axes_differ", symbol=symbol, sizes=list(own), bound=list(bound), by=by)
            raise Refused(places[at], told)

    def _with_opened(self, rule: InputRule, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Put the axes that make up the open one in its place; a single one where no input says more."""
        if rule.open_axis is None:
            return shape
        at = rule.open_axis
        own, _by = self._opened.get(rule.shape[at].text, ((shape[at],), ""))
        return (*shape[:at], *own, *shape[at + 1 :])

    def _size(self, axis: Expression, at: Placed) -> int:
        try:
            size = axis.evaluate(self.names)
        except ExpressionError as error:
            raise Refused(at, message("suite.shape_expression", rule=axis.text, reason=error.told)) from None
        if size != int(size):
            told = message("suite.fractional_size", rule=axis.text, size=size, values=self._values(axis))
            raise Refused(at, told)
        return int(size)

    def _values(self, axis: Expression) -> str:
        return ", ".join(f"{name} = {self.names[name]}" for name in sorted(axis.names))


def refuse_other_axes(rule: InputRule, count: int, at: Placed) -> None:
    """Refuse a shape whose number of axes is not that of the input."""
    if not rule.takes(count):
        key = "suite.axes" if rule.open_axis is None else "suite.axes_at_least"
        raise Refused(at, message(key, given=count, wanted=len(rule.shape), shape=rule.axes))


def _entries(
    rule: InputRule, sizes: tuple[int, ...], places: Sequence[Placed]
) -> Iterator[tuple[Expression, int, Placed]]:
    """Pair what the exercise says of each axis with the size that is given, and where."""
    opened = rule.opened(sizes)
    if opened is not None:
        at, own = opened
        after = at + len(own)
        sizes = (*sizes[:at], math.prod(own), *sizes[after:])
        places = (*places[: at + 1], *places[after:])
    return zip(rule.shape, sizes, places, strict=True)


def refuse_large(sizes: Sequence[int], at: Placed) -> None:
    """Refuse a shape with more elements than a course can mean."""
    if math.prod(sizes) > MAX_ELEMENTS:
        raise Refused(at, message("suite.too_many_elements", count=math.prod(sizes), limit=MAX_ELEMENTS))
