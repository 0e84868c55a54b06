"""Turns a scheduler's address into the certainty that something like one answers there, or says what does.

Dask tries an address again and again and then says that it took too long. So we knock first: whoever listens
for Dask speaks at once, and what goes wrong before that has a name.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import ExitStack
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from grader.batch.cluster.address import Scheduler


def knock(scheduler: Scheduler, context: ssl.SSLContext | None, *, seconds: float) -> None:
    """Connect, and hear whether anybody speaks.

    Parameters
    ----------
    context : ssl.SSLContext or None
        The certificates, where the connection is encrypted.
    seconds : float
        For each step.

    Raises
    ------
    UsageError
        There is no such host, nothing listens, the two sides do not accept each other's certificates, or what
        listens is no scheduler.
    """
    with ExitStack() as stack:
        plain = stack.enter_context(_connect(scheduler, seconds))
        speaking = plain if context is None else stack.enter_context(_encrypt(scheduler, plain, context))
        if not _hear(scheduler, speaking):
            key = "cluster.silent_tcp" if context is None else "cluster.silent_tls"
            raise UsageError(message(key, address=str(scheduler)))


def _connect(scheduler: Scheduler, seconds: float) -> socket.socket:
    try:
        return socket.create_connection((scheduler.host, scheduler.port), timeout=seconds)
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError(message("cluster.no_host", host=scheduler.host)) from error
    except TimeoutError as error:
        told = message("cluster.no_answer", address=str(scheduler), seconds=f"{seconds:g}")
        raise UsageError(told) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(message("cluster.nothing_there", address=str(scheduler), reason=reason)) from error


def _encrypt(scheduler: Scheduler, plain: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        return context.wrap_socket(plain, server_hostname=scheduler.host)
    except ssl.SSLCertVerificationError as error:
        told = message("cluster.not_trusted", address=str(scheduler), reason=error.verify_message)
        raise UsageError(told) from error
    except OSError as error:  # `ssl.SSLError` and a connection that was closed are some
        raise _no_tls(scheduler, error) from error


def _hear(scheduler: Scheduler, speaking: socket.socket) -> bool:
    try:
        return bool(speaking.recv(1))
    except TimeoutError:
        return False
    except (
        ssl.SSLError
    ) as error:  # with TLS 1.3, a client hears only now that its certificate was not accepted
        raise _no_tls(scheduler, error) from error
    except OSError:
        return False


def _no_tls(scheduler: Scheduler, error: OSError) -> UsageError:
    reason = getattr(error, "reason", None) or error.strerror or str(error)
    if "ALERT" in str(reason).upper():
        return UsageError(message("cluster.not_accepted", address=str(scheduler), reason=reason))
    return UsageError(message("cluster.no_tls", address=str(scheduler), reason=reason))
