"""Turns the name of an operating system other than Linux into what it can put around a new process.

A worker that was started and not forked is confined from outside: the command that starts it is wrapped, or
the new process is taken hold of before the first byte of a submission is sent to it.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.report import Level

_CPU_SIGNAL: Final = getattr(signal, "SIGXCPU", None)


class Hold(Protocol):
    """What keeps a process that was started confined, for as long as it lives."""

    def peak_memory_bytes(self) -> int | None:
        """Ask the operating system what the process has used; None where it does not say."""
        ...

    def is_cpu_limit(self, code: int) -> bool:
        """Tell whether this exit code is that of a process that had used up its processor time."""
        ...

    def close(self) -> None:
        """Let go of it, which ends it if it has not ended."""


class Confinement(Protocol):
    """A way to confine processes.

    Parameters
    ----------
    level : str
        The level that it reaches when everything in `needed` was stopped.
    layers : tuple of str
        What is in force in a process that is confined.
    needed : frozenset of str
        What a probe must find stopped; see `grader.sandbox.inside.spawned_probe`.
    creation_flags : int
        For a new process on Windows; 0 elsewhere.
    """

    level: ClassVar[Level]
    layers: ClassVar[tuple[str, ...]]
    needed: ClassVar[frozenset[str]]
    creation_flags: ClassVar[int]

    def arguments(self, plain: Sequence[str]) -> list[str]:
        """Make the command that starts a confined process of the one that starts a free one."""
        ...

    def attach(self, pid: int, *, memory_bytes: int, cpu_seconds: int) -> Hold:
        """Take hold of a process that was just started and waits for its first byte.

        Raises
        ------
        OSError
            When it cannot be held; it must not be given a submission then.
        """
        ...


class NoHold:
    """Nothing: the process limits itself, as `grader.sandbox.inside.spawned` does where POSIX lets it."""

    def peak_memory_bytes(self) -> None:
        """Say that nothing is known."""

    def is_cpu_limit(self, code: int) -> bool:
        """Tell whether SIGXCPU ended it."""
        return _CPU_SIGNAL is not None and code == -_CPU_SIGNAL

    def close(self) -> None:
        """Do nothing: the process group was killed by its number."""


class Unconfined:
    """A process of its own, and nothing around it."""

    level: ClassVar[Level] = "N"
    layers: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[frozenset[str]] = frozenset()
    creation_flags: ClassVar[int] = 0

    def arguments(self, plain: Sequence[str]) -> list[str]:
        """Leave the command as it is."""
        return list(plain)

    def attach(self, pid: int, *, memory_bytes: int, cpu_seconds: int) -> Hold:
        """Leave the process as it is."""
        del pid, memory_bytes, cpu_seconds
        return NoHold()


def confinement_of(platform: str, *, extra: Sequence[str] = ()) -> Confinement:
    """Choose what a system has.

    Parameters
    ----------
    platform : str
        As `sys.platform` names it.
    extra : sequence of str
        Modules that workers may import beside numpy and the standard library.
    """
    if platform == "darwin":
        from grader.sandbox.seatbelt import SANDBOX_EXEC, Seatbelt  # noqa: PLC0415 - of this operating system alone

        if os.access(SANDBOX_EXEC, os.X_OK):
            return Seatbelt(extra=extra)
    if platform == "win32":
        from grader.sandbox.jobobject import JobObject  # noqa: PLC0415 - of this operating system alone

        return JobObject()
    return Unconfined()
