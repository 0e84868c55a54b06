"""Runs submissions in processes of their own and says what happened to each case.

interface     what a sandbox is
forked        on Linux: workers of a zygote, sealed by the kernel
spawned       elsewhere: a new process for each job
confinement   what is put around it: `seatbelt` on macOS, `jobobject` on Windows, as `proving` proves
scripted      for tests: says what it is told to say
inside        the far side: what runs beside the student's code
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.sandbox.interface import Sandbox
    from grader.sandbox.launch import Zygote


def open_sandbox(
    *,
    started: Zygote | None = None,
    warm: bool = False,
    without: Sequence[str] = (),
    extra: Sequence[str] = (),
) -> Sandbox:
    """Open the sandbox of this operating system.

    Parameters
    ----------
    started : Zygote or None
        A zygote that was started early.
    warm : bool
        Load all the allowed modules, and not those that submissions turn out to need: the more is loaded, the
        more each worker costs.
    without : sequence of str
        Layers of isolation to leave out, to test the others.
    extra : sequence of str
        Modules that the exercise allows beside numpy and the standard library.
    """
    if sys.platform == "linux":
        from grader.sandbox.allocation import return_large_blocks  # noqa: PLC0415 - of this operating system alone
        from grader.sandbox.forked import ForkedSandbox  # noqa: PLC0415 - of this operating system alone
        from grader.sandbox.zygote import ZygoteHandle  # noqa: PLC0415 - of this operating system alone

        return_large_blocks()
        return ForkedSandbox(ZygoteHandle(started, without=without, extra=extra), complete=warm)
    from grader.sandbox.spawned import SpawnedSandbox  # noqa: PLC0415 - of other operating systems

    return SpawnedSandbox(extra=extra)
