"""What a sealed worker is, from outside, and that a layer that fails ends it."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.inside import privileges
from grader.sandbox.inside.seal import LAYERS

if TYPE_CHECKING:
    from tests.isolation.conftest import Script


def facts(script: Script, fact: str, user: int | None, *, without: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - JSON
    return json.loads(script("seal_facts.py", {"fact": fact, "user": user, "without": without}))


@pytest.fixture
def status(script: Script, user: int | None) -> dict[str, Any]:
    told: dict[str, Any] = facts(script, "status", user)
    return told


def test_a_worker_is_nobody_special(status: dict[str, Any], user: int | None) -> None:
    was_root = user is None and os.geteuid() == 0
    if was_root:
        assert status["Uid"] == [str(privileges.USERS + int(status["Pid"][0]))] * 4
        assert status["Gid"] == ["65534"] * 4
        assert status["Groups"] == []
        assert int(status["CapBnd"][0], 16) == 0
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[kind][0], 16) == 0
    assert status["NoNewPrivs"] == ["1"]
    assert status["Seccomp"] == ["2"]
    assert status["looked into"] == []
    assert status["session"] == [True, True]


def test_limits_are_hard(status: dict[str, Any]) -> None:
    size_bytes = int(status["VmSize"][0]) * 1024
    limits = status["limits"]
    soft, hard = limits["Max address space"]
    assert soft == hard
    assert size_bytes <= int(hard) <= size_bytes + (257 << 20)
    assert limits["Max cpu time"] == ["1", "2"]
    assert limits["Max open files"] == ["32", "32"]
    for name in ("Max file size", "Max core file size", "Max locked memory", "Max msgqueue size"):
        assert limits[name] == ["0", "0"], name
    assert limits["Max stack size"] == [str(8 << 20)] * 2


def test_a_worker_dies_with_its_zygote(script: Script, user: int | None) -> None:
    everyone_who_could_write_has_ended = facts(script, "death_of_the_zygote", user)
    assert everyone_who_could_write_has_ended == "the zygote is dead"


def test_a_worker_whose_zygote_ended_before_it_was_sealed_is_killed_too(
    script: Script, user: int | None
) -> None:
    assert facts(script, "end_of_an_orphan", user) == -signal.SIGKILL


def test_a_layer_that_fails_stops_the_worker(script: Script, user: int | None) -> None:
    told = facts(script, "broken_layers", user)
    assert told["no limits"].startswith("rlimits: ")
    assert told["no limits, left out"] == "sealed"
    assert "rlimits" not in told["layers without /proc"]
    assert told["no ruleset"].startswith("landlock: ")
    assert told["no program"].startswith("seccomp: ")


def test_a_second_thread_stops_the_worker(script: Script, user: int | None) -> None:
    assert facts(script, "second_thread", user).startswith("rlimits: [Errno 16] 2 threads")


def test_processor_time_ends(script: Script) -> None:
    assert facts(script, "spinning", None) in (["SIGXCPU"], ["SIGKILL"])


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_that_is_left_out_is_not_claimed(layer: str, script: Script, user: int | None) -> None:
    made, taken = facts(script, "layers_left", user, without=(layer,))
    assert layer not in {*made, *taken}
    assert {"descriptors", "rlimits", "privileges"} - {layer} <= {*made} & {*taken}
