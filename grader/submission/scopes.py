"""Turns a statement's tokens into the names that it binds and those that it needs from elsewhere."""

from __future__ import annotations

from itertools import pairwise
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.submission.scan import LogicalLine

_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_BEFORE_PARAMETER: Final = frozenset({"(", ",", "*", "**", "lambda"})
_GOES_ON: Final = frozenset({".", "[", "("})
_NAMING: Final = frozenset({"as", "def", "class"})
_AUGMENTED: Final = frozenset(
    {"+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="}
)
_EMPTY: Final[frozenset[str]] = frozenset()


class Names(NamedTuple):
    """The names of a statement.

    Parameters
    ----------
    binds : frozenset of str
        Those that exist once it has run.
    changes : frozenset of str
        Those whose object it changes in place: `table[0] = 1`, `Layer.size = 2`.
    needs : frozenset of str
        Those that must exist, now or when one of its functions is called.
    """

    binds: frozenset[str] = _EMPTY
    changes: frozenset[str] = _EMPTY
    needs: frozenset[str] = _EMPTY


def names_of(lines: Sequence[LogicalLine]) -> Names:
    """Collect the names of a statement at the left margin, with the blocks below it."""
    around: list[Names] = []
    free: set[str] = set()
    for block in _functions_apart(lines):
        names = _joined(_line_names(line.tokens) for line in block)
        if _defines(block[0].tokens, "def"):
            stated_global = {name for line in block if line.tokens[:1] == ("global",) for name in line.tokens}
            free |= names.needs - (names.binds - stated_global)
            names = Names(binds=frozenset({_name_behind(block[0].tokens, "def")}))
        around.append(names)
    binds, changes, needs = _joined(around)
    if len(lines) > 1:
        needs -= binds
    if _defines(lines[0].tokens, "class"):
        binds, changes = frozenset({_name_behind(lines[0].tokens, "class")}), _EMPTY
    return Names(binds, changes, needs | free)


def assignment_mark(tokens: Sequence[str]) -> int | None:
    """Find where the targets of an assignment end: its last `=`, its `+=`, or the `:` of an annotation."""
    mark = None
    for at, text, brackets, _ in _with_brackets(tokens):
        if brackets:
            continue
        if text == "lambda" or (text == ":" and mark is not None):
            return mark
        if text == ":":
            return at
        if text == "=" or text in _AUGMENTED:
            mark = at
    return mark


def _functions_apart(lines: Sequence[LogicalLine]) -> Iterator[Sequence[LogicalLine]]:
    """Cut a statement into its outermost functions, each as a block, and the lines around them."""
    begin = 0
    while begin < len(lines):
        end = begin + 1
        if _defines(lines[begin].tokens, "def"):
            while end < len(lines) and lines[end].depth > lines[begin].depth:
                end += 1
        yield lines[begin:end]
        begin = end


def _defines(tokens: Sequence[str], keyword: str) -> bool:
    return keyword in tokens[:2] and tokens[0] in {keyword, "async"}


def _name_behind(tokens: Sequence[str], keyword: str) -> str:
    return next((after for before, after in pairwise(tokens) if before == keyword), "")


def _joined(parts: Iterable[Names]) -> Names:
    binds: set[str] = set()
    changes: set[str] = set()
    needs: set[str] = set()
    for part in parts:
        binds |= part.binds
        changes |= part.changes
        needs |= part.needs
    return Names(frozenset(binds), frozenset(changes), frozenset(needs))


def _line_names(tokens: Sequence[str]) -> Names:
    """Collect the names of one logical line."""
    if not tokens:
        return Names()
    if tokens[:1] in {("import",), ("from",)}:
        behind = tokens[tokens.index("import") + 1 :] if "import" in tokens else ()
        return Names(binds=frozenset(filter(_is_name, behind)))
    found: dict[str, set[str]] = {"binds": set(), "hides": set(), "changes": set(), "needs": set()}
    for role, name in _roles(tokens):
        found[role].add(name)
    needs = (found["needs"] | found["changes"]) - found["hides"]
    return Names(frozenset(found["binds"] | found["hides"]), frozenset(found["changes"]), frozenset(needs))


def _roles(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Say of each name in a line what it is there for; `hides` is for parameters and loops."""
    targets_end = 0 if iskeyword(tokens[0]) else assignment_mark(tokens) or 0
    in_header = _defines(tokens, "def")
    in_lambda = in_for = False
    for at, text, brackets, indexing in _with_brackets(tokens):
        before = tokens[at - 1] if at else ""
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        in_lambda = text == "lambda" or (in_lambda and text != ":")
        in_for = text == "for" or (in_for and text != "in")
        if not _is_name(text) or before == ".":
            continue
        is_whole = after not in _GOES_ON and not indexing
        is_parameter = before in _BEFORE_PARAMETER and (in_lambda or (in_header and brackets == 1))
        if is_parameter or (in_for and is_whole):
            yield "hides", text
        elif before in _NAMING or after == ":=" or (at < targets_end and is_whole):
            yield "binds", text
            if targets_end and tokens[targets_end] in _AUGMENTED:
                yield "needs", text
        elif at < targets_end and not brackets:
            yield "changes", text
        elif not (after == "=" and brackets):  # a keyword argument is no name of ours
            yield "needs", text


def _with_brackets(tokens: Sequence[str]) -> Iterator[tuple[int, str, int, int]]:
    """Say of each token its number, how many brackets it stands in, and how many of those index or call."""
    opened: list[bool] = []
    indexing = 0
    before = ""
    for at, token in enumerate(tokens):
        if token in _CLOSING and opened:
            indexing -= opened.pop()
        yield at, token, len(opened), indexing
        if token in _OPENING:
            opened.append(_is_name(before) or before in _CLOSING)
            indexing += opened[-1]
        before = token


def _is_name(token: str) -> bool:
    return token.isidentifier() and not iskeyword(token)
