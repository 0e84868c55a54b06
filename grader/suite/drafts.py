"""Turns a case that is still to be written into its YAML, as an instructor would write it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import msgspec

from grader.suite.scalars import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.model.exercise import Observe, Step, Text

_PLAIN: Final = re.compile(r"[^\W\d][\w.-]*( [\w.-]+)*")


class InputDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a case says of an input; what is None or empty is not said."""

    like: str | None = None
    shape: tuple[int, ...] | None = None
    draw: Mapping[str, str | int | float] = {}


class CaseDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A case before it is written: only what its YAML says, without defaults."""

    name: str
    seed: int | None = None
    target: str | None = None
    params: Mapping[str, int | float] = {}
    inputs: Mapping[str, InputDraft] = {}
    steps: tuple[Step, ...] = ()
    visibility: str | None = None
    points: int = 0
    tags: tuple[str, ...] = ()
    explain: Text | None = None


def case_yaml(draft: CaseDraft) -> str:
    """Write one item of the list `cases`, not indented, ending with a newline."""
    first, *others = _lines(draft)
    return "".join([f"- {first}\n", *(f"  {line}\n" for line in others)])


def _lines(draft: CaseDraft) -> Iterator[str]:
    yield f"name: {_scalar(draft.name)}"
    if draft.seed is not None:
        yield f"seed: {draft.seed}"
    if draft.target is not None:
        yield f"target: {draft.target}"
    if draft.params:
        yield f"params: {_flow(draft.params)}"
    for name, said in draft.inputs.items():
        yield f"{name}: {_input(said)}"
    if draft.steps:
        yield "steps:"
        yield from (f"  - {_step(step)}" for step in draft.steps)
    if draft.visibility is not None:
        yield f"visibility: {draft.visibility}"
    if draft.tags:
        yield f"tags: [{', '.join(map(_scalar, draft.tags))}]"
    if draft.points:
        yield f"points: {draft.points}"
    if draft.explain is not None:
        yield "explain:"
        yield f"  zh: {_quoted(draft.explain.zh)}"
        yield f"  en: {_quoted(draft.explain.en)}"


def _input(said: InputDraft) -> str:
    parts = [] if said.like is None else [f"like: {said.like}"]
    if said.shape is not None:
        parts.append(f"shape: [{', '.join(map(str, said.shape))}]")
    if said.draw:
        parts.append(f"draw: {_flow(said.draw)}")
    return f"{{{', '.join(parts)}}}"


def _step(step: Step) -> str:
    parts = [f"call: {step.call}"]
    if step.args:
        parts.append(f"with: [{', '.join(step.args)}]")
    if step.observe:
        parts.append(f"observe: {{{', '.join(map(_observed, step.observe))}}}")
    if step.given:
        parts.append("given: true")
    return f"{{{', '.join(parts)}}}"


def _observed(seen: Observe) -> str:
    return f"{seen.name}: {'return' if seen.attribute is None else f'self.{seen.attribute}'}"


def _flow(values: Mapping[str, str | int | float]) -> str:
    return f"{{{', '.join(f'{key}: {_scalar(value)}' for key, value in values.items())}}}"


def _scalar(value: str | float) -> str:
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and isinstance(plain_value(value), str) else _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
