"""A probe tries what a worker must not be able to do; what nothing stops is open, and the level says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from grader.cli.doctor import examine
from grader.errors import InternalError
from grader.messages import LANGS, message, say
from grader.model.report import Isolation, Level
from grader.sandbox.confinement import Confinement, Hold, Unconfined, confinement_of
from grader.sandbox.jobobject import JobObject
from grader.sandbox.proving import prove
from grader.sandbox.seatbelt import SANDBOX_EXEC, Seatbelt
from grader.sandbox.spawned import SpawnedSandbox
from tests.sandbox.conftest import Bench, layer

BY_THE_PROCESS_ITSELF = {"environment", "raise_limit", "memory_beyond_limit"}
"""What a worker gives up without help on Linux; macOS limits no memory, Windows has none of these limits."""


class LevelOfEnvironment(Unconfined):
    """Asks for no more than what every worker does itself."""

    level: ClassVar[Level] = "M"
    layers: ClassVar[tuple[str, ...]] = ("process_limits",)
    needed: ClassVar[frozenset[str]] = frozenset({"environment"})


class LevelOfFork(LevelOfEnvironment):
    """Asks for what nothing here stops."""

    needed: ClassVar[frozenset[str]] = frozenset({"environment", "execute"})


class LevelOfUnknown(LevelOfEnvironment):
    """Asks for what the probe never tries."""

    needed: ClassVar[frozenset[str]] = frozenset({"invented"})


class Unattachable(LevelOfEnvironment):
    """Cannot take hold of what was started."""

    def attach(self, pid: int, *, memory_bytes: int, cpu_seconds: int) -> Hold:
        del memory_bytes, cpu_seconds
        told = f"no room for {pid}"
        raise OSError(told)


@pytest.fixture(scope="module")
def free() -> Isolation:
    return prove(Unconfined())


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker can do itself differs")
def test_what_nothing_stops_gets_through(free: Isolation) -> None:
    assert {name for name, stopped in free.canaries.items() if stopped} == BY_THE_PROCESS_ITSELF
    assert free.level == "N"


def test_what_a_confinement_needs_is_tried(free: Isolation) -> None:
    assert JobObject.needed <= free.canaries.keys()
    if sys.platform != "win32":
        assert Seatbelt.needed <= free.canaries.keys()


def test_canaries_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    prove(Unconfined())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("confinement", "level"), [(LevelOfEnvironment(), "M"), (LevelOfFork(), "N"), (LevelOfUnknown(), "N")]
)
def test_the_level_is_what_was_proved(confinement: Confinement, level: str) -> None:
    isolation = prove(confinement)
    assert isolation.level == level
    assert isolation.layers == ("process_limits",)
    assert isolation.canaries["environment"]


def test_what_cannot_be_held_is_told() -> None:
    isolation = prove(Unattachable())
    assert isolation.level == "N"
    assert isolation.canaries == {}
    assert "no room for" in isolation.failed["process_limits"]


def children() -> set[str]:
    """The processes that this one has started, zombies too, where they can be listed."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(listed.read_text(encoding="ascii").split()) if listed.exists() else set()


def test_a_worker_that_cannot_be_held_is_given_nothing() -> None:
    before = children()
    sandbox = SpawnedSandbox(confinement=Unattachable())
    sandbox._isolation = Isolation(level="M")  # noqa: SLF001 - it could be held when it was proved
    with pytest.raises(InternalError):
        Bench(sandbox, "unattachable").case(layer())
    assert children() <= before


def test_the_probe_is_asked_once() -> None:
    sandbox = SpawnedSandbox(confinement=LevelOfEnvironment())
    assert sandbox.isolation is sandbox.isolation


@pytest.mark.parametrize(
    ("platform", "kind"), [("linux", Unconfined), ("freebsd14", Unconfined), ("win32", JobObject)]
)
def test_each_system_has_its_confinement(platform: str, kind: type) -> None:
    assert type(confinement_of(platform)) is kind


def test_seatbelt_is_used_where_its_tool_is() -> None:
    kind = Seatbelt if os.access(SANDBOX_EXEC, os.X_OK) else Unconfined
    assert type(confinement_of("darwin")) is kind


@pytest.mark.parametrize("lang", LANGS)
def test_doctor_has_words_for_everything(free: Isolation, lang: str) -> None:
    assert lang in LANGS
    for name in (*Seatbelt.layers, *JobObject.layers):
        assert say(message(f"doctor.{name}"), "en")
        assert say(message(f"doctor.remedy_{name}"), "zh")
    for name in (*free.canaries, *Seatbelt.needed, *JobObject.needed):
        assert say(message(f"doctor.canary_{name}"), "zh")


def told(isolation: Isolation) -> str:
    return "\n".join(examine(isolation, "en"))


def test_doctor_says_that_macos_limits_no_memory() -> None:
    canaries = dict.fromkeys(sorted(Seatbelt.needed), True) | {"memory_beyond_limit": False}
    text = told(Isolation(level="M", layers=Seatbelt.layers, canaries=canaries))
    assert "level M: files and the network are out of reach; memory is not limited" in text
    assert "memory is NOT" in text
    assert "OPEN     take more memory than allowed" in text
    assert "seccomp" not in text


def test_doctor_says_that_windows_leaves_files_and_network_open() -> None:
    canaries = {"read_file": False, "connect_tcp": False, "execute": True, "memory_beyond_limit": True}
    text = told(Isolation(level="W", layers=JobObject.layers, canaries=canaries))
    assert "level W" in text
    assert "files and the network are NOT out of reach" in text
    assert "OPEN     read a file" in text
    assert "stopped  run a program" in text


def test_doctor_says_what_is_missing() -> None:
    text = told(Isolation(level="N", failed={"seatbelt": "line 1\x1b[2J"}))
    assert "grade only code that you trust" in text
    assert "seatbelt: failed here (line 1\\x1b[2J)" in text
    assert "tried from inside" not in text
