"""An expression: a tree of parts, which turns values for its names into a number or a truth value.

What a part means is what Python means by it. Nothing in a tree can run long, grow large or reach anything but
the names it is given. Numbers and conditions are kept apart: `and`, `or`, `not` join conditions, everything
else works on numbers. `grader.suite.grammar` makes the tree.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

import msgspec

from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.messages import Message

Number: TypeAlias = int | float

MAX_MAGNITUDE: Final = 10**9

COMPARISONS: Final[dict[str, Callable[[Number, Number], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPUTE: Final[dict[str, Callable[[Number, Number], Number]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
    "%": operator.mod,
}


class ExpressionError(Exception):
    """An expression that cannot be parsed, or that has no value.

    Parameters
    ----------
    told : Message
        What is wrong.
    offset : int
        Where in the text, counted from 0.
    """

    def __init__(self, told: Message, offset: int) -> None:
        super().__init__(told.key)
        self.told = told
        self.offset = offset


def bounded(value: Number, offset: int) -> Number:
    """Give a number back, or refuse one that is too large, or none."""
    # Written so that NaN, which compares false with everything, is refused too.
    if -MAX_MAGNITUDE <= value <= MAX_MAGNITUDE:
        return value
    raise ExpressionError(message("suite.expr_too_large", limit=MAX_MAGNITUDE), offset)


class Integer(msgspec.Struct, frozen=True):
    """A whole number as it is written."""

    condition: ClassVar = False
    number: int

    def value(self, names: Mapping[str, Number]) -> Number:  # noqa: ARG002 - the signature of every part
        """Give the number itself."""
        return self.number


class Name(msgspec.Struct, frozen=True):
    """A name, to be looked up."""

    condition: ClassVar = False
    name: str
    offset: int

    def value(self, names: Mapping[str, Number]) -> Number:
        """Look the name up."""
        if self.name not in names:
            raise ExpressionError(message("suite.expr_unknown_name", name=self.name), self.offset)
        return bounded(names[self.name], self.offset)


class Negative(msgspec.Struct, frozen=True):
    """A number with the other sign."""

    condition: ClassVar = False
    operand: Part

    def value(self, names: Mapping[str, Number]) -> Number:
        """Change the sign."""
        return -self.operand.value(names)


class Arithmetic(msgspec.Struct, frozen=True):
    """Two numbers with `+ - * // %` between them."""

    condition: ClassVar = False
    sign: str
    left: Part
    right: Part
    offset: int

    def value(self, names: Mapping[str, Number]) -> Number:
        """Compute, within bounds."""
        left, right = self.left.value(names), self.right.value(names)
        if not right and self.sign in ("//", "%"):
            raise ExpressionError(message("suite.expr_zero_division", sign=self.sign), self.offset)
        return bounded(_COMPUTE[self.sign](left, right), self.offset)


class Extreme(msgspec.Struct, frozen=True):
    """The smallest or the largest of several numbers."""

    condition: ClassVar = False
    function: str
    operands: tuple[Part, ...]

    def value(self, names: Mapping[str, Number]) -> Number:
        """Choose among the operands; the first of equal ones."""
        values = [operand.value(names) for operand in self.operands]
        return min(values) if self.function == "min" else max(values)


class Comparison(msgspec.Struct, frozen=True):
    """Numbers with comparisons between them, as in `1 <= a < b`."""

    condition: ClassVar = True
    first: Part
    others: tuple[tuple[str, Part], ...]

    def value(self, names: Mapping[str, Number]) -> Number:
        """Compare neighbours until one comparison fails."""
        left = self.first.value(names)
        for sign, part in self.others:
            right = part.value(names)
            if not COMPARISONS[sign](left, right):
                return False
            left = right
        return True


class Junction(msgspec.Struct, frozen=True):
    """Conditions joined by `and` or by `or`."""

    condition: ClassVar = True
    word: str
    operands: tuple[Part, ...]

    def value(self, names: Mapping[str, Number]) -> Number:
        """Ask one condition after another until the answer is known."""
        join = all if self.word == "and" else any
        return join(operand.value(names) for operand in self.operands)


class Not(msgspec.Struct, frozen=True):
    """The opposite of a condition."""

    condition: ClassVar = True
    operand: Part

    def value(self, names: Mapping[str, Number]) -> Number:
        """Turn the truth value round."""
        return not self.operand.value(names)


Part: TypeAlias = Integer | Name | Negative | Arithmetic | Extreme | Comparison | Junction | Not


class Expression(msgspec.Struct, frozen=True):
    """A parsed expression.

    Parameters
    ----------
    text : str
        As it was written.
    root : Part
        The tree.
    names : frozenset of str
        Every name in it.
    """

    text: str
    root: Part
    names: frozenset[str]

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, and no number."""
        return self.root.condition

    @property
    def lone_name(self) -> str | None:
        """The name, where the expression is nothing but one."""
        return self.root.name if isinstance(self.root, Name) else None

    def evaluate(self, names: Mapping[str, Number]) -> Number:
        """Give the value of the expression: a bool for a condition, a number otherwise.

        Parameters
        ----------
        names : mapping of str to int or float
            A value for each of the names; more may be there.

        Raises
        ------
        ExpressionError
            A name is not there, a division by zero, or a number beyond 10**9 on the way.
        """
        return self.root.value(names)
