"""Starts schedulers and workers as an instructor would, from a command line."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from distributed.security import Security

AT = re.compile(r"(?:Scheduler|Registered to|worker) at: *(t[lc][sp]://\S+)")
FILES = ("ca.pem", "cert.pem", "key.pem")


@contextlib.contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `dask ...` in a folder; give the process, and the address that it told."""
    with subprocess.Popen(
        [str(Path(sys.executable).parent / "dask"), *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            found = None
            said = []
            while found is None:
                line = process.stderr.readline()
                said.append(line)
                assert line, "".join(said)
                found = AT.search(line)
            reader = threading.Thread(target=_drain, args=(process.stderr,))
            reader.start()
            yield process, found[1]
        finally:
            process.kill()
    reader.join()


def _drain(stream: IO[str]) -> None:
    with contextlib.suppress(ValueError):  # closed
        while stream.readline():
            pass


def tls_options() -> list[str]:
    """Name the files of `write_certificates` as Dask and the grader do."""
    return [
        text
        for option, name in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), FILES, strict=True)
        for text in (option, name)
    ]


def write_certificates(folder: Path, security: Security) -> None:
    """Write certificates for all into files."""
    texts = (security.tls_ca_file, security.tls_client_cert, security.tls_client_key)
    for name, text in zip(FILES, texts, strict=True):
        (folder / name).write_text(text, encoding="ascii")
