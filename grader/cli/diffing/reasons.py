"""Turns why a student moves into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.batch.diff import Absent, CaseChange, FileChange, NoScore
from grader.messages import message, say
from grader.report.escape import cut

if TYPE_CHECKING:
    from grader.batch.diff import Reason
    from grader.messages import Lang, Message

MOST_ERROR_CHARACTERS = 200
VERDICTS = frozenset(("AC", "WA", "RTE", "TLE", "MLE", "OLE", "CE", "SC", "IE"))


def told(reason: Reason, lang: Lang) -> str:
    """Say one reason."""
    return say(_message(reason), lang)


def verdict_words(code: str | None) -> Message:
    """Say a verdict; one that we do not know by its code."""
    known = code in VERDICTS
    return message(f"report.{code}") if known else message("cli.told", text=code or "")


def signed(points: int) -> str:
    """Write a difference with its sign."""
    return f"{points:+d}" if points else "0"


def _message(reason: Reason) -> Message:
    match reason:
        case CaseChange():
            return _of_case(reason)
        case FileChange():
            return message("diff.why_file")
        case NoScore(side=side, error=error):
            return message(f"diff.why_no_score_{side}", error=cut(error, characters=MOST_ERROR_CHARACTERS))
        case Absent(side=side):
            return message(f"diff.why_absent_{side}")


def _of_case(reason: CaseChange) -> Message:
    key = "verdict" if reason.old != reason.new else "points"
    key = "added" if reason.old is None else "removed" if reason.new is None else key
    return message(
        f"diff.why_{key}",
        case=reason.case,
        old=verdict_words(reason.old),
        new=verdict_words(reason.new),
        change=signed(reason.change),
    )
