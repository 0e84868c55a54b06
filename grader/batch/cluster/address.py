"""Turns what `--cluster` says into the address of a scheduler, or into a number of workers to start here."""

from __future__ import annotations

import ipaddress
from typing import Final, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from grader.errors import UsageError
from grader.messages import message

Scheme: TypeAlias = Literal["tls", "tcp"]

_LOCAL: Final = "local:"
_WORKERS_MAX: Final = 256
_PORT: Final = 8786  # where a scheduler listens unless it is told otherwise
_PORT_MAX: Final = 65535


class Scheduler(NamedTuple):
    """Where a scheduler listens."""

    scheme: Scheme
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


class Here(NamedTuple):
    """So many workers on this machine, with a scheduler of our own."""

    workers: int


def read_address(text: str, *, force: bool) -> Scheduler | Here:
    """Read `tls://HOST:PORT`, `tcp://HOST:PORT` or `local:N`.

    Parameters
    ----------
    force : bool
        Whether connections without encryption may leave this machine.

    Raises
    ------
    UsageError
        It is none of them; or a connection without encryption would leave this machine, unless forced.
    """
    if text.startswith(_LOCAL):
        return _here(text)
    scheme, host, port = _split(text)
    if scheme == "tls":
        return Scheduler("tls", host, port)
    if scheme != "tcp":
        raise UsageError(message("cluster.no_address", address=text))
    if not force and not _is_loopback(host):
        raise UsageError(message("cluster.not_encrypted", address=text, host=host))
    return Scheduler("tcp", host, port)


def _here(text: str) -> Here:
    digits = text.removeprefix(_LOCAL)
    workers = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < len("1000000") else 0
    if not 1 <= workers <= _WORKERS_MAX:
        raise UsageError(message("cluster.no_number", address=text, most=_WORKERS_MAX))
    return Here(workers)


def _split(text: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(text)
        port = _PORT if parts.port is None else parts.port
    except ValueError as error:  # a port that is none, a bracket left open
        raise UsageError(message("cluster.no_address", address=text)) from error
    rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if not parts.hostname or any(rest) or not 1 <= port <= _PORT_MAX:
        raise UsageError(message("cluster.no_address", address=text))
    return parts.scheme, parts.hostname, port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
