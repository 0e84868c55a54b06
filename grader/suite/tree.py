"""Turns the text of a YAML file into a tree whose every part knows its place.

A strict part of YAML 1.2: no anchors, aliases, tags, merge keys or second documents, no key twice, keys are
text, no tabs before a line's text, and a bounded depth. The tree is built from the parser's events, since its
nodes no longer tell an alias from a copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import msgspec
import yaml
from yaml import events

from grader.errors import CourseError
from grader.messages import message
from grader.suite.problems import Place, Problems, Refused, split_lines
from grader.suite.scalars import plain_value
from grader.suite.text import read_text
from grader.suite.wording import syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeGuard

    from grader.messages import Message

MAX_DEPTH: Final = 20

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|\ufffe|\uffff")
_TAB: Final = re.compile(r"^ *(\t)[ \t]*[^\s#]", re.MULTILINE)


class ScalarNode(msgspec.Struct, frozen=True, gc=False):
    """A text, a number, a word; `plain` when it stands without quotes."""

    text: str
    plain: bool
    line: int
    column: int


class ListNode(msgspec.Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class MapNode(msgspec.Struct, frozen=True):
    """Keys and values, in the order of the file; `keys` tells where each key stands."""

    values: dict[str, Node]
    keys: dict[str, ScalarNode]
    line: int
    column: int


Node: TypeAlias = ScalarNode | ListNode | MapNode


class Document(NamedTuple):
    """A file as a tree, with what was wrong in it so far."""

    root: Node
    problems: Problems


def read_document(path: Path) -> Document:
    """Read a course file as a tree.

    Raises
    ------
    CourseError
        The file cannot be read or is no YAML. What leaves the rest readable is in `Document.problems`.
    """
    return document(path, read_text(path))


def document(path: Path, text: str) -> Document:
    """Make the tree of a text; `path` is for the messages."""
    problems = Problems(path, text)
    root = problems.attempt(lambda: _root(text, problems), None)
    if root is None:
        raise CourseError(problems.in_order())
    return Document(root, problems)


def _root(text: str, problems: Problems) -> Node:
    _refuse_characters(text)
    builder = _Builder(problems)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        raise syntax_error(error, problems.lines) from None
    return builder.root()


def _refuse_characters(text: str) -> None:
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        code = f"U+{ord(unprintable.group()):04X}"
        raise Refused(_place(text, unprintable.start()), message("suite.unprintable", code=code))
    tab = _TAB.search(text)
    if tab:
        raise Refused(_place(text, tab.start(1)), message("suite.tab"))


def _place(text: str, offset: int) -> Place:
    before = split_lines(text[:offset])
    return Place(len(before), len(before[-1]) + 1)


def _events(text: str) -> Iterator[events.Event]:
    parser = _LOADER(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


class _Open(NamedTuple):
    """A list or mapping whose end was not seen yet; a mapping's keys and values alternate."""

    is_map: bool
    parts: list[Node]
    place: Place


class _Builder:
    """Puts the tree together, one event after another, without recursion."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._open: list[_Open] = [_Open(is_map=False, parts=[], place=Place(1, 1))]
        self._documents = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.SequenceStartEvent: self._start,
            events.MappingStartEvent: self._start,
            events.SequenceEndEvent: self._end,
            events.MappingEndEvent: self._end,
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
        }

    def root(self) -> Node:
        parts = self._open[0].parts
        if not parts:
            raise Refused(Place(1, 1), message("suite.empty_file"))
        return parts[0]

    def take(self, event: events.Event) -> None:
        """Take the next event; those without a part in the tree are passed over."""
        take = self._takers.get(type(event))
        if take is not None:
            take(event)

    def _scalar(self, event: events.ScalarEvent) -> None:
        mark: Any = event.start_mark
        node = ScalarNode(event.value, not event.style, mark.line + 1, mark.column + 1)
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        self._open[-1].parts.append(node)

    def _start(self, event: events.CollectionStartEvent) -> None:
        place = _start_of(event)
        self._refuse_properties(event)
        if len(self._open) > MAX_DEPTH:
            raise Refused(place, message("suite.too_deep", limit=MAX_DEPTH))
        self._open.append(_Open(isinstance(event, events.MappingStartEvent), [], place))

    def _end(self, _event: events.CollectionEndEvent) -> None:
        is_map, parts, place = self._open.pop()
        node = self._mapping(parts, place) if is_map else ListNode(tuple(parts), place.line, place.column)
        self._open[-1].parts.append(node)

    def _alias(self, event: events.AliasEvent) -> None:
        place = _start_of(event)
        self._problems.add(place, message("suite.alias", name=event.anchor))
        self._open[-1].parts.append(ScalarNode("", plain=True, line=place.line, column=place.column))

    def _document(self, event: events.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Refused(_start_of(event), message("suite.second_document"))

    def _refuse_properties(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._problems.add(_start_of(event), message("suite.explicit_tag", tag=event.tag))
        if event.anchor is not None:
            self._problems.add(_start_of(event), message("suite.anchor", name=event.anchor))

    def _mapping(self, parts: list[Node], place: Place) -> MapNode:
        node = MapNode({}, {}, place.line, place.column)
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if self._key_is_good(key, node):
                node.keys[key.text] = key
                node.values[key.text] = value
        return node

    def _key_is_good(self, key: Node, node: MapNode) -> TypeGuard[ScalarNode]:
        told = _key_refused(key, node)
        if told is not None:
            self._problems.add(key, told)
        return told is None


def _start_of(event: events.Event) -> Place:
    mark: Any = event.start_mark  # Events of a stream of text have one, whatever the annotation says.
    return Place(mark.line + 1, mark.column + 1)


def _key_refused(key: Node, node: MapNode) -> Message | None:
    if not isinstance(key, ScalarNode) or (key.plain and not isinstance(plain_value(key.text), str)):
        return message("suite.key_not_text")
    if key.plain and key.text == "<<":
        return message("suite.merge_key")
    if key.text in node.keys:
        return message("suite.duplicate_key", key=key.text, line=node.keys[key.text].line)
    return None
