"""Turns all that Landlock can handle into a domain in which none of it is allowed: landlock(7).

A ruleset names the rights that it handles; what it handles and no rule allows is denied. Ours has no rules.
It is made once, in the zygote, and entered by each worker. It is checked where the kernel's objects are
used, not where calls come in, and so does not share the mistakes of a list of calls.
"""

from __future__ import annotations

import os
import struct

from . import syscalls

_VERSION = 1
_TCP = 0b11
_TCP_UDP = 0b1111
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

_HANDLED = (
    # ABI, access to files, access to the network, scopes
    (10, (1 << 17) - 1, _TCP_UDP, _ABSTRACT_SOCKETS_AND_SIGNALS),
    (9, (1 << 17) - 1, _TCP, _ABSTRACT_SOCKETS_AND_SIGNALS),
    (6, (1 << 16) - 1, _TCP, _ABSTRACT_SOCKETS_AND_SIGNALS),
    (5, (1 << 16) - 1, _TCP, 0),
    (4, (1 << 15) - 1, _TCP, 0),
    (3, (1 << 15) - 1, 0, 0),
    (2, (1 << 14) - 1, 0, 0),
    (1, (1 << 13) - 1, 0, 0),
)
"""What each version of the interface that brought something can handle, the richest first."""


def abi() -> int:
    """Tell the kernel's version of the interface, for people to read; 0 where there is none."""
    try:
        return syscalls.call("landlock_create_ruleset", None, 0, _VERSION)
    except OSError:
        return 0


def create_ruleset(*, abi_max: int = _HANDLED[0][0]) -> int:
    """Make the ruleset that handles the most and allows nothing: landlock_create_ruleset(2).

    What the kernel can handle is found out by asking for it. An older kernel takes the longer structure too,
    as long as what it does not know is zero.

    Parameters
    ----------
    abi_max : int
        Ask for no more than that version has.

    Returns
    -------
    int
        A descriptor, closed on exec.

    Raises
    ------
    OSError
        When the kernel has no Landlock, or it is switched off.
    """
    refused = OSError()
    for _, files, network, scopes in (row for row in _HANDLED if row[0] <= abi_max):
        attributes = struct.pack("=QQQ", files, network, scopes)
        try:
            return syscalls.call("landlock_create_ruleset", attributes, len(attributes), 0)
        except OSError as error:
            refused = error
    raise refused


def enter(ruleset: int) -> None:
    """Put this process under the ruleset, for good: landlock_restrict_self(2).

    The kernel asks for `forbid_new_privileges` first.
    """
    syscalls.call("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)
