"""Turns the statements of a notebook into those that go with modules which its classes can do without.

A module beyond numpy and the standard library may not be there, and a notebook mostly imports it for plots
and data. An import of one stays where a class, or what a class calls, has need of it.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from grader.submission.scan import is_string
from grader.submission.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.submission.scan import LogicalLine
    from grader.submission.scopes import Names

_USUAL: Final = sys.stdlib_module_names | {"numpy"}


def only_for_trials(
    found: Sequence[Sequence[LogicalLine]], names: Sequence[Names], wanted: frozenset[str]
) -> set[int]:
    """Find the imports of foreign modules that no class needs, and the functions that cannot be without them.

    Parameters
    ----------
    found : sequence of sequences of LogicalLine
        The statements of a notebook.
    names : sequence of Names
        Those of each statement.
    wanted : frozenset of str
        Names that are needed whatever the statements say.

    Returns
    -------
    set of int
        Which of the statements they are. Where there is no class, every function counts as one.
    """
    foreign = {at for at, lines in enumerate(found) if _imports_foreign(lines[0].tokens)}
    if not foreign:
        return foreign
    functions = {at for at, lines in enumerate(found) if lines[0].tokens[:1] == ("def",)}
    roots = [at for at, lines in enumerate(found) if lines[0].tokens[:1] in {("class",), ("@",)}]
    reached = _reached(roots or functions, found, names, wanted)
    goes = foreign - reached
    gone = {name for at in goes for name in names[at].binds}
    return goes | {at for at in functions - reached if not names[at].needs.isdisjoint(gone)}


def _imports_foreign(tokens: Sequence[str]) -> bool:
    """Tell whether a line imports, by name, from beyond numpy and the standard library."""
    match tokens:
        case ["from", module, *rest]:
            return module.isidentifier() and module not in _USUAL and "*" not in rest
        case ["import", *_]:
            modules = {name for before, name in pairwise(tokens) if before in {"import", ","}}
            return not modules <= _USUAL
        case _:
            return False


def _reached(
    roots: Iterable[int],
    found: Sequence[Sequence[LogicalLine]],
    names: Sequence[Names],
    wanted: frozenset[str],
) -> set[int]:
    """Follow the names that are needed to the statements that give them, wherever these stand."""
    givers: dict[str, list[int]] = {}
    for at, own in enumerate(names):
        for name in own.binds | own.changes:
            givers.setdefault(name, []).append(at)
    waiting = [*roots, *(at for name in wanted for at in givers.get(name, ()))]
    reached = set(waiting)
    while waiting:
        at = waiting.pop()
        for name in names[at].needs | names[at].binds | _in_texts(found[at]):
            more = [giver for giver in givers.pop(name, ()) if giver not in reached]
            reached.update(more)
            waiting += more
    return reached


def _in_texts(lines: Sequence[LogicalLine]) -> frozenset[str]:
    """Collect the words of f-strings, which may be names."""
    texts = (token for line in lines for token in line.tokens if is_string(token))
    return frozenset().union(*(words(text) for text in texts if "f" in text[:2].lower()))
