"""Turns source text into logical lines of tokens, in linear time, whatever the text is.

The grader looks at the shape of a submission (which statements stand where) in its own process, where a
parser that recurses, or a tokenizer that backtracks, would be at the mercy of the text. So this is a scanner
of its own: it knows strings, comments, brackets and indentation, and judges no grammar.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Possessive quantifiers: what has matched is never tried again, so that no text takes quadratic time. The
# groups are without them, as Python before 3.11.5 loses matches there. Each of their parts begins in its own
# way, so that giving back takes linear time.
_PIECE: Final = re.compile(
    r"""
      (?P<space> [ \t\f]++ | \\\n | \#[^\n]*+ )
    | (?P<newline> \n )
    | (?P<string> [bfrtuBFRTU]{0,2} (?:
          \"{3} (?: [^"\\]++ | \\. | "(?!"") )* \"{3}
        | '{3} (?: [^'\\]++ | \\. | '(?!'') )* '{3}
        | "(?!"") (?: [^"\\\n]++ | \\. )* "
        | '(?!'') (?: [^'\\\n]++ | \\. )* '
      ) )
    | (?P<broken> ["'] )
    | (?P<token> \w++ | \.\.\. | -> | := | \*\*=? | //=? | >>=? | <<=? | [-+*/%@&|^=<>!]=? | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_TAB_COLUMNS: Final = 8  # as Python counts them


class LogicalLine(NamedTuple):
    """A statement, or the header of one: what Python takes for one line.

    Parameters
    ----------
    first_line, last_line : int
        The lines of the text that it covers, counted from 1.
    depth : int
        How many blocks it stands in; 0 at the left margin.
    tokens : tuple of str
        Without comments, blanks and line ends.
    magic : bool
        Whether it is a command to a notebook (`%time`, `!ls`, `name?`), which is then not among the tokens.
    """

    first_line: int
    last_line: int
    depth: int
    tokens: tuple[str, ...]
    magic: bool = False


def is_string(token: str) -> bool:
    """Tell whether a token is a string literal."""
    return token[-1] in "\"'"


def logical_lines(source: str) -> list[LogicalLine] | None:
    """Cut source text into logical lines.

    Parameters
    ----------
    source : str
        Any text with line ends of one kind.

    Returns
    -------
    list of LogicalLine or None
        None when a string or a bracket is never closed.
    """
    scan = _Scan(source)
    lines = list(scan.lines())
    return None if scan.broken else lines


def unbroken_lines(source: str) -> list[LogicalLine]:
    """Cut source text into logical lines up to a string or a bracket that is never closed."""
    return list(_Scan(source).lines())


class _Scan:
    """One pass over a text."""

    def __init__(self, source: str) -> None:
        self.broken = False
        self._source = source
        self._line = 1
        self._indents = [0]

    def lines(self) -> Iterator[LogicalLine]:
        """Yield the logical lines up to the end or to what cannot be cut."""
        position = 0
        while position < len(self._source) and not self.broken:
            first, begin, tokens, magic, position = self._next(position)
            if tokens or magic:
                yield LogicalLine(first, self._line, self._depth(begin), tuple(tokens), magic)
            self._line += 1

    def _next(self, position: int) -> tuple[int, int, list[str], bool, int]:
        """Read a logical line: its first line, where it begins, its tokens, magic, where the next begins."""
        first, begin, brackets = self._line, position, 0
        tokens: list[str] = []
        while found := _PIECE.match(self._source, position):
            kind, text = found.lastgroup, found[0]
            if kind == "newline" and not brackets:
                return first, begin, tokens, False, found.end()
            if kind in {"string", "token"} and not tokens:
                first, begin = self._line, position
            if kind == "token" and not brackets and _is_magic(text, tokens):
                return first, begin, tokens, True, self._behind_magic(position)
            if kind in {"string", "token"}:
                tokens.append(text)
                brackets = max(0, brackets + _BRACKETS.get(text, 0))
            self._line += text.count("\n")
            position = found.end()
            if kind == "broken":
                self.broken = True
                return first, begin, [], False, position
        self.broken = brackets > 0
        return first, begin, tokens, False, position

    def _behind_magic(self, position: int) -> int:
        """Find where the line after a notebook's command begins; a backslash carries the command on."""
        end = self._source.find("\n", position)
        while end > 0 and self._source[end - 1] == "\\":
            self._line += 1
            end = self._source.find("\n", end + 1)
        return len(self._source) if end < 0 else end + 1

    def _depth(self, begin: int) -> int:
        """Count the blocks around the line whose first token begins here; a stray dedent opens another."""
        margin = self._source[self._source.rfind("\n", 0, begin) + 1 : begin]
        indent = len(margin.rpartition("\f")[2].expandtabs(_TAB_COLUMNS))
        while self._indents[-1] > indent:
            self._indents.pop()
        if self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1


_BRACKETS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def _is_magic(text: str, before: list[str]) -> bool:
    """Tell whether a token begins a command to a notebook; `!` and `?` alone are no Python anywhere."""
    return text in {"!", "?"} or (text.startswith("%") and (not before or before[-1] == "="))
