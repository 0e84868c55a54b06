"""Turns the facts of a run into `run.json`, and back, so that a comparison can say what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from grader.batch.laid import read_plain
from grader.model.report import Level  # noqa: TC001 - msgspec reads the types of `RunEntry`
from grader.report.escape import escape_json

if TYPE_CHECKING:
    from pathlib import Path

    from grader.batch.outcome import RunFacts

RUN_NAME: Final = "run.json"
FORMAT_VERSION: Final = 1


class RunEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a run as a whole."""

    format_version: Literal[1] = FORMAT_VERSION
    exercise: str
    max_score: int
    started: str
    seconds: float
    finished: bool
    isolation: Level
    digest: str
    parts: dict[str, str]


def written_run(facts: RunFacts) -> bytes:
    """Write the facts of a run as one line."""
    entry = RunEntry(
        exercise=facts.exercise,
        max_score=facts.max_score,
        started=facts.started.isoformat(timespec="seconds"),
        seconds=round(facts.seconds, 3),
        finished=facts.finished,
        isolation=facts.level,
        digest=facts.digest,
        parts=facts.parts,
    )
    return escape_json(msgspec.json.encode(entry).decode()).encode() + b"\n"


def read_run(folder: Path) -> RunEntry | None:
    """Read the facts of a run; None where they are not there or not of a form that we know."""
    data = read_plain(folder / RUN_NAME)
    try:
        return None if data is None else msgspec.json.decode(data, type=RunEntry)
    except (msgspec.DecodeError, RecursionError):
        return None
