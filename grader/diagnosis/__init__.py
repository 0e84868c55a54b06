"""Turns a failing submission's observations into a diagnosis: what its author probably did, and clues.

catalogue     the known wrong solutions, and what each of them answers
matching      those that are wrong in the submission's own way
wrongs        wrong arrays beside the expected ones
clues         what all wrong results have in common, for any layer
course_clues  the same, for one exercise
advice        what mostly helps against an exception
one_case      the known wrong solution that explains one case, where none explains all
damaged       what copying did to a line that is no Python
forms         what mostly lies behind a wrong type or shape
probing       what another run on other cases shows
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.diagnosis.clues import call_clues, decisive_clues, first_of, supporting_clues
from grader.diagnosis.course_clues import holding
from grader.diagnosis.matching import match
from grader.diagnosis.wrongs import wrongs_of
from grader.model.diagnosis import Diagnosis
from grader.model.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case, Visibility
    from grader.model.diagnosis import Clue
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation

MISCONCEPTIONS_MAX: Final = 3
CLUES_MAX: Final = 4
HELPING_MAX: Final = 2
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
        The judged cases, right ones too, in the order of the suite: what helps with the first that fails is
        told first.
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
    ordered = [Seen(*one) for one in seen]
    usable = [one for one in ordered if one.case.spec.visibility in visibilities]
    public = [one for one in ordered if one.case.spec.visibility == "public"]
    with np.errstate(all="ignore"):  # A submission's numbers may be as large as numbers can be.
        known = match(catalogue, usable, atol=atol)
        misconceptions = known if len(known) <= MISCONCEPTIONS_MAX else ()
        told = _clues(catalogue, public)
        if not misconceptions:
            named = "public" in visibilities and not told.decisive
            told = _with_help(told, catalogue, public, atol=atol, named=named)
    clues = (*told.decisive, *told.others)[:CLUES_MAX]
    if not misconceptions and not clues:
        return None
    return Diagnosis(misconceptions=misconceptions, clues=clues)


class _Clues(NamedTuple):
    """What all wrong results have in common: clues that say it all, or else those that say where to look."""

    decisive: tuple[Clue, ...]
    others: tuple[Clue, ...]


def _clues(catalogue: Catalogue, seen: Sequence[Seen]) -> _Clues:
    wrongs = wrongs_of(catalogue.exercise, seen)
    decisive = decisive_clues(wrongs)
    if decisive:
        return _Clues(decisive, ())
    own = holding(catalogue.course_clues(), wrongs) if wrongs else ()
    return _Clues((), (*call_clues(seen), *own, *supporting_clues(wrongs)))


def _with_help(
    told: _Clues, catalogue: Catalogue, seen: Sequence[Seen], *, atol: float, named: bool
) -> _Clues:
    """Add what helps with the failing cases: with the first before all else, with two of them at most."""
    from grader.diagnosis.advice import advice  # noqa: PLC0415 - a right submission needs none
    from grader.diagnosis.forms import form_clue  # noqa: PLC0415 - as above
    from grader.diagnosis.one_case import one_case_clue  # noqa: PLC0415 - as above

    passing = [one for one in seen if one.passed]

    def helping(one: Seen) -> Clue | None:
        alone = one_case_clue(catalogue, one, passing, atol=atol) if named else None
        return alone or advice(one) or form_clue(one)

    each = (helping(one) for one in seen if not one.passed)
    first = next(each, None)
    found = first_of(chain([first], each), HELPING_MAX)
    if first is None:
        return _Clues(told.decisive, (*found, *told.others))
    return _Clues((first, *told.decisive), (*found[1:], *told.others))
