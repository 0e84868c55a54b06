"""Turns parts of a tree into checked plain values; a reader refuses what it did not expect."""

from __future__ import annotations

import keyword
import math
import re
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar, cast, get_args

from grader.messages import Message, message
from grader.model.case import Visibility
from grader.model.exercise import Text
from grader.model.expression import Expression, ExpressionError
from grader.suite.grammar import parse
from grader.suite.problems import Place, Placed, Problems, Refused
from grader.suite.scalars import has_leading_zero, plain_value
from grader.suite.tree import ListNode, MapNode, Node, ScalarNode
from grader.suite.wording import ascii_twin, near_hint, spelling_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

T = TypeVar("T")
D = TypeVar("D")

VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)

_QUOTED_CHARACTERS: Final = 60
_TAG: Final = re.compile(r"\w[\w.-]{0,39}")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Fields:
    """The entries of a mapping whose keys are known; what is wrong with one does not hide another."""

    def __init__(
        self, node: Node, problems: Problems, *, known: Collection[str], required: Iterable[str] = ()
    ) -> None:
        self.problems = problems
        self.at: Placed = node
        empty = MapNode({}, {}, node.line, node.column)
        self._map = problems.attempt(lambda: mapping(node), empty)
        for key, place in self._map.keys.items():
            if key not in known:
                hint = spelling_hint(key) or near_hint(key, known)
                problems.add(place, message("suite.unknown_key", key=_shortened(key), hint=hint))
        missing = [key for key in required if key not in self._map.values]
        if missing and self._map is not empty:
            problems.add(node, message("suite.missing_key", keys=", ".join(repr(key) for key in missing)))

    def get(self, key: str) -> Node | None:
        """Give the part under a key, None where the key is not there."""
        return self._map.values.get(key)

    def place(self, key: str) -> Placed:
        """Give the place of a key, or of the mapping where the key is not there."""
        return self._map.keys.get(key, self.at)

    def take(self, key: str, read: Callable[[Node], T], default: D) -> T | D:
        """Read the part under a key; the default where it is not there or refused."""
        node = self.get(key)
        return default if node is None else self.problems.attempt(lambda: read(node), default)


def _shortened(text: str) -> str:
    """Cut a text that is quoted in a message."""
    return text if len(text) <= _QUOTED_CHARACTERS else text[:_QUOTED_CHARACTERS] + "…"


def mapping(node: Node) -> MapNode:
    """Read keys with values."""
    if not isinstance(node, MapNode):
        raise Refused(node, message("suite.not_mapping", found=shown(node), hint=hint_at(node)))
    return node


def items(node: Node) -> tuple[Node, ...]:
    """Read a list."""
    if not isinstance(node, ListNode):
        raise Refused(node, message("suite.not_list", found=shown(node), hint=hint_at(node)))
    return node.items


def integer(node: Node, *, minimum: int, maximum: int) -> int:
    """Read a whole number within bounds."""
    value = _plain(node)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(node, message("suite.not_integer", found=shown(node), hint=hint_at(node)))
    _refuse_outside(node, value, minimum, maximum)
    return value


def number(node: Node) -> int | float:
    """Read a finite number; `2` is an int and `2.0` a float."""
    value = _plain(node)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(node, message("suite.not_number", found=shown(node), hint=hint_at(node)))
    if isinstance(value, float) and not math.isfinite(value):
        raise Refused(node, message("suite.not_finite", found=shown(node)))
    return value


def positive(node: Node, *, maximum: float) -> float:
    """Read a number above zero."""
    value = number(node)
    if not 0 < value <= maximum:
        raise Refused(node, message("suite.not_positive", found=shown(node), maximum=f"{maximum:g}"))
    return float(value)


def not_negative(node: Node) -> float:
    """Read a number that is zero or above."""
    value = number(node)
    if value < 0:
        raise Refused(node, message("suite.negative", found=shown(node)))
    return float(value)


def truth(node: Node) -> bool:
    """Read `true` or `false`."""
    value = _plain(node)
    if not isinstance(value, bool):
        raise Refused(node, message("suite.not_truth", found=shown(node), hint=hint_at(node)))
    return value


def string(node: Node) -> str:
    """Read a text of at least one character."""
    value = node.text if isinstance(node, ScalarNode) and not node.plain else _plain(node)
    if not isinstance(value, str):
        raise Refused(node, message("suite.not_text", found=shown(node)))
    if not value.strip():
        raise Refused(node, message("suite.empty_text"))
    return value


def identifier(node: Node) -> str:
    """Read a name as Python spells names."""
    text = string(node)
    if not is_identifier(text):
        raise Refused(node, message("suite.not_identifier", found=shown(node), hint=hint_at(node)))
    return text


def is_identifier(text: str) -> bool:
    """Tell whether a text is a name as Python spells names, in ASCII, and none of its keywords."""
    return _IDENTIFIER.fullmatch(text) is not None and not keyword.iskeyword(text)


def choice(node: Node, known: Collection[str]) -> str:
    """Read one of a few words."""
    text = string(node)
    if text not in known:
        raise unknown_name(node, text, known)
    return text


def visibility(node: Node) -> Visibility:
    """Read who may look into a case."""
    return cast("Visibility", choice(node, VISIBILITIES))


def unknown_name(at: Placed, name: str, known: Iterable[str]) -> Refused:
    """Make the refusal of a name that nothing has, with a guess at the right one."""
    hint = spelling_hint(name) or near_hint(name, known)
    return Refused(at, message("suite.unknown_name", name=_shortened(name), hint=hint))


def expression(node: Node) -> Expression:
    """Read an expression; a refusal points at the very character where that can be told."""
    text = node.text if isinstance(node, ScalarNode) else ""
    if not text.strip():
        raise Refused(node, message("suite.not_expression", found=shown(node)))
    try:
        return parse(text)
    except ExpressionError as error:
        twin = ascii_twin(text[error.offset]) if error.offset < len(text) else None
        told = error.told
        if twin is not None:
            told = message("suite.wide_character", character=text[error.offset], twin=twin)
        raise Refused(inside(node, error.offset), told) from None


def inside(node: Node, offset: int) -> Placed:
    """Give the place of a character of a text that stands on one line."""
    if isinstance(node, ScalarNode) and "\n" not in node.text:
        return Place(node.line, node.column + offset + (not node.plain))
    return node


def entries(
    node: Node, problems: Problems, *, read_key: Callable[[Node], str] = identifier
) -> list[tuple[ScalarNode, Node]]:
    """Read a mapping whose keys are names of the author's own choice."""
    whole = mapping(node)
    for key in whole.keys.values():
        problems.attempt(partial(read_key, key), None)
    return [(key, whole.values[name]) for name, key in whole.keys.items()]


def tag_name(node: Node) -> str:
    """Read the name of a tag: one short word, perhaps with hyphens and dots in it."""
    text = string(node)
    if not _TAG.fullmatch(text):
        raise Refused(node, message("suite.tag_name", found=shown(node), hint=spelling_hint(text)))
    return text


def both_languages(node: Node, problems: Problems) -> Text:
    """Read a text in Chinese and English."""
    fields = Fields(node, problems, known=("zh", "en"), required=("zh", "en"))
    return Text(zh=fields.take("zh", string, ""), en=fields.take("en", string, ""))


def shown(node: Node) -> Message | str:
    """Name what stands at a place, to be said after `not`."""
    if isinstance(node, MapNode):
        return message("suite.found_mapping")
    if isinstance(node, ListNode):
        return message("suite.found_list")
    if node.plain and plain_value(node.text) is None:
        return message("suite.found_nothing")
    return repr(_shortened(node.text))


def hint_at(node: Node) -> Message | str:
    """Guess what went wrong with a text that was meant as something else."""
    if not isinstance(node, ScalarNode):
        return ""
    if not node.plain:
        return message("suite.hint_unquote")
    if has_leading_zero(node.text):
        return message("suite.hint_leading_zero")
    return spelling_hint(node.text)


def _plain(node: Node) -> str | int | float | bool | None:
    if isinstance(node, ScalarNode) and node.plain:
        return plain_value(node.text)
    return node.text if isinstance(node, ScalarNode) else None


def _refuse_outside(node: Node, value: int, minimum: int, maximum: int) -> None:
    if value < minimum:
        raise Refused(node, message("suite.too_small", value=shown(node), minimum=minimum))
    if value > maximum:
        raise Refused(node, message("suite.too_big", value=shown(node), maximum=maximum))
