"""Turns the inputs of a case into what is special about their values, in words that fit any exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grader.audit.ties import decided_by_ties
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from grader.messages import Message
    from grader.model.case import Array, Case

TIES: Final = "ties"
"""The tag of cases in which equal values are meant to decide."""
WELL_ABOVE: Final = 100.0
"""So many times the tolerance must the largest expected value be, or zeros would nearly pass."""


class Fact(NamedTuple):
    """A word for machines, and a sentence."""

    id: str
    told: Message


def facts(reference: ModuleType, case: Case, *, atol: float) -> tuple[Fact, ...]:
    """Find out what is special about the values of a case.

    Parameters
    ----------
    reference : module
        The exercise's.
    atol : float
        The largest absolute error that passes.
    """
    deciding = decided_by_ties(reference, case, atol=atol)
    found = [Fact(TIES, message("audit.fact_ties", names=", ".join(deciding)))] if deciding else []
    found += (fact for name, array in case.inputs.items() for fact in _facts(name, array, deciding))
    single = [name for name, size in case.spec.dims.items() if size == 1]
    return (*found, *(Fact("single", message("audit.fact_single", name=name)) for name in single))


def _facts(name: str, array: Array, deciding: tuple[str, ...]) -> Iterator[Fact]:
    if array.dtype.kind in "iu":
        yield Fact("integer", message("audit.fact_integer", name=name, dtype=array.dtype.name))
    elif array.dtype != np.float64:
        yield Fact("narrow", message("audit.fact_narrow", name=name, dtype=array.dtype.name))
    if array.size > 1 and array.min() == array.max():
        yield Fact("constant", message("audit.fact_constant", name=name))
    elif name not in deciding and np.unique(array).size < array.size:
        yield Fact("equal", message("audit.fact_equal", name=name))
    if array.max() < 0:
        yield Fact("negative", message("audit.fact_negative", name=name))


def own_values(case: Case) -> Iterator[tuple[str, float]]:
    """Give the largest magnitude of each expected value that a student's code computes."""
    for step in case.spec.steps:
        for seen in () if step.given else step.observe:
            values = np.abs(np.asarray(case.expected[seen.name], dtype=np.float64))
            yield seen.name, float(values.max(initial=0.0))
