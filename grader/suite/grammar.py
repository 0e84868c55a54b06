"""Turns the text of an expression into a tree.

The grammar is closed. What is no line of it is refused with its place, and so is what is long or deep.

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | comparison
    comparison  = sum { ("==" | "!=" | "<" | "<=" | ">" | ">=") sum }
    sum         = product { ("+" | "-") product }
    product     = unary { ("*" | "//" | "%") unary }
    unary       = "-" unary | integer | name | "(" condition ")" | extreme
    extreme     = ("min" | "max") "(" sum "," sum { "," sum } ")"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grader.messages import message
from grader.model.expression import (
    COMPARISONS,
    Arithmetic,
    Comparison,
    Expression,
    ExpressionError,
    Extreme,
    Integer,
    Junction,
    Name,
    Negative,
    Not,
    bounded,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.expression import Part

MAX_LENGTH: Final = 200
MAX_DEPTH: Final = 20

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(r"(?P<integer>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|//|==|!=|<=|>=|[-+*%()<>,]")
_WORDS: Final = frozenset({"and", "or", "not", "min", "max"})


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
        if self._text not in COMPARISONS:
            return first
        _number_at(first, offset)
        others = []
        while self._text in COMPARISONS:
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
        bounded(int(digits), offset)
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
