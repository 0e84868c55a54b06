"""An exercise as data: all that the engine has to know to call a student's class."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model.expression import Expression

Distribution: TypeAlias = Literal["permutation", "uniform", "normal", "integers", "one_hot"]
DType: TypeAlias = Literal["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text for people in both languages."""

    zh: str
    en: str


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of a submission may use."""

    wall_seconds: float = 20.0
    memory_bytes: int = 512 << 20
    output_bytes: int = 8 << 20


class Tolerance(msgspec.Struct, frozen=True, kw_only=True):
    """How far an observed value may be from the expected one: `abs(actual - expected) <= atol`."""

    atol: float = 1e-5


class GivenModule(msgspec.Struct, frozen=True, kw_only=True):
    """A module that a submission may import: the text of a course file under one or more names."""

    name: str
    aliases: tuple[str, ...] = ()
    source: str


class Param(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of a case: a number with bounds and perhaps a default."""

    name: str
    kind: Literal["int", "float"]
    minimum: float | None = None
    default: float | None = None


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """How the values of an input are drawn.

    Parameters
    ----------
    distribution : str
        `permutation`: distinct, evenly spaced values in a random order, none of them zero (so no ties, with
        padding either); `uniform`; `normal`: near-normal, the centred sum of twelve uniforms; `integers`:
        low <= value < high, with ties; `one_hot`: each row of the last axis is zero but for a single one.
    low, high : float
        The range of `permutation`, `uniform` and `integers`; `normal` has its mean in the middle and a
        standard deviation of half the range. A `permutation` of an integer dtype takes as many integers as it
        needs from `low` upwards, without zero. docs/draws.md has the details.
    dtype : str
        The dtype that the submission is given.
    """

    distribution: Distribution = "permutation"
    low: float = -1.0
    high: float = 1.0
    dtype: DType = "float64"


class InputRule(msgspec.Struct, frozen=True, kw_only=True):
    """An input of the exercise: what its axes are called or follow from, and how it is drawn by default.

    Parameters
    ----------
    open_axis : int or None
        Which entry of `shape` stands for one axis or more, whose sizes multiply to it. It is a lone name.
    """

    name: str
    shape: tuple[Expression, ...]
    draw: Draw = Draw()
    open_axis: int | None = None

    @property
    def axes(self) -> str:
        """The axes as they are written, such as `B, D...`."""
        return ", ".join(
            f"{axis.text}..." if at == self.open_axis else axis.text for at, axis in enumerate(self.shape)
        )

    def sizes(
        self, names: Mapping[str, int | float], opened: Mapping[str, tuple[int, ...]]
    ) -> tuple[int, ...]:
        """Work the shape out from what its names stand for, and from which sizes make up an open axis.

        Raises
        ------
        ExpressionError
            A size has no value.
        """
        shape: list[tuple[int, ...]] = [(int(axis.evaluate(names)),) for axis in self.shape]
        if self.open_axis is not None:
            at = self.open_axis
            shape[at] = opened.get(self.shape[at].text, shape[at])
        return tuple(chain.from_iterable(shape))

    def takes(self, count: int) -> bool:
        """Tell whether an array of so many axes can be this input."""
        return count == len(self.shape) if self.open_axis is None else count >= len(self.shape)

    def opened(self, sizes: tuple[int, ...]) -> tuple[int, tuple[int, ...]] | None:
        """Give the entry of `shape` that is open, and the sizes that it stands for in a given shape."""
        if self.open_axis is None:
            return None
        more = len(sizes) - len(self.shape)
        return self.open_axis, sizes[self.open_axis : self.open_axis + 1 + more]


class Observe(msgspec.Struct, frozen=True, kw_only=True):
    """One observed value: its name, where it comes from, and whether a bare number may stand for it."""

    name: str
    attribute: str | None = None  # None: what the call returned
    scalar: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a method: with which inputs or parameters, and what is observed after it.

    A step is `given` when the template holds its method ready: a wrong value there means that it was changed.
    """

    call: str
    args: tuple[str, ...]
    observe: tuple[Observe, ...]
    given: bool = False


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A class that the submission must define: its constructor's arguments and the calls of a case."""

    name: str
    construct: tuple[str, ...]
    steps: tuple[Step, ...]


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that a case carries when a condition on its parameters and shapes holds."""

    name: str
    condition: Expression


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one exercise; made by `grader.suite` from `exercise.yaml`.

    `hints` are the visibilities of the cases from which a student's misconception may be named.
    """

    id: str
    folder: Path
    title: Text
    reference: Path
    limits: Limits
    tolerance: Tolerance
    modules: tuple[GivenModule, ...]
    imports: tuple[str, ...]
    params: tuple[Param, ...]
    inputs: tuple[InputRule, ...]
    targets: tuple[Target, ...]
    tags: tuple[Tag, ...]
    hints: tuple[Literal["public", "hidden"], ...] = ("public",)
