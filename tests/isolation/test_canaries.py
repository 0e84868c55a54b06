"""The level is what was tried and refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.inside import canaries, landlock
from grader.sandbox.inside.seal import LAYERS

if TYPE_CHECKING:
    from tests.isolation.conftest import Script

NOT_BY_EVERY_HOST = {"parent_memory", "parent_environment", "read_file_before_filter"}


def prove(script: Script, user: int | None, *without: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(script("seal_facts.py", {"fact": "proof", "user": user, "without": without}))


def test_every_canary_is_stopped_by_all_layers(script: Script, user: int | None) -> None:
    proof = prove(script, user)
    has_landlock = landlock.abi() > 0
    assert {name for name, stopped in proof["blocked"].items() if not stopped} <= {"read_file_before_filter"}
    assert proof["blocked"]["read_file_before_filter"] == has_landlock
    assert proof["level"] == ("A" if has_landlock else "B")


def test_without_landlock_the_level_is_b(script: Script, user: int | None) -> None:
    assert prove(script, user, "landlock")["level"] == "B"


def test_without_the_filter_the_level_is_lower(script: Script, user: int | None) -> None:
    proof = prove(script, user, "seccomp")
    assert proof["level"] == ("C" if landlock.abi() > 0 else "N")
    assert not proof["blocked"]["fork"]
    assert not proof["blocked"]["stat_file"]


@pytest.mark.parametrize("layer", ["descriptors", "rlimits"])
def test_what_one_layer_alone_stops_is_missed_without_it(layer: str, script: Script) -> None:
    unstopped = {"descriptors": {"inherited_descriptors", "environment"}, "rlimits": {"memory_beyond_limit"}}
    proof = prove(script, None, layer)
    assert unstopped[layer] <= {name for name, stopped in proof["blocked"].items() if not stopped}
    assert proof["level"] == "C"


def test_every_canary_gets_through_without_layers(script: Script, user: int | None) -> None:
    proof = prove(script, user, *LAYERS)
    assert {name for name, stopped in proof["blocked"].items() if stopped} <= NOT_BY_EVERY_HOST
    assert proof["level"] == "N"


@pytest.mark.parametrize("without", [(), LAYERS], ids=["sealed", "open"])
def test_canaries_leave_nothing_behind(without: tuple[str, ...], script: Script, user: int | None) -> None:
    proof = prove(script, user, *without)
    assert proof["left"] == []
    assert proof["ended"] == 0


def verdicts(*unstopped: str) -> dict[str, bool]:
    names = ("read_file", "fork", "parent_memory", "parent_environment", "read_file_before_filter")
    return {name: name not in unstopped for name in names}


@pytest.mark.parametrize(
    ("level", "layers", "unstopped"),
    [
        ("A", ("landlock", "seccomp"), ()),
        ("B", ("landlock", "seccomp"), ("read_file_before_filter",)),
        ("B", ("seccomp",), ()),
        ("C", ("landlock",), ()),
        ("C", ("landlock", "seccomp"), ("fork",)),
        ("N", ("landlock", "seccomp"), ("read_file",)),
        ("N", ("seccomp",), ("parent_memory",)),
    ],
)
def test_level_is_no_better_than_its_proof(
    level: str, layers: tuple[str, ...], unstopped: tuple[str, ...]
) -> None:
    assert canaries.level_of(verdicts(*unstopped), layers) == level
