"""What is said where no scheduler answers, or none that accepts us."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

import pytest
from distributed.security import Security

from grader.batch.cluster.address import Scheduler
from grader.batch.cluster.certificates import context_of
from grader.batch.cluster.reach import knock
from grader.errors import UsageError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

GREETING = b"\x10\0\0\0\0\0\0\0"
"""Whoever listens for Dask begins with a length."""


@contextlib.contextmanager
def listening(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen, and talk to the one who comes until it leaves."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            caller, _ = listener.accept()
            with caller, contextlib.suppress(OSError):
                talk(caller)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve)
        server.start()
        yield listener.getsockname()[1]
    server.join()


def greeting(caller: socket.socket) -> None:
    caller.sendall(GREETING)
    caller.recv(1)


def silent(caller: socket.socket) -> None:
    caller.recv(1)


def with_tls(security: Security) -> Callable[[socket.socket], None]:
    context: ssl.SSLContext = security.get_listen_args("scheduler")["ssl_context"]

    def talk(caller: socket.socket) -> None:
        with context.wrap_socket(caller, server_side=True) as speaking:
            greeting(speaking)

    return talk


def refusal(port: int, security: Security | None) -> str:
    context = None if security is None else context_of(security)
    scheduler = Scheduler("tcp" if security is None else "tls", "127.0.0.1", port)
    with pytest.raises(UsageError) as refused:
        knock(scheduler, context, seconds=0.5)
    return refused.value.told.key


def test_who_speaks_first_may_be_a_scheduler(ours: Security) -> None:
    with listening(greeting) as port:
        knock(Scheduler("tcp", "127.0.0.1", port), None, seconds=5.0)
    with listening(with_tls(ours)) as port:
        knock(Scheduler("tls", "127.0.0.1", port), context_of(ours), seconds=5.0)


def test_nothing_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert refusal(port, None) == "cluster.nothing_there"


def test_there_is_no_such_host() -> None:
    with pytest.raises(UsageError) as refused:
        knock(Scheduler("tls", "no-such-host.invalid", 8786), None, seconds=5.0)
    assert refused.value.told.key == "cluster.no_host"


def test_who_says_nothing_is_no_scheduler() -> None:
    with listening(silent) as port:
        assert refusal(port, None) == "cluster.silent_tcp"


def test_who_hangs_up_is_no_scheduler() -> None:
    with listening(lambda _: None) as port:
        assert refusal(port, None) == "cluster.silent_tcp"


def test_a_scheduler_without_certificates_does_not_speak_tls(ours: Security) -> None:
    with listening(greeting) as port:
        assert refusal(port, ours) == "cluster.no_tls"


def test_a_scheduler_of_another_authority_is_not_trusted(ours: Security, others: Security) -> None:
    with listening(with_tls(others)) as port:
        assert refusal(port, ours) == "cluster.not_trusted"


def test_a_scheduler_may_not_accept_our_certificate(ours: Security, others: Security) -> None:
    mixed = Security(
        require_encryption=True,
        tls_ca_file=others.tls_ca_file,
        tls_client_cert=ours.tls_client_cert,
        tls_client_key=ours.tls_client_key,
    )
    with listening(with_tls(others)) as port:
        assert refusal(port, mixed) == "cluster.not_accepted"
