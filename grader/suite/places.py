"""Turns the name of a case, and perhaps one of its keys, into the place where it stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.suite.problems import Place, Placed
from grader.suite.tree import ListNode, MapNode, ScalarNode, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from grader.errors import Problem
    from grader.messages import Message
    from grader.suite.tree import Node


class CasePlaces:
    """Where the cases of a file stand, for what is found out only after it was loaded.

    Parameters
    ----------
    path : Path
        A case file that loads without mistakes.
    """

    def __init__(self, path: Path) -> None:
        self._root, self._problems = read_document(path)
        self._cases = {_name(node): node for node in _case_nodes(self._root)}

    def problem(self, told: Message, case: str | None = None, *keys: str) -> Problem:
        """Say something of a case's key, of the case, or (None) of the list of cases.

        Several keys lead inwards; the last that is there is meant.
        """
        if case is None:
            return self._problems.problem(_key(self._root, "cases"), told)
        node: Node = self._cases[case]
        at: Placed = _key(node, "name")
        for key in keys:
            if not isinstance(node, MapNode) or key not in node.values:
                break
            at, node = node.keys[key], node.values[key]
        return self._problems.problem(at, told)


def likes(path: Path, case: str) -> dict[str, str]:
    """Give the inputs that a case adds, each with the input of the exercise that it says it is like."""
    node = next(node for node in _case_nodes(read_document(path).root) if _name(node) == case)
    found = {name: part.values.get("like") for name, part in node.values.items() if isinstance(part, MapNode)}
    return {name: like.text for name, like in found.items() if isinstance(like, ScalarNode)}


def _case_nodes(root: Node) -> tuple[MapNode, ...]:
    cases = root.values.get("cases") if isinstance(root, MapNode) else None
    parts = cases.items if isinstance(cases, ListNode) else ()
    return tuple(part for part in parts if isinstance(part, MapNode))


def _name(node: MapNode) -> str:
    name = node.values.get("name")
    return name.text if isinstance(name, ScalarNode) else ""


def _key(node: Node, key: str) -> Placed:
    return node.keys[key] if isinstance(node, MapNode) and key in node.keys else Place(node.line, node.column)
