"""Turns a statement and the case that is its sample into findings: what of the sample is not in it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from grader.audit.soundness import Finding
from grader.errors import Problem
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.model.case import Array, Case, Suite

SAMPLE: Final = "sample"
"""The name of the case that the statements show; where there is none, it is the first public one."""

# A name such as `x1` or a size such as `2×2` holds no number of the sample, and is passed over.
_NUMBER: Final = re.compile(r"(?<![\w.×])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w×])")


def sample_name(suite: Suite) -> str | None:
    """Name the case that the statements show; None where no case is public."""
    public = [spec.name for spec in suite.cases if spec.visibility == "public"]
    return SAMPLE if SAMPLE in public else next(iter(public), None)


def missing_parts(path: Path, text: str, title: str, sample: Case | None) -> Iterator[Finding]:
    """Hold a statement against its title and its sample.

    Parameters
    ----------
    path : Path
        For messages.
    text : str
        The statement.
    title : str
        What its first heading should be.
    sample : Case or None
        Its inputs, and the values that a student's code computes, should stand in the text.

    Notes
    -----
    An array stands in a text where its numbers follow each other there, row by row, however they are
    bracketed, and rounded as they may be, as numpy prints them.
    """
    heading = next((line for line in text.splitlines() if line.strip()), "")
    if heading.removeprefix("# ").strip() != title:
        told = message("exercise.other_title", found=heading, title=title)
        yield Finding("warning", Problem(told, path, 1))
    if sample is None:
        return
    shown = _NUMBER.findall(text)
    for name, array in _shown_values(sample):
        if not _stands_in(shown, [float(value) for value in array.reshape(-1)]):
            told = message("exercise.no_sample", name=name, case=sample.spec.name, count=array.size)
            yield Finding("error", Problem(told, path))


def _shown_values(sample: Case) -> Iterator[tuple[str, Array]]:
    yield from sample.inputs.items()
    for step in sample.spec.steps:
        yield from ((seen.name, sample.expected[seen.name]) for seen in step.observe if not step.given)


def _stands_in(shown: Sequence[str], values: Sequence[float]) -> bool:
    """Tell whether numbers follow each other in a text, rounded to the decimals that are shown there."""
    numbers = [float(text) for text in shown]
    errors = [_rounding(text) for text in shown]
    count = len(values)
    return any(
        _equal(numbers[at : at + count], values, max_error=min(errors[at : at + count], default=0.0))
        for at in range(len(numbers) - count + 1)
    )


def _equal(shown: Sequence[float], values: Sequence[float], *, max_error: float) -> bool:
    within = 0.0 if math.isinf(max_error) else max_error
    pairs = zip(shown, values, strict=True)
    return all(math.isclose(one, other, rel_tol=1e-9, abs_tol=1.01 * within) for one, other in pairs)


def _rounding(text: str) -> float:
    """Give half a unit of the last decimal; infinity where there are none: `0.` rounds nothing."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent or 0) - decimals) if decimals else math.inf
