"""What is known of each student after a run, and of the run itself: what every output is written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from datetime import datetime

    from grader.model.report import Level


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one student.

    Parameters
    ----------
    id : str
        By which the student is known: of the file's name, the archive or the roster. Untrusted text.
    name : str or None
        The student's own, where it is known. Untrusted text.
    shown : str
        Where the submission stands, in words for a person; empty where there is none. Untrusted text.
    sha256 : str or None
        Of the submission's bytes; None where there is no submission.
    document : bytes or None
        The JSON of a `ReportDocument` whose path is empty; None where nothing was graded.
    error : str or None
        Why nothing was graded, in words: there is no submission, or the grader itself failed.
    roster : tuple of str
        What stands in the roster's further columns, one for each of `RunFacts.roster`.
    """

    id: str
    name: str | None = None
    shown: str = ""
    sha256: str | None = None
    document: bytes | None = None
    error: str | None = None
    roster: tuple[str, ...] = ()


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the run: enough for the head of a column."""

    name: str
    points: int
    hidden: bool = False


class RunFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all the outcomes of a run.

    Parameters
    ----------
    exercise, title : str
        Its id, and its title in the language of the run.
    cases : tuple of CaseFacts
        In the order of the suite.
    max_score : int
        What can be earned in all.
    roster : tuple of str
        The names of the roster's further columns.
    started : datetime
        When this run began, with its time zone.
    seconds : float
        How long this run took.
    level : str
        Of isolation, as proved.
    digest : str
        Of all that can affect a grade.
    parts : dict of str to str
        What the digest is made of, part by part, so that a comparison can name those that changed.
    finished : bool
        Whether the run came to its end; False after Ctrl-C, when only what was done is there.
    """

    exercise: str
    title: str
    cases: tuple[CaseFacts, ...]
    max_score: int
    roster: tuple[str, ...] = ()
    started: datetime
    seconds: float
    level: Level
    digest: str
    parts: dict[str, str] = {}
    finished: bool = True
