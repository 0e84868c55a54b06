"""What travels between the writer and the lanes that grade, on one machine or on a cluster."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from grader.model.observation import Unreadable

if TYPE_CHECKING:
    from grader.messages import Lang
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
    parts : tuple of (str, str)
        What the digest was made of, by name, so that a lane can say what differs.
    """

    course: str | None
    exercise: str
    wishes: Wishes
    lang: Lang
    without: tuple[str, ...] = ()
    required: Level = "B"
    digest: str
    parts: tuple[tuple[str, str], ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One submission to grade: its bytes, or why there are none.

    Parameters
    ----------
    sha256 : str
        It names the task: of the bytes and of what else decides how they are read, as `task_of` has it.
    notebook : bool
        Whether its name says that it is one.
    """

    sha256: str
    data: bytes = b""
    notebook: bool = False
    unreadable: Unreadable | None = None


def task_of(data: bytes | Unreadable, *, notebook: bool) -> Task:
    """Make the task of what was read: equal ones have the same name, whoever handed them in."""
    if isinstance(data, Unreadable):
        name = f"unreadable {sha256(repr(data.told).encode()).hexdigest()}"
        return Task(sha256=name, notebook=notebook, unreadable=data)
    digest = sha256(data).hexdigest()
    return Task(sha256=f"notebook {digest}" if notebook else digest, data=data, notebook=notebook)


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
