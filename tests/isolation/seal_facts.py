"""Finds out, in the zygote's place, what a sealed worker is like from outside, and prints it as JSON.

The order is as for sealed_process.py, with `fact`, the name of a function here.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER = json.loads(sys.argv[1])
sys.path[:0] = ORDER["paths"]

seal: Any = importlib.import_module("inside.seal")
canaries = importlib.import_module("inside.canaries")
syscalls = importlib.import_module("inside.syscalls")

_MEMORY_BYTES = 256 << 20
_PR_SET_DUMPABLE = 4


def fork_sealed(plan: object, then: Callable[[], object]) -> tuple[int, int]:
    """Fork a worker that reports how sealing went, then does something; its pid and what it reports to."""
    told, report = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            seal.seal(plan, keep={report}, memory_bytes=_MEMORY_BYTES, cpu_seconds=1)
            os.write(report, b"sealed")
            then()
        except seal.SealError as error:
            os.write(report, str(error).encode())
        finally:
            os._exit(0)
    os.close(report)
    return pid, told


def wait_for_signal() -> None:
    """Do nothing, for longer than any test waits."""
    time.sleep(3600)


def spin() -> None:
    """Use the processor until killed."""
    while True:
        pass


def status() -> dict[str, object]:
    """What the kernel says of a worker, and whether another process of its user can look into it."""
    pid, told = fork_sealed(seal.prepare(frozenset(ORDER["without"])), wait_for_signal)
    assert os.read(told, 100) == b"sealed"
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="utf-8").splitlines()
    facts: dict[str, Any] = {
        name: value.split() for name, _, value in (line.partition(":") for line in lines)
    }
    facts["limits"] = {line[:26].strip(): line[26:].split()[:2] for line in limits}
    facts["session"] = [os.getsid(pid) == os.getpid(), os.getpgid(pid) == pid]
    facts["looked into"] = look_into(pid, user=int(facts["Uid"][0]))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return facts


def look_into(worker: int, *, user: int) -> list[str]:
    """Which of a worker's secrets another process of the same user can open."""
    told, report = os.pipe()
    pid = os.fork()
    if pid == 0:
        if os.getuid() == 0:
            os.setresuid(user, user, user)
        opened = [name for name in ("mem", "environ", "maps") if opens(f"/proc/{worker}/{name}")]
        os.write(report, json.dumps(opened).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    names: list[str] = json.loads(os.read(told, 100))
    return names


def opens(path: str) -> bool:
    """Whether a file can be opened."""
    try:
        os.close(os.open(path, os.O_RDONLY))
    except PermissionError:
        return False
    return True


def death_of_the_zygote() -> str:
    """Kill a worker's zygote; the worker holds our standard output open for as long as it lives."""
    zygote = os.fork()
    if zygote == 0:
        plan = seal.prepare(frozenset(ORDER["without"]))
        pid, told = fork_sealed(plan, wait_for_signal)
        assert os.read(told, 100) == b"sealed"
        Path(f"/proc/{pid}/status").read_bytes()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(zygote, 0)
    return "the zygote is dead"


def end_of_an_orphan() -> int:
    """How a worker ends whose zygote ended before it was sealed, as one of another parent seems to it."""
    plan: Any = seal.prepare(frozenset({"namespaces"}))
    pid, _ = fork_sealed(plan._replace(zygote=1), wait_for_signal)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def broken_layers() -> dict[str, object]:
    """What a worker reports when a layer fails."""
    plan: Any = seal.prepare(frozenset({"namespaces"}))
    told: dict[str, object] = {
        "no ruleset": report_of(plan._replace(ruleset=999)),
        "no program": report_of(
            plan._replace(filter=plan.filter._replace(description=syscalls.memory(bytes(16))))
        ),
    }
    seal.rlimits.limit = fail
    told["no limits"] = report_of(plan)
    told["no limits, left out"] = report_of(seal.leave_out(plan, "rlimits"))
    seal.rlimits.threads_and_size = fail
    told["layers without /proc"] = seal.prepare(frozenset({"namespaces"})).layers
    return told


def layers_left() -> list[list[str]]:
    """Name the layers of a plan that is made without some, and of one that they are taken from."""
    made: Any = seal.prepare(frozenset(ORDER["without"]))
    taken: Any = seal.prepare()
    for layer in ORDER["without"]:
        taken = seal.leave_out(taken, layer)
    return [list(made.layers), list(taken.layers)]


def fail(**_named: object) -> None:
    """Stand in for a call that the machine refuses."""
    raise FileNotFoundError(errno.ENOENT, "no such file")


def report_of(plan: object) -> str:
    """How sealing went."""
    pid, told = fork_sealed(plan, lambda: None)
    os.waitpid(pid, 0)
    return os.read(told, 1000).decode()


def second_thread() -> str:
    """What a worker reports that has a thread which the layers would not cover."""
    gate = threading.Event()

    def seal_with_a_thread(*arguments: object, **named: object) -> tuple[str, ...]:
        sys.modules["loaded since the fork"] = sys  # an allowed module may start a thread
        threading.Thread(target=gate.wait, daemon=True).start()
        applied: tuple[str, ...] = really_seal(*arguments, **named)
        return applied

    plan = seal.prepare(frozenset({"namespaces"}))
    really_seal, seal.seal = seal.seal, seal_with_a_thread
    return report_of(plan)


def spinning() -> list[str]:
    """How a worker ends that uses up its processor time."""
    pid, _told = fork_sealed(seal.prepare(frozenset(ORDER["without"])), spin)
    _, end = os.waitpid(pid, 0)
    return [signal.Signals(os.WTERMSIG(end)).name if os.WIFSIGNALED(end) else "by itself"]


def proof() -> dict[str, object]:
    """What a probe worker proves."""
    left_before = litter()
    os.environ["CANARY"] = "a token"
    plan = seal.prepare(frozenset(ORDER["without"]))
    told, report = os.pipe()
    stray, _other_end = os.pipe()
    os.set_inheritable(stray, True)  # noqa: FBT003 - positional only
    pid = os.fork()
    if pid == 0:
        layers, blocked = canaries.prove(plan, keep={report}, memory_bytes=_MEMORY_BYTES, cpu_seconds=1)
        level = canaries.level_of(blocked, layers)
        os.write(report, json.dumps({"layers": layers, "blocked": blocked, "level": level}).encode())
        os._exit(0 if has_no_child() else 1)
    facts: dict[str, object] = json.loads(os.read(told, 1 << 16))
    _, end = os.waitpid(pid, 0)
    return {**facts, "left": sorted(litter() - left_before), "ended": os.waitstatus_to_exitcode(end)}


def litter() -> set[str]:
    """Files and shared memory that a canary may have left."""
    folders = (Path("/tmp"), Path("/dev/shm"))  # noqa: S108 - where canaries write
    files = {str(path) for folder in folders for path in folder.glob(".canary*")}
    segments = Path("/proc/sysvipc/shm").read_text(encoding="utf-8").splitlines()[1:]
    return files | {segment.split()[1] for segment in segments}


def has_no_child() -> bool:
    """Whether every child has been waited for; a filtered worker cannot ask, and can have none."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except (ChildProcessError, PermissionError):
        return True
    return False


if __name__ == "__main__":
    if ORDER["user"] is not None:
        os.setgroups([])
        os.setresgid(ORDER["user"], ORDER["user"], ORDER["user"])
        os.setresuid(ORDER["user"], ORDER["user"], ORDER["user"])
        syscalls.call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)
    sys.stdout.write(json.dumps(globals()[ORDER["fact"]]()))
