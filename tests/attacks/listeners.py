"""Turns a few local sockets into a record of who got in touch with them."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MESSAGE_BYTES_MAX: Final = 4096
_LOOK_SECONDS: Final = 0.2


class Listeners:
    """Listens on TCP and UDP, IPv4 and IPv6, and on Unix sockets by path and by abstract name.

    Parameters
    ----------
    path : Path
        Where the Unix socket is made.
    abstract : str
        The abstract name, without the NUL before it.
    """

    def __init__(self, path: Path, abstract: str) -> None:
        self._sockets: dict[socket.socket, str] = {}
        self._contacts: list[str] = []
        self._ended = False
        self.tcp_port = self._listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0), "tcp")
        self.udp_port = self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0), "udp")
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._listen(socket.AF_INET6, socket.SOCK_STREAM, ("::1", self.tcp_port), "tcp6")
        self._listen(socket.AF_UNIX, socket.SOCK_STREAM, os.fspath(path), "unix path")
        self._listen(socket.AF_UNIX, socket.SOCK_DGRAM, f"{path}-datagram", "unix datagram")
        self._listen(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{abstract}", "unix abstract")
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def take_contacts(self) -> list[str]:
        """Give the contacts since the last time."""
        taken, self._contacts = self._contacts, []
        return taken

    def close(self) -> None:
        """Stop listening."""
        self._ended = True
        self._thread.join()
        for each in self._sockets:
            each.close()

    def _listen(self, family: int, kind: int, address: object, label: str) -> int:
        made = socket.socket(family, kind)
        made.bind(address)  # type: ignore[arg-type]  # an address of one of three families
        if kind == socket.SOCK_STREAM:
            made.listen()
        os.set_blocking(made.fileno(), False)
        self._sockets[made] = label
        name = made.getsockname()
        return int(name[1]) if isinstance(name, tuple) else 0

    def _record(self) -> None:
        while not self._ended:
            ready, _, _ = select.select(list(self._sockets), [], [], _LOOK_SECONDS)
            for each in ready:
                with contextlib.suppress(OSError):
                    if each.type == socket.SOCK_DGRAM:
                        each.recv(_MESSAGE_BYTES_MAX)
                    else:
                        each.accept()[0].close()
                    self._contacts.append(self._sockets[each])
