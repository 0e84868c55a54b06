"""Turns a plan of isolation into what a probe worker proved of it, and into a plan that holds."""

from __future__ import annotations

import json
import os
import select
import signal
from typing import Any

from . import canaries, seal

_MEMORY_BYTES = 64 << 20
_CPU_SECONDS = 5
_WAIT_SECONDS = 10.0
_REPORT_BYTES_MAX = 1 << 16


def prove(without: frozenset[str]) -> tuple[seal.Plan, dict[str, Any]]:
    """Prepare the layers and try them out; one that fails here is left out, and the level says so.

    Returns
    -------
    plan : seal.Plan
        For the workers to come.
    proof : dict
        `level`, `layers`, `canaries` (True for what was stopped) and `failed`, layer by layer with its error.
    """
    failed: dict[str, str] = {}
    plan = seal.prepare(without)
    while True:
        told = _probe(plan)
        if "failed_layer" not in told or told["failed_layer"] in failed:
            return plan, {"level": "N", "layers": [], "canaries": {}, **told, "failed": failed}
        failed[told["failed_layer"]] = told["error"]
        plan = seal.leave_out(plan, told["failed_layer"])


def _probe(plan: seal.Plan) -> dict[str, Any]:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_probe(plan, write)
    os.close(write)
    ready, _, _ = select.select([read], [], [], _WAIT_SECONDS)
    report = os.read(read, _REPORT_BYTES_MAX) if ready else b""
    os.close(read)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    told: dict[str, Any] = json.loads(report) if report else {}
    return told


def _become_probe(plan: seal.Plan, report: int) -> None:
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.write(report, json.dumps(_try(plan, report)).encode())
    finally:
        os._exit(0)


def _try(plan: seal.Plan, report: int) -> dict[str, Any]:
    try:
        layers, blocked = canaries.prove(
            plan, keep={report}, memory_bytes=_MEMORY_BYTES, cpu_seconds=_CPU_SECONDS
        )
    except seal.SealError as error:
        return {"failed_layer": error.layer, "error": str(error.error)}
    return {"level": canaries.level_of(blocked, layers), "layers": layers, "canaries": blocked}
