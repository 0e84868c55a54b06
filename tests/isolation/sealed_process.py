"""Plays the zygote for the tests: seals a worker for each attempt, and prints what came of it as JSON.

Started as the grader starts its own: without site packages, with the sandbox's folder as the top of its
path. The order is the first argument: `paths`, `module` (of attempts), `names` (null for all), `without`
(layers), `user` (to become first, null to stay), `memory_bytes`.
"""

from __future__ import annotations

import errno
import importlib
import inspect
import json
import os
import select
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER = json.loads(sys.argv[1])
sys.path[:0] = ORDER["paths"]

seal = importlib.import_module("inside.seal")
syscalls = importlib.import_module("inside.syscalls")
module = importlib.import_module(ORDER["module"])

_PR_SET_DUMPABLE = 4
_PATIENCE_SECONDS = 20
_NOT_ENDED_BY_ITSELF = 3


def become(user: int | None) -> None:
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        syscalls.call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # as an ordinary user's processes are


def in_worker(plan: object, attempt: Callable[[], object], report: int) -> None:
    """Seal, try, report; the report is the only thing that tells the parent what happened."""
    for end in module.PIPE:
        os.set_blocking(end, False)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    keep = {report, *module.PIPE, *module.KEEP}
    try:
        seal.seal(plan, keep=keep, memory_bytes=ORDER["memory_bytes"], cpu_seconds=ORDER["cpu_seconds"])
    except seal.SealError as error:
        os.write(report, json.dumps(f"SealError: {error}").encode())
        return
    os.write(report, json.dumps(outcome_of(attempt)).encode())


def outcome_of(attempt: Callable[[], object]) -> object:
    try:
        value = attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, repr(error))
    except Exception as error:  # noqa: BLE001 - an attempt may fail in any way; the test reads which
        return repr(error)
    return value if isinstance(value, dict) else "through"


def run_worker(plan: object, attempt: Callable[[], object]) -> object:
    module.PIPE[:] = os.pipe()
    told, report = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(told)
            in_worker(plan, attempt, report)
        finally:
            os._exit(_NOT_ENDED_BY_ITSELF)
    for end in (report, *module.PIPE):
        os.close(end)
    ready, _, _ = select.select([told], [], [], _PATIENCE_SECONDS)
    content = os.read(told, 1 << 16) if ready else b""
    os.close(told)
    if not ready:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return json.loads(content) if content else without_report(os.waitstatus_to_exitcode(status))


def without_report(code: int) -> str:
    if code < 0:
        return signal.Signals(-code).name
    return "through" if code == 0 else f"exit {code}"  # only a program executed in its place ends well


def run(plan: object, attempt: Callable[[], Any]) -> object:
    if not inspect.isgeneratorfunction(attempt):
        return run_worker(plan, attempt)
    stages = attempt()
    outcome = run_worker(plan, next(stages))
    return next(stages, outcome)


def main() -> None:
    become(ORDER["user"])
    plan = seal.prepare(frozenset(ORDER["without"]))
    for name in ORDER["names"]:
        outcome = run(plan, getattr(module, name))
        sys.stdout.write(json.dumps({"name": name, "outcome": outcome}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
