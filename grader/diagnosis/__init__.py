"""Turns a failing submission's observations into a diagnosis: what its author probably did, and clues.

catalogue     the known wrong solutions, and what each of them answers
matching      those that are wrong in the submission's own way
wrongs        wrong arrays beside the expected ones
clues         what all wrong results have in common, for any layer
course_clues  the same, for one exercise
advice        what mostly helps against an exception
forms         what mostly lies behind a wrong type or shape
probing       what another run on other cases shows
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from grader.diagnosis.clues import call_clues, decisive_clues, supporting_clues
from grader.diagnosis.course_clues import holding
from grader.diagnosis.matching import match
from grader.diagnosis.seen import Seen
from grader.diagnosis.wrongs import wrongs_of
from grader.model.diagnosis import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case, Visibility
    from grader.model.diagnosis import Clue
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation

MISCONCEPTIONS_MAX: Final = 3
CLUES_MAX: Final = 4
PUBLIC_ONLY: Final[tuple[Visibility, ...]] = ("public",)


def diagnose(
    catalogue: Catalogue,
    seen: Iterable[tuple[Case, Observation, Judgement]],
    *,
    atol: float,
    visibilities: Collection[Visibility] = PUBLIC_ONLY,
) -> Diagnosis | None:
    """Say what can be said of why a submission fails.

    Parameters
    ----------
    catalogue : Catalogue
        The misconceptions and the clues of the exercise. Its files are executed when they are first needed.
    seen : iterable of (Case, Observation, Judgement)
        The judged cases, right ones too, in any order.
    atol : float
        The largest absolute error that counts as the same.
    visibilities : collection of str
        The cases from which a misconception may be named. Clues come of public cases alone: they tell of
        values.

    Returns
    -------
    Diagnosis or None
        At most three misconceptions, in the order of their ids (more could be anything, and then none is
        named), and at most four clues. None when there is nothing to say.

    Raises
    ------
    CourseError
        When a file of the catalogue that is needed cannot be loaded or used.
    """
    ordered = sorted((Seen(*one) for one in seen), key=lambda one: one.case.spec.name)
    usable = [one for one in ordered if one.case.spec.visibility in visibilities]
    public = [one for one in ordered if one.case.spec.visibility == "public"]
    with np.errstate(all="ignore"):  # A submission's numbers may be as large as numbers can be.
        known = match(catalogue, usable, atol=atol)
        clues = _clues(catalogue, public)
    misconceptions = known if len(known) <= MISCONCEPTIONS_MAX else ()
    if not misconceptions:
        clues = (*_helping(public), *clues)[:CLUES_MAX]
    if not misconceptions and not clues:
        return None
    return Diagnosis(misconceptions=misconceptions, clues=clues)


def _helping(seen: Sequence[Seen]) -> tuple[Clue, ...]:
    from grader.diagnosis.advice import advice  # noqa: PLC0415 - a right submission needs none
    from grader.diagnosis.forms import form_clues  # noqa: PLC0415 - as above

    return (*advice(seen), *form_clues(seen))


def _clues(catalogue: Catalogue, seen: Sequence[Seen]) -> tuple[Clue, ...]:
    wrongs = wrongs_of(catalogue.exercise, seen)
    decisive = decisive_clues(wrongs)
    if decisive:
        return decisive[:CLUES_MAX]
    own = holding(catalogue.course_clues(), wrongs) if wrongs else ()
    return (*call_clues(seen), *own, *supporting_clues(wrongs))[:CLUES_MAX]
