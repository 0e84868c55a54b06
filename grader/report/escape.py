r"""Turns text that a submission had a say in into text that no terminal and no CI log takes for a command.

A terminal obeys escape sequences, a reader is fooled by characters that reorder or hide others, and a CI
runner obeys lines that begin with `::` and anything after `##[`. All of these become visible here (`\x1b`),
so that what was printed can still be read for what it is.
"""

from __future__ import annotations

import re
from typing import IO, Final, NamedTuple

MAX_LINE_CHARACTERS: Final = 400

# What is not printable and still does no harm: how text is laid out, and the wide space of Chinese.
_LAYOUT: Final = frozenset("\n\t\xa0\u3000")

_PLAIN: Final = str.maketrans(
    {"✓": "ok", "✗": "FAIL", "…": "...", "—": "-", "–": "-", "×": "x", "→": "->", "·": "-"}
)


class Excerpt(NamedTuple):
    """The first lines of a text, none of them long, and how many characters were left out."""

    lines: tuple[str, ...]
    cut_characters: int


class Encodable(NamedTuple):
    """What a stream's encoding can carry: the marks of a report (ticks, dashes), and Chinese."""

    marks: bool
    chinese: bool


def visible(text: str) -> str:
    """Make everything visible that a terminal or a CI runner would obey; newlines and tabs stay.

    Notes
    -----
    What is not printable by the Unicode database is written by its code point: control and format characters
    (escape sequences, marks that reorder or hide text), line and paragraph separators, lone surrogates.
    """
    shown = text.replace("\r\n", "\n")
    if not shown.isprintable():
        shown = "".join(_visible_character(character) for character in shown)
    if "::" in shown:
        shown = re.sub(r"(?m)^([^\S\n]*:):", r"\1\\x3a", shown)
    return re.sub(r"##(?=\w*\[)", r"#\\x23", shown) if "##" in shown else shown


def one_line(text: str) -> str:
    """Make visible as `visible` does, newlines too; a tab becomes four spaces."""
    return visible(text.replace("\t", "    ")).replace("\n", "\\n")


def cut(text: str, *, characters: int = MAX_LINE_CHARACTERS) -> str:
    """Cut a line that is too long, and mark that it was."""
    return text if len(text) <= characters else text[: characters - 1] + "…"


def excerpt(text: str, *, lines: int, characters: int) -> Excerpt:
    """Take the beginning of a text: at most so many lines, and so many characters in all."""
    text = text.replace("\r\n", "\n").removesuffix("\n")
    begun = text[:characters].split("\n")[:lines]
    shown = [cut(line) for line in begun]
    kept = (
        sum(len(line) - (line is not whole) for line, whole in zip(shown, begun, strict=True))
        + len(shown)
        - 1
    )
    return Excerpt(tuple(shown), len(text) - kept)


def plain(text: str) -> str:
    """Say in ASCII what the marks of a report say; letters stay as they are."""
    return text.translate(_PLAIN)


def encodable(stream: IO[str]) -> Encodable:
    """Find out what a stream can carry; one that names no encoding carries ASCII."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    return Encodable(marks=_carries(encoding, "✓✗…—×"), chinese=_carries(encoding, "测试集答案错误"))


def for_json(text: str, *, characters: int) -> str:
    """Cap a string of a JSON document, and put U+FFFD for lone surrogates, which no UTF-8 text can hold."""
    return cut(text, characters=characters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def escape_json(document: str) -> str:
    r"""Write as `\u` escapes what is valid in JSON but unsafe in a terminal, a CI log or a page's script.

    The document means the same: outside of its strings none of these characters occurs.
    """
    if not document.isprintable():
        document = "".join(one if one.isprintable() else _json_escape(one) for one in document)
    return document.replace("<", "\\u003c").replace("##", "#\\u0023")


def _carries(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _visible_character(character: str) -> str:
    if character.isprintable() or character in _LAYOUT:
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - what two hexadecimal digits can say
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - as above, four digits


def _json_escape(character: str) -> str:
    pairs = character.encode("utf-16-be")
    return "".join(f"\\u{pairs[at]:02x}{pairs[at + 1]:02x}" for at in range(0, len(pairs), 2))
