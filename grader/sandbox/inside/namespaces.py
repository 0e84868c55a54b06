"""Turns the host's network, shared memory and name into empty ones of our own, where the host allows it."""

from __future__ import annotations

import os

from . import syscalls

_NEW_UTS = 0x04000000
_NEW_IPC = 0x08000000
_NEW_USER = 0x10000000
_NEW_NET = 0x40000000


def enter_empty_world() -> tuple[str, ...]:
    """Move this process and its future children there: unshare(2).

    An ordinary user needs a user namespace for the others. Its maps stay empty: nothing here needs a user's
    name, and hosts that refuse to let them be written (AppArmor on Ubuntu 24.04) then refuse nothing
    half-way. Rights over files and over our own processes stay what they were. To be called by a process
    with one thread.

    Returns
    -------
    tuple of str
        The namespaces entered; none where the host does not allow it.
    """
    flags = _NEW_NET | _NEW_IPC | _NEW_UTS
    names: tuple[str, ...] = ("net", "ipc", "uts")
    if os.geteuid() != 0:
        flags |= _NEW_USER
        names = ("user", *names)
    try:
        syscalls.call("unshare", flags)
    except OSError:
        return ()
    return names
