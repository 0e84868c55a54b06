"""Every file of the shipped catalogue can be read, is wrong, and can be told from every other."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.diagnosis.catalogue import catalogue_folder
from grader.diagnosis.matching import is_right
from grader.oracle.solutions import Failed

if TYPE_CHECKING:
    from grader.diagnosis.catalogue import Answer
    from grader.model.diagnosis import Misconception
    from tests.diagnosis.conftest import Shipped

FOLDER = Path(__file__).parents[2] / "reference" / "misconceptions" / "maxpool_backward"
IDS = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))
# Kinds of case that no tag names; the others are tags.
KINDS = {"any", "batch", "channels", "stride", "window", "gaps"}


def known(shipped: Shipped, misconception_id: str) -> Misconception:
    return next(one for one in shipped.catalogue.misconceptions if one.id == misconception_id)


def killers(shipped: Shipped, misconception: Misconception) -> list[str]:
    """The cases that a misconception does not pass."""
    atol = shipped.exercise.tolerance.atol
    return [
        case.spec.name
        for case in shipped.cases
        if not is_right(shipped.catalogue.answer(misconception, case), case, atol=atol)
    ]


def fingerprint(answer: Answer) -> object:
    if isinstance(answer, Failed):
        return answer.call, answer.type_name, str(answer.error)
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in answer.items()}
    return tuple((name, array.shape, array.round(4).tobytes()) for name, array in arrays.items())


def test_catalogue_is_the_folder_of_the_exercise(shipped: Shipped) -> None:
    assert catalogue_folder(shipped.exercise) == FOLDER
    assert [one.id for one in shipped.catalogue.misconceptions] == IDS
    assert len(IDS) >= 30


@pytest.mark.parametrize("misconception_id", IDS)
def test_misconception_fails_at_least_two_cases(shipped: Shipped, misconception_id: str) -> None:
    assert len(killers(shipped, known(shipped, misconception_id))) >= 2


@pytest.mark.parametrize("misconception_id", IDS)
def test_misconception_fails_a_public_case(shipped: Shipped, misconception_id: str) -> None:
    public = {case.spec.name for case in shipped.cases if case.spec.visibility == "public"}
    assert public & set(killers(shipped, known(shipped, misconception_id)))


@pytest.mark.parametrize("misconception_id", IDS)
def test_misconception_shows_where_its_file_says(shipped: Shipped, misconception_id: str) -> None:
    misconception = known(shipped, misconception_id)
    found = set(killers(shipped, misconception))
    for kind in misconception.shows:
        tagged = {case.spec.name for case in shipped.cases if kind in case.spec.tags}
        assert found & tagged or kind in KINDS, kind


def test_no_two_misconceptions_answer_alike(shipped: Shipped) -> None:
    public = [case for case in shipped.cases if case.spec.visibility == "public"]
    prints = {
        one.id: [fingerprint(shipped.catalogue.answer(one, case)) for case in public]
        for one in shipped.catalogue.misconceptions
    }
    assert [pair for pair in combinations(prints, 2) if prints[pair[0]] == prints[pair[1]]] == []


@pytest.mark.parametrize("misconception_id", IDS)
def test_explanation_is_short_and_ends_with_a_nudge(shipped: Shipped, misconception_id: str) -> None:
    told = known(shipped, misconception_id).explanation
    assert len(told.en) <= 420
    assert len(told.zh) <= 180
    assert re.search(r"[?？]|[Cc]ompare|[Tt]ry|Write down|比一比|试试|比一比。|逐个", told.en + told.zh)


@pytest.mark.parametrize("misconception_id", IDS)
def test_explanation_in_chinese_has_no_broken_lines(shipped: Shipped, misconception_id: str) -> None:
    told = known(shipped, misconception_id).explanation.zh
    assert re.search(r"[\u4e00-\u9fff]{4}", told)
    assert not re.search(r"[\u4e00-\u9fff，。：；] [\u4e00-\u9fff，。：；]", told)
    assert not re.search(r"[\u4e00-\u9fff][,;:?!]", told)
