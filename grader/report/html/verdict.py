"""Turns a verdict into what every page shows of it: a colour, a mark, and words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from grader.report.look import Look

TONES: Final = {
    Verdict.AC: "good",
    Verdict.TLE: "warn",
    Verdict.MLE: "warn",
    Verdict.OLE: "warn",
    Verdict.SC: "quiet",
    Verdict.IE: "ours",
}


class ShownVerdict(NamedTuple):
    """A verdict in three ways, as nothing is said by colour alone; `tone` is a class of the style sheet."""

    tone: str
    mark: str
    words: str


@cache
def shown_verdict(verdict: Verdict, look: Look) -> ShownVerdict:
    """Give the colour, mark and words of a verdict."""
    return ShownVerdict(TONES.get(verdict, "bad"), look.mark(verdict), look.verdict(verdict))
