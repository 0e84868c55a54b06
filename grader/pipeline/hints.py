"""Turns an exercise into what its failures are explained with, once one of them has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.diagnosis.catalogue import Catalogue
    from grader.model.exercise import Exercise


class Hints:
    """How the failures of one exercise are explained, for any number of submissions.

    Parameters
    ----------
    examples : bool
        Whether to run a failing submission again, to find a smaller example.
    """

    def __init__(self, *, examples: bool = True) -> None:
        self.examples = examples
        self._catalogue: Catalogue | None = None

    def catalogue(self, exercise: Exercise) -> Catalogue:
        """Give the exercise's catalogue; it is read when the first submission fails, and kept."""
        from grader.diagnosis.catalogue import load_catalogue  # noqa: PLC0415 - a right submission needs none

        if self._catalogue is None:
            self._catalogue = load_catalogue(exercise)
        return self._catalogue
