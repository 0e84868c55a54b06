"""Turns the small example of a document into text: parameters, inputs, what was expected, what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from grader.report.numbers import format_for, written

if TYPE_CHECKING:
    from grader.report.document import ArrayEntry, Number, SmallExample
    from grader.report.look import Look

MOST_VALUES: Final = 400
WIDTH: Final = 90


def example_text(example: SmallExample, look: Look) -> str:
    """Write a small example, one array below another."""
    given = ", ".join(f"{name}={_number(value)}" for name, value in example.params.items())
    results = (
        (f"{look.words('expected')} {example.value}", example.expected),
        (f"{look.words('actual')} {example.value}", example.actual),
    )
    arrays = [*example.inputs.items(), *results]
    return "\n".join([*([given] if given else []), *(_array(name, array) for name, array in arrays)])


def _array(name: str, array: ArrayEntry) -> str:
    values = [float(value) for value in array.values]
    form = format_for([], values)
    shown = np.array2string(
        np.array(values).reshape(array.shape),
        formatter={"float_kind": lambda value: written(float(value), form)},
        separator=", ",
        prefix=f"{name} = ",
        max_line_width=WIDTH,
        threshold=MOST_VALUES,
    )
    return f"{name} = {shown}"


def _number(value: Number) -> str:
    return f"{value:g}" if isinstance(value, float) else value
