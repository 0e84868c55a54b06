"""Turns judged cases, one of which failed, into a diagnosis: misconceptions, clues, and a smaller example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.diagnosis import diagnose
from grader.diagnosis.damaged import damage
from grader.diagnosis.probing import Prober
from grader.errors import GraderError
from grader.model.diagnosis import Diagnosis
from grader.model.judgement import WrongValues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.exercise import Exercise
    from grader.model.seen import Seen
    from grader.pipeline.hints import Hints
    from grader.sandbox.interface import Job, Sandbox


def explain(
    hints: Hints, exercise: Exercise, judged: Sequence[Seen], job: Job, sandbox: Sandbox
) -> Diagnosis | None:
    """Say what the failures look like; nothing where that cannot be said, for whatever reason.

    Parameters
    ----------
    hints : Hints
        What to explain with.
    exercise : Exercise
        It says from which cases a misconception may be named.
    judged : sequence of Seen
        Every case.
    job : Job
        The submission, to be run again on cases of our making.
    sandbox : Sandbox
        Where that is done.
    """
    damaged = damage(judged, job.source)
    if damaged is not None:
        return Diagnosis(clues=(damaged,))
    try:
        found = diagnose(
            hints.catalogue(exercise), judged, atol=exercise.tolerance.atol, visibilities=exercise.hints
        )
        return _with_example(found, exercise, judged, job, sandbox) if hints.examples else found
    except GraderError:  # a broken catalogue costs nobody a report: `grade cases audit` tells its authors
        return None


def _with_example(
    found: Diagnosis | None, exercise: Exercise, judged: Sequence[Seen], job: Job, sandbox: Sandbox
) -> Diagnosis | None:
    first = next((one for one in judged if not one.passed and one.case.spec.visibility == "public"), None)
    mismatch = None if first is None else first.judgement.mismatch
    if first is None or mismatch is None or mismatch.given or "public" not in exercise.hints:
        return found
    if not isinstance(mismatch.difference, WrongValues):
        return found
    prober = Prober(exercise, job, sandbox)
    example = prober.small_example(first.case.spec)
    known = found or Diagnosis()
    clues = known.clues if known.misconceptions else (*prober.clues(first.case), *known.clues)
    if example is None and not clues and not known.misconceptions:
        return None
    return msgspec.structs.replace(known, clues=clues, small_example=example)
