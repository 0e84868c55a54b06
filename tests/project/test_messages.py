"""Both languages say the same, and say all that the grader means to say."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

import pytest

import grader.messages
from grader.messages import LANGS, message, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AREAS = sorted(module.name for module in iter_modules(grader.messages.__path__))
KEY = re.compile(rf"(?:{'|'.join(AREAS)})\.\w+")
FAMILY = re.compile(rf"(?:{'|'.join(AREAS)})\.\w*\x00\w*")


class Said(NamedTuple):
    """A `message("area.key", ...)` in the code; `arguments` is None where they are passed on by `**`."""

    place: str
    key: str
    arguments: set[str] | None


@pytest.fixture(scope="module")
def trees(root: Path) -> dict[str, ast.Module]:
    """All the code that speaks, by file."""
    files = [path for path in root.glob("grader/**/*.py") if path.parent.name != "messages"]
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    english, chinese = _sentences(area, "en"), _sentences(area, "zh")
    assert english.keys() == chinese.keys()
    assert all(key.startswith(f"{area}.") and KEY.fullmatch(key) for key in english)


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_use_the_same_arguments(area: str) -> None:
    english, chinese = _sentences(area, "en"), _sentences(area, "zh")
    different = {key for key in english if _fields(english[key]) != _fields(chinese[key])}
    assert not different


@pytest.mark.parametrize("area", AREAS)
def test_cases_and_references_have_one_name_each_in_chinese(area: str) -> None:
    others = ("用例", "参考解", "参考实现")
    sentences = _sentences(area, "zh").values()
    assert [sentence for sentence in sentences if any(word in sentence for word in others)] == []


@pytest.mark.parametrize("area", AREAS)
def test_every_sentence_can_be_said(area: str) -> None:
    for lang in LANGS:
        for key, sentence in _sentences(area, lang).items():
            assert isinstance(say(message(key, **dict.fromkeys(_fields(sentence), "?")), lang), str)


def test_every_message_of_the_code_has_its_sentence(trees: dict[str, ast.Module]) -> None:
    known = _known()
    for said in _all_said(trees):
        if "\x00" in said.key:
            assert any(_matches(said.key, key) for key in known), said
        else:
            assert said.key in known, said


def test_every_message_of_the_code_brings_the_arguments_of_its_sentence(
    trees: dict[str, ast.Module],
) -> None:
    known = _known()
    for said in _all_said(trees):
        if said.arguments is not None and said.key in known:
            assert _fields(known[said.key]) <= said.arguments, said


def test_no_sentence_is_left_over(trees: dict[str, ast.Module], root: Path) -> None:
    texts = {text for tree in trees.values() for text in _texts(tree)}
    for template in root.glob("grader/**/*.html"):
        texts.update(re.findall(r'"([\w.]+)"', template.read_text(encoding="utf-8")))
    families = [text for text in texts if FAMILY.fullmatch(text)]
    left = {key for key in _known() if key not in texts and not _is_made(key, families, texts)}
    assert not left


def _sentences(area: str, lang: str) -> dict[str, str]:
    found: dict[str, str] = getattr(import_module(f"grader.messages.{area}"), lang.upper())
    return found


def _known() -> dict[str, str]:
    return {key: sentence for area in AREAS for key, sentence in _sentences(area, "en").items()}


def _fields(sentence: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(sentence) if name is not None}


def _matches(family: str, key: str) -> re.Match[str] | None:
    return re.fullmatch(r"(\w+)".join(map(re.escape, family.split("\x00"))), key)


def _is_made(key: str, families: list[str], texts: set[str]) -> bool:
    """Whether the key is one of a family, and what fills the gaps stands somewhere in the code."""
    matches = (_matches(family, key) for family in families)
    return any(match and all(_is_composed(part, texts) for part in match.groups()) for match in matches)


def _is_composed(part: str, texts: set[str]) -> bool:
    """Whether a text stands in the code, whole or in two pieces."""
    return any({part[:cut], part[cut:]} <= texts for cut in range(len(part)))


def _texts(node: ast.AST) -> Iterator[str]:
    """Give all strings; those with gaps with a NUL for each gap, then what stands in the gaps."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(_text_or_gap(part) for part in node.values)
        inner: list[ast.AST] = [part for part in node.values if isinstance(part, ast.FormattedValue)]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
        return
    else:
        inner = list(ast.iter_child_nodes(node))
    for child in inner:
        yield from _texts(child)


def _text_or_gap(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "\x00"


def _all_said(trees: dict[str, ast.Module]) -> Iterator[Said]:
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                yield from _said(f"{file}:{node.lineno}", node)


def _said(place: str, call: ast.Call) -> Iterator[Said]:
    names = [keyword.arg for keyword in call.keywords]
    arguments = None if None in names else {name for name in names if name is not None}
    for text in _texts(call.args[0]):
        if KEY.fullmatch(text) or FAMILY.fullmatch(text):
            yield Said(place, text, arguments)
