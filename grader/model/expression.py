"""Turns the text of an expression into a tree, and a tree with values for its names into a number.

The grammar is closed: nothing in it can run long, grow large or reach anything but the names it is given.

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | comparison
    comparison  = sum { ("==" | "!=" | "<" | "<=" | ">" | ">=") sum }
    sum         = product { ("+" | "-") product }
    product     = unary { ("*" | "//" | "%") unary }
    unary       = "-" unary | integer | name | "(" condition ")" | extreme
    extreme     = ("min" | "max") "(" sum "," sum { "," sum } ")"

What it means is what Python means by it. Numbers and conditions are kept apart: `and`, `or`, `not` join
conditions, everything else works on numbers.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

import msgspec

from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.messages import Message

Number: TypeAlias = int | float

MAX_LENGTH: Final = 200
MAX_DEPTH: Final = 20
MAX_MAGNITUDE: Final = 10**9

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(r"(?P<integer>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|//|==|!=|<=|>=|[-+*%()<>,]")
_WORDS: Final = frozenset({"and", "or", "not", "min", "max"})
_COMPARE: Final[dict[str, Callable[[Number, Number], bool]]] = {
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
        return _bounded(names[self.name], self.offset)


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
        return _bounded(_COMPUTE[self.sign](left, right), self.offset)


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
            if not _COMPARE[sign](left, right):
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


def parse(text: str) -> Expression:
    """Parse an expression.

    Raises
    ------
    ExpressionError
        The text is no expression of the grammar, longer than 200 characters or nested deeper than 20 levels.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(message("suite.expr_too_long", limit=MAX_LENGTH), MAX_LENGTH)
    parser = _Parser(text)
    return Expression(text, parser.whole(), frozenset(parser.names))


def _bounded(value: Number, offset: int) -> Number:
    # Written so that NaN, which compares false with everything, is refused too.
    if -MAX_MAGNITUDE <= value <= MAX_MAGNITUDE:
        return value
    raise ExpressionError(message("suite.expr_too_large", limit=MAX_MAGNITUDE), offset)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """Cut a text into (kind, text, offset), with an empty token at the end."""
    found = []
    position = _skip_space(text, 0)
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(message("suite.expr_character", character=text[position]), position)
        word = match.group()
        kind = match.lastgroup or "sign"
        found.append((word if word in _WORDS else kind, word, position))
        position = _skip_space(text, match.end())
    return [*found, ("end", "", position)]


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


class _Parser:
    """Recursive descent: one method for each line of the grammar."""

    def __init__(self, text: str) -> None:
        self.names: set[str] = set()
        self._tokens = _tokens(text)
        self._index = 0
        self._depth = 0

    def whole(self) -> Part:
        part = self._condition()
        if self._kind != "end":
            raise self._unexpected()
        return part

    @property
    def _kind(self) -> str:
        return self._tokens[self._index][0]

    @property
    def _text(self) -> str:
        return self._tokens[self._index][1]

    @property
    def _offset(self) -> int:
        return self._tokens[self._index][2]

    def _advance(self) -> str:
        self._index += 1
        return self._tokens[self._index - 1][1]

    def _expect(self, sign: str) -> None:
        if self._text != sign:
            raise self._unexpected()
        self._advance()

    def _unexpected(self) -> ExpressionError:
        if self._kind == "end":
            return ExpressionError(message("suite.expr_ends_early"), self._offset)
        return ExpressionError(message("suite.expr_unexpected", text=self._text), self._offset)

    def _condition(self) -> Part:
        return self._junction("or", lambda: self._junction("and", self._negation))

    def _junction(self, word: str, operand: Callable[[], Part]) -> Part:
        offset = self._offset
        first = operand()
        if self._text != word:
            return first
        operands = [_condition_at(first, offset)]
        while self._text == word:
            self._advance()
            offset = self._offset
            operands.append(_condition_at(operand(), offset))
        return Junction(word, tuple(operands))

    def _negation(self) -> Part:
        if self._text != "not":
            return self._comparison()
        self._advance()
        offset = self._offset
        return Not(_condition_at(self._deeper(self._negation), offset))

    def _comparison(self) -> Part:
        offset = self._offset
        first = self._sum()
        if self._text not in _COMPARE:
            return first
        _number_at(first, offset)
        others = []
        while self._text in _COMPARE:
            sign = self._advance()
            others.append((sign, self._number(self._sum)))
        return Comparison(first, tuple(others))

    def _sum(self) -> Part:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Part:
        return self._chain(("*", "//", "%"), self._unary)

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], Part]) -> Part:
        start = self._offset
        left = operand()
        while self._text in signs:
            _number_at(left, start)
            offset = self._offset
            left = Arithmetic(self._advance(), left, self._number(operand), offset)
        return left

    def _unary(self) -> Part:
        if self._text == "-":
            self._advance()
            return Negative(self._number(lambda: self._deeper(self._unary)))
        if self._kind == "integer":
            return self._integer()
        if self._kind == "name":
            return self._name()
        if self._kind in ("min", "max"):
            return self._extreme()
        self._expect("(")
        part = self._deeper(self._condition)
        self._expect(")")
        return part

    def _integer(self) -> Part:
        offset, digits = self._offset, self._advance()
        if digits[0] == "0" and digits != "0":
            raise ExpressionError(message("suite.expr_leading_zero", digits=digits), offset)
        _bounded(int(digits), offset)
        return Integer(int(digits))

    def _name(self) -> Part:
        offset, name = self._offset, self._advance()
        self.names.add(name)
        return Name(name, offset)

    def _extreme(self) -> Part:
        function = self._advance()
        self._expect("(")
        operands = [self._argument()]
        self._expect(",")
        operands.append(self._argument())
        while self._text == ",":
            self._advance()
            operands.append(self._argument())
        self._expect(")")
        return Extreme(function, tuple(operands))

    def _argument(self) -> Part:
        return self._number(lambda: self._deeper(self._condition))

    def _number(self, parse_part: Callable[[], Part]) -> Part:
        offset = self._offset
        return _number_at(parse_part(), offset)

    def _deeper(self, parse_part: Callable[[], Part]) -> Part:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(message("suite.expr_too_deep", limit=MAX_DEPTH), self._offset)
        part = parse_part()
        self._depth -= 1
        return part


def _number_at(part: Part, offset: int) -> Part:
    if part.condition:
        raise ExpressionError(message("suite.expr_number_wanted"), offset)
    return part


def _condition_at(part: Part, offset: int) -> Part:
    if not part.condition:
        raise ExpressionError(message("suite.expr_condition_wanted"), offset)
    return part
