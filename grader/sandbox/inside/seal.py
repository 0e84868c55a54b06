"""Turns a fresh fork of the zygote into a worker that can do nothing but compute: the layers, in their order.

Once, in the zygote:

    namespaces    an empty network, no shared memory of others            where the host allows it

In every worker, before it sees the submission; each later one rests on the earlier:

    descriptors   no terminal, nothing open but its own pipes, no environment
    rlimits       memory, processor time, no files, no core
    privileges    not root, no capabilities
    landlock      no files, no network, no signals to others, checked at the kernel's objects
    seccomp       no call that takes a path, makes a descriptor or a process, or reaches another process

A layer that the machine does not have is left out, and the level of isolation that the canaries prove says
so. A layer that the machine has and that fails raises: nothing of the submission may then run.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from . import descriptors, landlock, namespaces, privileges, rlimits, seccomp

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

LAYERS = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")

_STANDARD_DESCRIPTORS = frozenset({0, 1, 2})


class SealError(Exception):
    """A layer failed; the process may be half open and must end.

    Parameters
    ----------
    layer : str
        One of `LAYERS`.
    error : Exception
        What the layer raised, an OSError nearly always.
    """

    def __init__(self, layer: str, error: Exception) -> None:
        super().__init__(f"{layer}: {error}")
        self.layer = layer
        self.error = error


class Plan(NamedTuple):
    """What this machine has, and what is prepared once for every worker.

    `layers` are those that will be applied, `namespaces` those that the zygote is in, `ruleset` is Landlock's
    descriptor. `zygote` is the process that workers must be children of, `size_bytes` its address space, and
    `modules` the number of modules that it had loaded.
    """

    layers: tuple[str, ...]
    namespaces: tuple[str, ...]
    ruleset: int | None
    filter: seccomp.Filter | None
    zygote: int
    size_bytes: int
    modules: int


def prepare(without: AbstractSet[str] = frozenset()) -> Plan:
    """Find out which layers there are, by trying, and prepare them; to be called once, in the zygote.

    What all workers inherit is done to the zygote here: it enters the namespaces, for which it must have one
    thread only, leaves the terminal, forgets its environment, gives up what a program file could bring back,
    hides its memory, and takes the limits that are the same for all.

    Parameters
    ----------
    without : set of str
        Layers to leave out, to test the others.
    """
    entered = namespaces.enter_empty_world() if "namespaces" not in without else ()
    if "descriptors" not in without:
        descriptors.leave_terminal()
        descriptors.forget_environment()
    if "privileges" not in without:
        privileges.empty_bounding_set()
        privileges.hide_memory()
    if "rlimits" not in without:
        rlimits.limit_the_same()
    ruleset = _ruleset() if "landlock" not in without else None
    calls = _filter() if "seccomp" not in without else None
    size_bytes = _size_bytes()
    missing = {
        "namespaces": not entered,
        "rlimits": size_bytes == 0,
        "landlock": ruleset is None,
        "seccomp": calls is None,
    }
    layers = tuple(name for name in LAYERS if name not in without and not missing.get(name, False))
    return Plan(layers, entered, ruleset, calls, os.getpid(), size_bytes, len(sys.modules))


def recount(plan: Plan) -> Plan:
    """Take note of the modules that the zygote has loaded since, and of the room that they take."""
    threads, size_bytes = rlimits.threads_and_size() if plan.size_bytes else (1, 0)
    if threads != 1:
        raise _too_many(threads)
    return plan._replace(size_bytes=size_bytes, modules=len(sys.modules))


def leave_out(plan: Plan, layer: str) -> Plan:
    """Make a plan without a layer that failed in a probe worker; what the zygote has entered, it stays in."""
    return plan._replace(
        layers=tuple(name for name in plan.layers if name != layer),
        ruleset=None if layer == "landlock" else plan.ruleset,
        filter=None if layer == "seccomp" else plan.filter,
    )


def seal(plan: Plan, *, keep: AbstractSet[int], memory_bytes: int, cpu_seconds: int) -> tuple[str, ...]:
    """Give up everything, for good; to be called in a child of the zygote, with one thread.

    Parameters
    ----------
    plan : Plan
        What `prepare` returned.
    keep : set of int
        Descriptors that stay open, beside 0, 1 and 2.
    memory_bytes : int
        Memory beyond what this process has now.
    cpu_seconds : int
        Processor time.

    Returns
    -------
    tuple of str
        The layers in force, those of the zygote too.

    Raises
    ------
    SealError
        When one failed.
    """
    confined = confine(plan, keep=keep, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    return (*confined, *filter_calls(plan))


def confine(plan: Plan, *, keep: AbstractSet[int], memory_bytes: int, cpu_seconds: int) -> tuple[str, ...]:
    """Apply every layer but the last; parameters as for `seal`."""
    if "descriptors" in plan.layers:
        _attempt("descriptors", partial(_keep_only_pipes, keep, ruleset=plan.ruleset))
    if "rlimits" in plan.layers:
        _attempt("rlimits", partial(_limit, plan, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds))
    if "privileges" in plan.layers:
        _attempt("privileges", _drop_privileges)
    _attempt("privileges", partial(_bind, plan.zygote))
    if plan.ruleset is not None:
        _attempt("landlock", partial(landlock.enter, plan.ruleset))
    return tuple(name for name in plan.layers if name != "seccomp")


def filter_calls(plan: Plan) -> tuple[str, ...]:
    """Apply the last layer, on top of `confine`."""
    if plan.filter is None:
        return ()
    _attempt("seccomp", partial(seccomp.enter, plan.filter))
    return ("seccomp",)


def _attempt(layer: str, step: Callable[[], None]) -> None:
    try:
        step()
    except (OSError, ValueError) as error:  # setrlimit raises either
        raise SealError(layer, error) from error


def _keep_only_pipes(keep: AbstractSet[int], *, ruleset: int | None) -> None:
    descriptors.leave_group()
    descriptors.close_all_but({*_STANDARD_DESCRIPTORS, *keep, *(() if ruleset is None else (ruleset,))})


def _limit(plan: Plan, *, memory_bytes: int, cpu_seconds: int) -> None:
    threads, size_bytes = 1, plan.size_bytes
    if (
        len(sys.modules) != plan.modules
    ):  # loaded since the fork, they take room, and could have started a thread
        threads, size_bytes = rlimits.threads_and_size()
    if threads != 1:
        raise _too_many(threads)
    rlimits.limit(address_space_bytes=size_bytes + memory_bytes, cpu_seconds=cpu_seconds)


def _too_many(threads: int) -> OSError:
    return OSError(errno.EBUSY, f"{threads} threads, and the layers after this one would cover one")


def _drop_privileges() -> None:
    privileges.leave_root()
    privileges.drop_capabilities()


def _bind(zygote: int) -> None:
    """Do what the layers after it rely on, and what keeps a worker from outliving the zygote."""
    privileges.die_with(zygote)
    privileges.hide_memory()
    privileges.forbid_new_privileges()


def _size_bytes() -> int:
    try:
        return rlimits.threads_and_size()[1]
    except OSError:  # no /proc
        return 0


def _ruleset() -> int | None:
    try:
        return landlock.create_ruleset()
    except OSError:
        return None


def _filter() -> seccomp.Filter | None:
    return seccomp.assemble() if seccomp.available() else None
