"""What the sandbox saw: one record for each thing that can happen to a case.

The records hold facts that the grader measured itself (time, memory, signals) beside what the worker said of
itself (arrays, exceptions). The second kind may be forged: it is compared or shown, never believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from grader.messages import Message
    from grader.model.case import Array


class ReturnedArray(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """An array of real numbers, our own read-only copy. `scalar` when the submission gave a bare number."""

    array: Array
    scalar: bool = False


class ReturnedNothing(msgspec.Struct, frozen=True, kw_only=True):
    """None: as an unfilled body returns it."""


class ReturnedOther(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is no array of real numbers: a list, a string, or an array whose dtype is not real.

    `type_name` and `dtype` are the submission's words.
    """

    type_name: str
    dtype: str | None = None
    shape: tuple[int, ...] | None = None


class ReturnedTooLarge(msgspec.Struct, frozen=True, kw_only=True):
    """An array of real numbers whose values were too many to be sent."""

    shape: tuple[int, ...]


ReturnedValue: TypeAlias = ReturnedArray | ReturnedNothing | ReturnedOther | ReturnedTooLarge


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the submission: line counted from 1, and the function it is in."""

    line: int
    function: str


ExceptionKind: TypeAlias = Literal[
    "other", "memory", "syntax", "no_import", "touched", "exit", "signature", "threads"
]


class ExceptionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An exception in the submission's own words, cut to a bounded length, with our choice of what to keep.

    Parameters
    ----------
    type_name, text : str
        The exception's class and what `str` gave.
    trace : tuple of TraceLine
        The submission's own lines, outermost first.
    kind : str
        `memory` for MemoryError; `syntax` for a SyntaxError of the file itself, whose place is `trace[0]`
        and `column`; `no_import` for a module that is not there; `touched` for an operation that the sandbox
        does not permit; `exit` for SystemExit; `signature` for arguments that do not fit a method's;
        `threads` for a thread that could not start.
    """

    type_name: str
    text: str
    trace: tuple[TraceLine, ...] = ()
    kind: ExceptionKind = "other"
    column: int | None = None


class Returned(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Every call of the case returned; the observed values by name, in order."""

    values: dict[str, ReturnedValue]


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """A call raised. `call` is the method, or None for the constructor."""

    call: str | None
    exception: ExceptionInfo


class NoClass(msgspec.Struct, frozen=True, kw_only=True):
    """The submission defines no such class, or no such method in it. `near` are those it has."""

    name: str
    near: tuple[str, ...] = ()


class TimedOut(msgspec.Struct, frozen=True, kw_only=True):
    """The case, or the run as a whole, was ended by its limit. `trace` is where it says it was."""

    limit_seconds: float
    clock: Literal["wall", "cpu"] = "wall"
    trace: tuple[TraceLine, ...] = ()


class OutOfMemory(msgspec.Struct, frozen=True, kw_only=True):
    """MemoryError, or death with the peak near the cap."""

    limit_bytes: int
    trace: tuple[TraceLine, ...] = ()


class OutputTooLarge(msgspec.Struct, frozen=True, kw_only=True):
    """More was printed, or sent as a result, than the cap allows."""

    limit_bytes: int
    what: Literal["stdout", "result"] = "stdout"


class Crashed(msgspec.Struct, frozen=True, kw_only=True):
    """The worker died: by a signal, or by ending itself with an exit status."""

    signal: int | None = None
    status: int | None = None


class Garbled(msgspec.Struct, frozen=True, kw_only=True):
    """The worker sent bytes that are no frame of the protocol: the submission interfered with it."""


class NotRun(msgspec.Struct, frozen=True, kw_only=True):
    """The time of the whole run was used up before this case."""


class SandboxFailed(msgspec.Struct, frozen=True, kw_only=True):
    """Our own failure. Costs nobody a point."""

    detail: str


Ended: TypeAlias = TimedOut | OutOfMemory | OutputTooLarge | Crashed | Garbled
"""How a worker can be ended from outside, while it loads a submission or runs a case."""


class LoadRaised(msgspec.Struct, frozen=True, kw_only=True):
    """The submission does not compile, or raised while it was imported."""

    exception: ExceptionInfo


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """The file could not be read as source text."""

    told: Message


class Unloadable(msgspec.Struct, frozen=True, kw_only=True):
    """No case can be run: the file cannot be read, compiled or imported."""

    cause: LoadRaised | Unreadable | Ended


Observation: TypeAlias = Returned | Raised | NoClass | Unloadable | Ended | NotRun | SandboxFailed


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What a case used, measured from outside."""

    wall_seconds: float
    peak_memory_bytes: int | None = None


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """What was printed, decoded with replacement, and how many bytes were cut off behind it."""

    text: str = ""
    cut_bytes: int = 0


class CaseRun(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One case through the sandbox."""

    observation: Observation
    usage: Usage
    printed: Captured = Captured()
