"""Turns a process with its parent's rights into one that has none and cannot get any.

Each function is one page of the manual. The order matters: without capabilities the bounding set cannot be
emptied and the user cannot be changed, and a change of the user undoes what `die_with` and `hide_memory`
have set.
"""

from __future__ import annotations

import errno
import os
import signal
import struct

from . import syscalls

NOBODY = 65534
USERS = 0x7000_0000
"""From here on, nobody gives numbers to users: a worker is the one of its process's number."""

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3, _THIS_PROCESS = 0x20080522, 0
_OWN_CAPABILITIES = struct.pack("=Ii", _CAPABILITY_VERSION_3, _THIS_PROCESS)
_NO_CAPABILITIES = bytes(24)
_CAPABILITIES_MAX = 64


def empty_bounding_set() -> None:
    """Give up, for good, every capability that a program file could bring back: capabilities(7).

    Who may not empty it has nothing to bring back either: `forbid_new_privileges` sees to that.
    """
    for capability in range(_CAPABILITIES_MAX):
        try:
            _control(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.EPERM}:  # past the last one, or not allowed to
                raise
            return


def leave_root() -> None:
    """Become a user whom nothing belongs to, where the process is root: setresuid(2).

    Each worker becomes another one. The kernel counts threads by user: those of one worker then never keep
    another from starting its own.
    """
    if os.geteuid() == 0 or os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        try:
            _become(USERS + os.getpid())
        except OSError as error:
            if error.errno != errno.EINVAL:  # a container may know the usual users alone
                raise
            _become(NOBODY)


def _become(user: int) -> None:
    os.setresuid(user, user, user)


def drop_capabilities() -> None:
    """Empty the effective, permitted and inheritable sets: capset(2)."""
    syscalls.call("capset", _OWN_CAPABILITIES, _NO_CAPABILITIES)


def hide_memory() -> None:
    """Hide /proc/PID/mem and environ from the same user, and dump no core: PR_SET_DUMPABLE(2const).

    A limit of 0 on core files does not stop one that is piped to a program of the system.
    """
    _control(_PR_SET_DUMPABLE, 0)


def forbid_new_privileges() -> None:
    """Let no program that is executed gain rights: PR_SET_NO_NEW_PRIVS(2const)."""
    _control(_PR_SET_NO_NEW_PRIVS, 1)


def die_with(parent: int) -> None:
    """Be killed when the parent ends, however it ends, or has ended already: PR_SET_PDEATHSIG(2const)."""
    _control(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _control(option: int, value: int) -> None:
    syscalls.call("prctl", option, value, 0, 0, 0)
