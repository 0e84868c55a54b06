"""Turns a confinement into what a probe proved of it on this machine: what was tried, and stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import msgspec

from grader.model.report import Isolation
from grader.sandbox.launch import boot_arguments, spawned_environment

if TYPE_CHECKING:
    from grader.sandbox.confinement import Confinement

_MEMORY_BYTES: Final = 64 << 20
_CPU_SECONDS: Final = 10
_WAIT_SECONDS: Final = 60.0
_SECRET: Final = b"not for submissions"
_ERROR_CHARACTERS: Final = 200


def prove(confinement: Confinement) -> Isolation:
    """Start a probe that is confined as workers will be, and have it try what they must not be able to do.

    Returns
    -------
    Isolation
        Level N when something that the confinement needs was not stopped. Without canaries, and with the
        error in `failed`, when the probe could not be started or set up: then no worker could be, either.
    """
    with TemporaryDirectory(prefix="layergrade-") as folder:
        secret = Path(folder).resolve() / "secret"
        secret.write_bytes(_SECRET)
        try:
            told, error = _run_probe(confinement, secret)
        except (OSError, subprocess.TimeoutExpired) as failed:
            told, error = b"", str(failed)
    try:
        canaries = msgspec.json.decode(told, type=dict[str, bool])
    except msgspec.DecodeError:
        return Isolation(level="N", failed=dict.fromkeys(confinement.layers[:1], error[-_ERROR_CHARACTERS:]))
    held = all(canaries.get(name, False) for name in confinement.needed)
    return Isolation(level=confinement.level if held else "N", layers=confinement.layers, canaries=canaries)


def _run_probe(confinement: Confinement, secret: Path) -> tuple[bytes, str]:
    """Run it; it waits for a byte before it begins, as a worker waits for its job."""
    order: dict[str, object] = {
        "secret": str(secret),
        "memory_bytes": _MEMORY_BYTES,
        "cpu_seconds": _CPU_SECONDS,
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own arguments
        confinement.arguments(boot_arguments("spawned_probe", order)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=spawned_environment(),
        start_new_session=True,
        creationflags=confinement.creation_flags,
    )
    with process:
        try:
            held = confinement.attach(process.pid, memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS)
        except OSError:
            process.kill()
            raise
        try:
            told, errors = process.communicate(b"!", timeout=_WAIT_SECONDS)
        finally:
            _end(process)
            held.close()
    return told, _last_line(errors) or f"exit code {process.returncode}"


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _last_line(errors: bytes) -> str:
    return errors.decode("utf-8", "replace").rstrip().rpartition("\n")[2]
