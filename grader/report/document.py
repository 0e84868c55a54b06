"""The JSON document of a report: its fields and their types, from which the JSON Schema is made.

`docs/json.md` says what each field means. A field may be added without a new `format_version`; none is taken
away or changes its meaning.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias

import msgspec

FORMAT_VERSION: Final = 1

VerdictCode: TypeAlias = Literal["AC", "WA", "RTE", "TLE", "MLE", "OLE", "CE", "SC", "IE"]
NamedNumber: TypeAlias = Literal["NaN", "Infinity", "-Infinity"]
Number: TypeAlias = float | NamedNumber


def number_entry(value: float) -> Number:
    """Give a number that JSON can hold; what is not finite by its name, for `null` would say less."""
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


class TraceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the submission; in a notebook, `line` counts within `cell`."""

    line: int
    cell: int | None
    function: str


class PositionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One element that differs."""

    index: tuple[int, ...]
    actual: Number
    expected: Number


class TypeMismatch(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="type"):
    """Not an array of real numbers."""

    value: str
    given: bool
    actual_type: str
    dtype: str | None


class ShapeMismatch(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="shape"):
    """An array of another shape."""

    value: str
    given: bool
    actual_shape: tuple[int, ...]
    expected_shape: tuple[int, ...]


class NotFiniteMismatch(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="not_finite"):
    """NaN or infinity among the elements."""

    value: str
    given: bool
    size: int
    nan_count: int
    inf_count: int
    first: tuple[PositionEntry, ...]


class ValuesMismatch(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="values"):
    """Finite numbers, some of them wrong."""

    value: str
    given: bool
    size: int
    differing: int
    max_abs_error: Number
    atol: float
    first: tuple[PositionEntry, ...]


MismatchEntry: TypeAlias = TypeMismatch | ShapeMismatch | NotFiniteMismatch | ValuesMismatch


class CaseEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of every judged case, of a hidden one too."""

    case: str
    number: int
    tags: tuple[str, ...]
    verdict: VerdictCode
    points: int | None
    max_points: int


class PublicResult(CaseEntry, frozen=True, kw_only=True, tag_field="visibility", tag="public"):
    """One judged case, with everything that was seen of it."""

    wall_seconds: float | None
    peak_memory_bytes: int | None
    reason: str | None
    reason_key: str | None
    mismatch: MismatchEntry | None
    trace: tuple[TraceEntry, ...]
    stdout: str
    stdout_cut_bytes: int


class HiddenResult(CaseEntry, frozen=True, kw_only=True, tag_field="visibility", tag="hidden"):
    """One judged case whose inputs and values are not shown."""


class SubmissionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Which file was graded."""

    path: str
    sha256: str
    kind: Literal["script", "notebook"]


class IsolationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """How far the submission was kept from the machine."""

    level: Literal["A", "B", "C", "M", "W", "N"]
    layers: tuple[str, ...]


class TemplateEntry(msgspec.Struct, frozen=True, kw_only=True):
    """How the submission relates to its template."""

    markers: bool
    modified_outside_markers: bool | None


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """A hint at what may be wrong, in both languages."""

    id: str
    zh: str
    en: str


class MisconceptionEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A known wrong solution that gives the same results, explained in both languages."""

    id: str
    zh: str
    en: str


class ArrayEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A small array: its values in C order."""

    shape: tuple[int, ...]
    values: tuple[Number, ...]


class SmallExample(msgspec.Struct, frozen=True, kw_only=True):
    """A failing case as small as could be found."""

    params: dict[str, Number]
    inputs: dict[str, ArrayEntry]
    value: str
    actual: ArrayEntry
    expected: ArrayEntry


class ReportDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one graded submission."""

    format_version: Literal[1]
    exercise: str
    lang: Literal["zh", "en"]
    submission: SubmissionEntry
    passed: bool
    verdict: VerdictCode
    score: int | None
    max_score: int
    reason: str | None
    reason_key: str | None
    trace: tuple[TraceEntry, ...]
    column: int | None
    wall_seconds: float
    peak_memory_bytes: int | None
    misconception: str | None
    misconceptions: tuple[MisconceptionEntry, ...]
    clues: tuple[Clue, ...]
    small_example: SmallExample | None
    stdout: str
    stdout_cut_bytes: int
    isolation: IsolationEntry
    template: TemplateEntry
    results: tuple[PublicResult | HiddenResult, ...]
