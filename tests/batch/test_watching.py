from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from grader.batch.watching import WatchedSandbox
from grader.errors import InternalError
from grader.messages import message
from grader.model.observation import Crashed, NotRun, Returned, SandboxFailed, TimedOut, Unloadable
from grader.sandbox.interface import Job, Stimulus
from grader.sandbox.scripted import ScriptedSandbox

if TYPE_CHECKING:
    from grader.model.observation import Observation

KILLED = Crashed(signal=signal.SIGKILL)
FINE = Returned(values={})
STIMULUS = Stimulus(target="X", construct=(), calls=())


def job() -> Job:
    return Job(source="", modules=(), stimuli=(STIMULUS,), wall_seconds=1.0, memory_bytes=1, output_bytes=1)


def seen(*observations: Observation) -> tuple[Observation, WatchedSandbox, int]:
    """Run one job in a sandbox that answers so, one time after the other."""
    script = list(observations)

    def answer(_stimulus: Stimulus) -> Observation:
        return script.pop(0) if len(script) > 1 else script[0]

    watched = WatchedSandbox(ScriptedSandbox(answer))
    found = watched.run(job()).runs[0].observation
    return found, watched, len(observations) - len(script)


@pytest.mark.parametrize("killed", [KILLED, Unloadable(cause=KILLED)])
def test_a_worker_that_was_killed_from_outside_costs_nothing(killed: Observation) -> None:
    assert seen(killed, killed, FINE)[0] == FINE


def test_who_is_killed_every_time_did_it_themselves() -> None:
    assert seen(KILLED, KILLED, KILLED, FINE)[0] == KILLED


def test_another_signal_is_the_submissions_own() -> None:
    crashed = Crashed(signal=signal.SIGSEGV)
    assert seen(crashed, FINE)[0] == crashed


@pytest.mark.parametrize(
    ("observation", "late"),
    [
        (TimedOut(limit_seconds=1.0), True),
        (TimedOut(limit_seconds=1.0, clock="cpu"), True),
        (Unloadable(cause=TimedOut(limit_seconds=1.0)), True),
        (NotRun(), True),
        (FINE, False),
        (KILLED, False),
    ],
)
def test_limits_of_time_are_noted(observation: Observation, *, late: bool) -> None:
    assert seen(observation)[1].timed_out is late


def test_our_failures_are_noted() -> None:
    assert seen(SandboxFailed(detail="no room"))[1].failure == "no room"


def test_a_sandbox_that_gives_up_is_noted() -> None:
    def answer(_stimulus: Stimulus) -> Observation:
        raise InternalError(message("sandbox.no_worker", detail="no room"))

    watched = WatchedSandbox(ScriptedSandbox(answer))
    with pytest.raises(InternalError):
        watched.run(job())
    assert "no room" in (watched.failure or "")
