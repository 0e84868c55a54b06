"""Turns the keys of a report's own words into sentences, in the way that the reader asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.messages import Message, say
from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from grader.messages import Lang


# Shorter times are said in milliseconds.
SHORT_SECONDS: Final = 0.1
MARKS: Final = {Verdict.AC: ("✓", "ok  "), Verdict.SC: ("-", "-   "), Verdict.IE: ("!", "!   ")}


class Look(NamedTuple):
    """How a text report is to look.

    Parameters
    ----------
    lang : str
        The language of the sentences.
    width : int
        Columns of the terminal.
    unicode : bool
        Whether ticks and dashes can be shown; else ASCII stands for them.
    verbose : bool
        Whether every failure is shown in full, and what passing cases printed too.
    heat : bool
        Whether small arrays are drawn in colours.
    """

    lang: Lang
    width: int
    unicode: bool
    verbose: bool
    heat: bool = False

    def words(self, key: str, /, **args: object) -> str:
        """Say one of the report's own sentences."""
        return say(Message(f"report.{key}", args), self.lang)

    def verdict(self, verdict: Verdict) -> str:
        """Say a verdict."""
        return self.words(verdict.value)

    def mark(self, verdict: Verdict) -> str:
        """Give the mark that stands before a verdict; in ASCII, all of one width."""
        unicode, ascii_form = MARKS.get(verdict, ("✗", "FAIL"))
        return unicode if self.unicode else ascii_form

    def seconds(self, seconds: float) -> str:
        """Say a time: in milliseconds when it is short."""
        if seconds < SHORT_SECONDS:
            return self.words("milliseconds", value=f"{seconds * 1000:.1f}")
        return self.words("seconds", value=f"{seconds:.2f}".removesuffix("0").removesuffix(".0"))
