"""Turns a submission's text into the exercises of a course that it fits best.

A file is compared with the templates of the course, as text: it is never run and need not be valid Python.
No `exercise.yaml` is read. What is looked at, the strongest evidence first:

1. the classes of the template: defined in the file, or at least mentioned;
2. the regions between Begin and End: those of the template alone, or among others, in the same methods;
3. the methods that are to be written: mentioned at all;
4. the given code of the template: all of it there. That tells apart only exercises about the same methods:
   one that asks for what the other's template does not have fits as well.

Where a file has no class of any template, as it was misspelt, the template counts of whose given code most is
there, if that is three quarters of it; else the one whose classes are called nearly as one in the file.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.errors import CourseError, UsageError
from grader.messages import message
from grader.submission.outline import given_statements, outline
from grader.submission.words import words
from grader.suite.text import read_text
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.submission.outline import Outline
    from grader.suite.course import Course

_LEAST_SHARE: Final = 0.75
_LEAST_LIKENESS: Final = 0.8
_MOST_CLASSES: Final = 64
_LONGEST_CLASS: Final = 64


class Why(Enum):
    """How an exercise came to be chosen."""

    NAMED = "named"
    ONLY = "only"
    FOUND = "found"
    USUAL = "usual"
    """Of several that fit, it is the course's default."""
    NOTHING_FITS = "nothing_fits"
    """It is the course's default, and the file looks like none."""


class Choice(NamedTuple):
    """The exercise that was chosen, why, and which others fit as well."""

    exercise_id: str
    why: Why
    others: tuple[str, ...] = ()


class UndecidedError(UsageError):
    """A file fits several exercises equally well, or none, and the course has no default that would do.

    Parameters
    ----------
    fitting : tuple of str
        The ids of those that it fits.
    """

    def __init__(self, fitting: tuple[str, ...], ids: Sequence[str]) -> None:
        key = "choosing.several" if fitting else "choosing.none"
        super().__init__(message(key, ids=", ".join(fitting or ids)))
        self.fitting = fitting


class Candidate(NamedTuple):
    """An exercise by its template."""

    id: str
    template: str
    outline: Outline


def choose(course: Course, source: str, *, named: str | None = None) -> Choice:
    """Choose the exercise that a submission is meant for.

    Parameters
    ----------
    course : Course
        Whose exercises there are to choose from.
    source : str
        The submission's text; empty where it could not be read.
    named : str or None
        The exercise that was named, which decides; that it is there is not looked at.

    Raises
    ------
    UndecidedError
        Several fit, or none does, and no default decides.
    UsageError
        The course has no exercise.
    CourseError
        The course's own file is wrong.
    """
    if named is not None:
        return Choice(named, Why.NAMED)
    unit = load_unit(course)
    if not unit.levels:
        raise UsageError(message("cli.no_exercise"))
    if len(unit.levels) == 1:
        return Choice(unit.levels[0], Why.ONLY)
    fitting = fitting_exercises(candidates_of(course, unit.levels), source)
    if len(fitting) == 1:
        return Choice(fitting[0], Why.FOUND)
    if unit.default is None or (fitting and unit.default not in fitting):
        raise UndecidedError(fitting, unit.levels)
    others = tuple(name for name in fitting if name != unit.default)
    return Choice(unit.default, Why.USUAL if others else Why.NOTHING_FITS, others)


def candidates_of(course: Course, ids: Iterable[str]) -> list[Candidate]:
    """Read the templates of exercises; one that has none, or a broken one, is not found by it."""
    return [found for name in ids if (found := _candidate(course, name)) is not None]


def fitting_exercises(candidates: Sequence[Candidate], source: str) -> tuple[str, ...]:
    """Give the exercises that a text fits best, in the order in which they come; none where it fits none."""
    if not source.strip() or not candidates:
        return ()
    own, mentioned = outline(source), words(source)
    best, share = _best(candidates, lambda one: _class_share(one.outline, own, mentioned))
    if not share:
        return _by_given_code(candidates, source) or _by_near_names(candidates, own)
    best, _ = _best(best, lambda one: _region_match(one.outline, own))
    best, _ = _best(best, lambda one: {place.method for place in one.outline.regions} <= mentioned)
    if len(best) > 1:
        statements = given_statements(source) or frozenset()
        whole = [one for one in best if _given_share(one, statements) == 1] or best
        best = [one for one in best if one in whole or not any(_has_methods(two, one) for two in whole)]
    return tuple(one.id for one in best)


def _candidate(course: Course, exercise_id: str) -> Candidate | None:
    try:
        text = read_text(course.exercise_folder(exercise_id) / "template.py").replace("\r\n", "\n")
    except CourseError:
        return None
    return Candidate(exercise_id, text, outline(text))


def _best(
    candidates: Sequence[Candidate], measure: Callable[[Candidate], float]
) -> tuple[list[Candidate], float]:
    """Keep those for which a measure is greatest, and say how great."""
    measured = [(one, measure(one)) for one in candidates]
    greatest = max(value for _, value in measured)
    return [one for one, value in measured if value == greatest], greatest


def _class_share(template: Outline, own: Outline, mentioned: frozenset[str]) -> float:
    """Say how many of the template's classes are there; one that is only mentioned counts half."""
    if not template.classes:
        return 0.0
    found = sum((name in own.classes) + (name in mentioned) for name in template.classes)
    return found / (2 * len(template.classes))


def _region_match(template: Outline, own: Outline) -> int:
    """Say how well the regions agree: class and method of each, perhaps among others, the method, or not."""
    if own.regions == template.regions:
        return 3
    if template.regions and set(template.regions) <= set(own.regions):
        return 2
    return int([place.method for place in own.regions] == [place.method for place in template.regions])


def _by_given_code(candidates: Sequence[Candidate], source: str) -> tuple[str, ...]:
    statements = given_statements(source)
    if not statements:
        return ()
    best, share = _best(candidates, lambda one: _given_share(one, statements))
    return tuple(one.id for one in best) if share >= _LEAST_SHARE else ()


def _by_near_names(candidates: Sequence[Candidate], own: Outline) -> tuple[str, ...]:
    """Give those with the class that is most like one of the file; large and small letters are alike."""
    names = sorted(name.lower() for name in own.classes if len(name) <= _LONGEST_CLASS)[:_MOST_CLASSES]
    best, likeness = _best(candidates, lambda one: _likeness(one.outline.classes, names))
    return tuple(one.id for one in best) if likeness >= _LEAST_LIKENESS else ()


def _likeness(classes: Iterable[str], names: Sequence[str]) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415 - only where no class has its right name

    pairs = ((name.lower(), other) for name in classes for other in names)
    return max((SequenceMatcher(None, one, other).ratio() for one, other in pairs), default=0.0)


def _has_methods(candidate: Candidate, wanted: Candidate) -> bool:
    """Tell whether a template has every method that another exercise asks for, whatever is in it."""
    return set(wanted.outline.regions) <= candidate.outline.methods


def _given_share(candidate: Candidate, statements: frozenset[tuple[str, ...]]) -> float:
    """Say how much of a template's given code is among the statements of a file."""
    given = given_statements(candidate.template)
    return len(given & statements) / len(given) if given else 0.0
