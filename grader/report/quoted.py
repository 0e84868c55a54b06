"""Turns what a submission printed or raised into quoted lines, cut, with a note of how much was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.report.escape import excerpt
from grader.report.paint import BOLD, DIM, Span, line

if TYPE_CHECKING:
    from grader.model.observation import Captured
    from grader.report.look import Look
    from grader.report.paint import Line

# Stands before every line that a submission had a say in, so that none of them can pass for one of ours.
QUOTE: Final = "| "
MAX_SENTENCE_LINES: Final = 8
MAX_SENTENCE_CHARACTERS: Final = 2000


def quote(text: str) -> Line:
    """Show one line as somebody else's words."""
    return (Span(QUOTE, DIM), Span(text))


def sentence(text: str, look: Look) -> list[Line]:
    """Show a sentence of ours that may cite a submission: what it brings after a line end is quoted."""
    shown = excerpt(text, lines=MAX_SENTENCE_LINES, characters=MAX_SENTENCE_CHARACTERS)
    lines = [line(shown.lines[0], BOLD), *(quote(more) for more in shown.lines[1:])]
    return lines + _cut_characters(shown.cut_characters, look)


def printed(captured: Captured, title: str, look: Look, *, lines: int, characters: int) -> list[Line]:
    """Show what was printed, below a title; nothing where nothing was."""
    if not captured.text and not captured.cut_bytes:
        return []
    shown = excerpt(captured.text, lines=lines, characters=characters)
    told = [
        line(title, DIM),
        *(quote(text) for text in shown.lines),
        *_cut_characters(shown.cut_characters, look),
    ]
    if captured.cut_bytes:
        told.append(line(look.words("cut_bytes", count=captured.cut_bytes), DIM))
    return told


def _cut_characters(count: int, look: Look) -> list[Line]:
    return [line(look.words("cut_characters", count=count), DIM)] if count else []
