"""A case: one construction, its calls, their inputs and, once the reference was asked, what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from grader.model.exercise import Draw, Exercise, Step, Text

Array: TypeAlias = "NDArray[np.generic[Any]]"
Visibility: TypeAlias = Literal["public", "hidden"]

REAL_KINDS: Final = "biuf"
"""The `dtype.kind` of arrays of real numbers; no others can be compared."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """An input that is drawn from the case's seed, in its own stream."""

    shape: tuple[int, ...]
    draw: Draw


class Literally(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """An input whose values stand in the case file."""

    array: Array


class CaseSpec(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A case as its author wrote it, checked and with every default filled in.

    Parameters
    ----------
    target : str
        The class to construct.
    construct : tuple of str
        The params and inputs that its constructor takes, in order.
    dims : dict
        The sizes that the shapes of the inputs gave to the exercise's symbols, such as `{"B": 2}`.
    steps : tuple of Step
        The case's own steps, or else those of its target.
    tags : tuple of str
        Those of the author, then those whose condition holds.
    timeout_seconds : float or None
        A limit for this case alone, below that of the whole run.
    path, line : Path, int or None
        Where it is written, to say so when it turns out later to be wrong.
    """

    name: str
    target: str
    construct: tuple[str, ...]
    seed: int | None
    params: dict[str, int | float]
    dims: dict[str, int]
    inputs: dict[str, Drawn | Literally]
    steps: tuple[Step, ...]
    visibility: Visibility = "public"
    points: int = 0
    tags: tuple[str, ...] = ()
    timeout_seconds: float | None = None
    explain: Text | None = None
    path: Path | None = None
    line: int | None = None


class Suite(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All the cases of an exercise, in the order of their files."""

    exercise: Exercise
    cases: tuple[CaseSpec, ...]
    paths: tuple[Path, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True, eq=False, weakref=True):
    """A case that is ready to be run and judged: inputs drawn, the reference asked.

    `expected` maps the name of each observed value to what the reference gives, in the order of the steps.
    All arrays are read-only. A case never crosses the trust boundary: a submission gets copies of `inputs`.
    """

    spec: CaseSpec
    inputs: dict[str, Array]
    expected: dict[str, Array]
