"""Turns a failing case into the misconception that explains it, where none explains all that fail.

Who makes several mistakes at once is told of those that show by themselves, one case after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis.matching import explaining_alone
from grader.messages import LANGS, message, say
from grader.model.diagnosis import Clue
from grader.model.exercise import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.seen import Seen


def one_case_clue(catalogue: Catalogue, one: Seen, passing: Sequence[Seen], *, atol: float) -> Clue | None:
    """Tell the one misconception that is wrong in a case's own way, and right wherever the submission is.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    one : Seen
        A failing case.
    passing : sequence of Seen
        Those that are right.
    atol : float
        The largest difference that counts as the same.

    Returns
    -------
    Clue or None
        None too where several misconceptions would do: it could be anything.
    """
    found = explaining_alone(catalogue, one, passing, atol=atol)
    if len(found) != 1:
        return None
    case, explanation = one.case.spec.name, found[0].explanation
    told = {
        lang: say(message("diagnosis.one_case", case=case, told=getattr(explanation, lang)), lang)
        for lang in LANGS
    }
    return Clue(id=f"as_{found[0].id}", told=Text(**told))
