"""Turns what a parser stumbled over into what the author of the file should change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grader.messages import Message, message
from grader.suite.problems import Place, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import yaml

# The full-width forms of ASCII stand at a fixed distance from it; keyboards offer these besides.
_OTHER_TWINS: Final = {
    **dict.fromkeys("“”„「」『』", '"'),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("【〔", "["),
    **dict.fromkeys("】〕", "]"),
    **dict.fromkeys("—–−", "-"),
    "、": ",",
    "。": ".",
    "×": "*",
    "…": "...",
    "\u3000": " ",
}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_FULL_WIDTH_DISTANCE: Final = 0xFEE0

# Some of the patterns take quadratic time on a line without end.
_EXAMINED_COLUMNS: Final = 2000
# Only a mistake asks for these patterns: they are compiled when it does.
_QUOTED_OR_COMMENT: Final = r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|(?<=\s))#.*"""
_KEY_START: Final = r"(?:^\s*(?:-\s+)*|[{,\[，｛［]\s*)"
_WIDE_COLON: Final = _KEY_START + r"[A-Za-z_]\w*\s*(：)"
_WIDE_IN_BRACKETS: Final = r"[\[{［｛].*?([，：；［］｛｝])"
_WIDE_QUOTE: Final = r"(?:[:：,，\[{]\s*|-\s+)([“”‘’「『])"
_NO_SPACE: Final = _KEY_START + r"[A-Za-z_]\w*(:)(?=[^\s:/])"

_SAID: Final = (
    ("mapping values are not allowed", "suite.yaml_colon"),
    ("',' or ']'", "suite.yaml_bracket"),
    ("',' or '}'", "suite.yaml_brace"),
    ("node content", "suite.yaml_unclosed"),
    ("cannot start any token", "suite.yaml_start"),
    ("unexpected end of stream", "suite.yaml_quote"),
    ("document separator", "suite.yaml_quote"),
    ("escape", "suite.yaml_escape"),
    ("did not find expected key", "suite.yaml_indent"),
    ("expected '-' indicator", "suite.yaml_indent"),
    ("<block end>", "suite.yaml_indent"),
    ("could not find expected ':'", "suite.yaml_no_colon"),
)
_AT_OPENING: Final = frozenset({"suite.yaml_quote", "suite.yaml_no_colon"})


def ascii_twin(character: str) -> str | None:
    """Give the ASCII character that a full-width one was typed for."""
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _FULL_WIDTH_DISTANCE)
    return _OTHER_TWINS.get(character)


def spelling_hint(text: str) -> Message | str:
    """Say which character of a short text is full-width, or that a space lacks after a colon; or nothing."""
    for character in text:
        twin = ascii_twin(character)
        if twin is not None:
            return message("suite.hint_twin", character=character, twin=twin)
    if re.fullmatch(r"[A-Za-z_]\w*:\S.*", text, re.ASCII):
        return message("suite.hint_space")
    if re.fullmatch(r"[-+.0-9eE]+(\s+[-+.0-9eE]+)+", text):
        return message("suite.hint_comma")
    return ""


def near_hint(word: str, known: Iterable[str]) -> Message | str:
    """Say `did you mean`, or what there is to choose from."""
    import difflib  # noqa: PLC0415 - only a mistake asks for it

    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word[:_EXAMINED_COLUMNS], names, n=1)
    if near:
        return message("suite.hint_near", name=near[0])
    return message("suite.hint_known", names=", ".join(names)) if names else ""


def syntax_error(error: yaml.YAMLError, lines: Sequence[str]) -> Refused:
    """Say what is wrong where a parser gave up: the mistake is often on the line above."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    if place.line > len(lines):
        place = Place(len(lines), len(lines[-1]) + 1)
    line = place.line - 1
    context = getattr(error, "context_mark", None)
    above = next((index for index in range(line - 1, -1, -1) if lines[index].strip()), line)
    for index in dict.fromkeys((line, min(context.line, line) if context else line, above)):
        found = _slip(lines[index][:_EXAMINED_COLUMNS], index)
        if found is not None:
            return found
    return _as_said(error, place, lines)


def _slip(line: str, index: int) -> Refused | None:
    """Find a full-width character or a missing space that spoils a line."""
    code = re.sub(_QUOTED_OR_COMMENT, lambda found: "#" * len(found.group()), line)
    for pattern in (_WIDE_COLON, _WIDE_QUOTE, _WIDE_IN_BRACKETS):
        match = re.search(pattern, code)
        if match:
            character = match.group(1)
            told = message("suite.wide_character", character=character, twin=ascii_twin(character))
            return Refused(Place(index + 1, match.start(1) + 1), told)
    match = re.search(_NO_SPACE, code)
    if match:
        return Refused(Place(index + 1, match.start(1) + 1), message("suite.space_after_colon"))
    return None


def _as_said(error: yaml.YAMLError, place: Place, lines: Sequence[str]) -> Refused:
    said = getattr(error, "problem", None) or str(error)
    key = next((key for words, key in _SAID if words in said), "suite.yaml_other")
    context = getattr(error, "context_mark", None)
    opened = Place(context.line + 1, context.column + 1) if context else place
    character = lines[place.line - 1][place.column - 1 :][:1]
    told = message(key, said=said, opened=opened.line, character=character)
    return Refused(opened if key in _AT_OPENING else _with_text(place, lines), told)


def _with_text(place: Place, lines: Sequence[str]) -> Place:
    """Go back from an empty line, such as the end of the file, to the last text before it."""
    line = place.line
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    return place if line == place.line else Place(line, len(lines[line - 1].rstrip()) + 1)
