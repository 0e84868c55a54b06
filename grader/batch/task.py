"""What travels between the writer and the lanes that grade, on one machine or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

if TYPE_CHECKING:
    from grader.model.observation import Unreadable
    from grader.model.report import Level
    from grader.pipeline.preparing import Wishes


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """How everything in a run is graded: the same for all of its tasks.

    Parameters
    ----------
    course : str or None
        The course's folder, on the machine that grades; None for the one that the grader came with there.
    exercise : str
        Its id.
    wishes : Wishes
        What is asked beyond the course.
    lang : str
        Of the sentences in reports.
    without : tuple of str
        Layers of isolation to leave out.
    required : str
        The level of isolation below which nothing is graded.
    digest : str
        Of all that can affect a grade. A lane that works out another one grades nothing.
    """

    course: str | None
    exercise: str
    wishes: Wishes
    lang: str
    without: tuple[str, ...] = ()
    required: Level = "B"
    digest: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One submission to grade: its bytes, or why there are none.

    Parameters
    ----------
    sha256 : str
        Of the bytes, in hexadecimal; it names the task.
    notebook : bool
        Whether its name says that it is one.
    """

    sha256: str
    data: bytes = b""
    notebook: bool = False
    unreadable: Unreadable | None = None


class Graded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A result, whole: what is stored.

    Parameters
    ----------
    document : bytes
        The JSON document of the report (`grader.report.document`), with an empty path: several students may
        have handed in the same.
    timed_out : bool
        Whether any limit of time was reached: under load that may be ours, and it is run again alone.
    """

    sha256: str
    document: bytes
    timed_out: bool = False


class NotGraded(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Our own failure on one task: tried again, and never stored.

    Parameters
    ----------
    detail : str
        What went wrong, for a person.
    fatal : bool
        Whether no task can be graded there: another digest, or too little isolation.
    exit_code : int
        Of the command, where it is fatal.
    """

    sha256: str
    detail: str
    fatal: bool = False
    exit_code: int = 3


Answer: TypeAlias = Graded | NotGraded


class Pool(Protocol):
    """Where tasks are performed. Each task that was submitted is answered once, in any order.

    A lane that is lost is an answer too (`NotGraded`); the pool has replaced it by then.
    """

    @property
    def lanes(self) -> int:
        """How many tasks are performed at the same time."""
        ...

    def submit(self, task: Task) -> None:
        """Hand a task over; returns at once."""
        ...

    def wait(self, seconds: float) -> list[Answer]:
        """Wait for answers, at most so long; may give none."""
        ...

    def close(self) -> None:
        """End every lane, whatever it is doing."""
        ...
