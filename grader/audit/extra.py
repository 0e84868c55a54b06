"""Turns a misconception that survives into the smallest case that would catch it, ready to be written.

Cases are made up at random until one catches it: parameters and sizes small, values drawn in the ways that
tell layers apart (ties, integers, one sign), calls as the exercise or one of its cases makes them, or twice
on one object. What is found is then made simpler, a step at a time, for as long as it still catches.
"""

from __future__ import annotations

import re
import time
from hashlib import sha256
from math import prod
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.audit.calling import Calls, all_calls
from grader.audit.facts import TIES, WELL_ABOVE, own_values
from grader.audit.matrix import catches
from grader.audit.ties import decided_by_ties
from grader.errors import CourseError
from grader.model.case import Drawn
from grader.model.expression import ExpressionError
from grader.oracle import load_reference, make_case
from grader.suite.cases import load_suite
from grader.suite.drafts import CaseDraft, InputDraft, case_yaml
from grader.suite.rules import symbols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from grader.model.case import Case, Suite
    from grader.model.diagnosis import Misconception
    from grader.model.exercise import Draw, InputRule, Param

SECONDS: Final = 1.0
_TRIES: Final = 600
_LARGEST_SIZE: Final = 7
_OPENED: Final = (2, 2)  # further axes of an open one, of sizes that tell orders apart
_SPREAD: Final = 3
_SEEDS: Final = 90_000
_LEAST_SEED: Final = 10_000
_LONGEST_NAME: Final = 60
_NOWHERE: Final = Path("extra.yaml")
_KINDS: Final[tuple[dict[str, str | int | float], ...]] = (
    {},
    {"distribution": "integers", "low": 0, "high": 3, "dtype": "float64"},
    {"low": -1, "high": 0},
    {"low": 0, "high": 1},
    {"distribution": "permutation", "low": 1, "high": 1000, "dtype": "int64"},
)


class Idea(NamedTuple):
    """A case as far as it is made up: calls, parameters, sizes by symbol, draws by input, more axes."""

    calls: Calls
    params: dict[str, int | float]
    sizes: dict[str, int]
    draws: dict[str, int]
    opened: bool


class Extra(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A case that catches what the suite does not."""

    draft: CaseDraft
    case: Case

    @property
    def yaml(self) -> str:
        """The case as it can be pasted."""
        return case_yaml(self.draft)


def find_extra(suite: Suite, known: Misconception, *, seconds: float = SECONDS) -> Extra | None:
    """Look for the smallest case that catches a misconception.

    Parameters
    ----------
    suite : Suite
        Whose cases do not; the new case goes with them.
    known : Misconception
        What survives.
    seconds : float
        When to stop looking; what was found by then is given.

    Returns
    -------
    Extra or None
        A public case worth nothing, with a seed and a name of its own. None when none was found.
    """
    search = _Search(suite, known, time.monotonic() + seconds)
    found = search.any()
    return None if found is None else search.simplest(found)


class _Search:
    """The search for one misconception."""

    def __init__(self, suite: Suite, known: Misconception, deadline: float) -> None:
        self._exercise = suite.exercise
        self._known = known
        self._deadline = deadline
        self._reference: ModuleType = load_reference(suite.exercise)
        self._rules = {rule.name: rule for rule in suite.exercise.inputs}
        self._params = {param.name: param for param in suite.exercise.params}
        self._symbols = [name for name in symbols(suite.exercise.inputs) if name not in self._params]
        self._open = {
            rule.shape[rule.open_axis].text for rule in suite.exercise.inputs if rule.open_axis is not None
        }
        self._calls = all_calls(suite)
        self._kinds = [*_KINDS, *_own_kinds(suite)]
        self._name, self._seed = _unused(suite, known.id)
        self._random = Random(known.id)  # noqa: S311 - the same search each time, no secret

    def any(self) -> tuple[Idea, Extra] | None:
        """Make cases up until one catches."""
        for _ in range(_TRIES):
            if time.monotonic() > self._deadline:
                break
            idea = self._made_up()
            extra = self._tried(idea)
            if extra is not None:
                return idea, extra
        return None

    def simplest(self, found: tuple[Idea, Extra]) -> Extra:
        """Take every step towards a simpler case after which it still catches, until there is none."""
        idea, extra = found
        better: tuple[Idea, Extra] | None = found
        while better is not None and time.monotonic() < self._deadline:
            idea, extra = better
            tries = ((simpler, self._tried(simpler)) for simpler in self._simpler(idea))
            better = next(((one, made) for one, made in tries if made is not None), None)
        return extra

    def _made_up(self) -> Idea:
        choice = self._random.choice
        calls = choice(self._calls)
        params = {name: choice(_values(param)) for name, param in self._params.items()}
        sizes = {symbol: self._random.randint(1, _LARGEST_SIZE) for symbol in self._symbols}
        draws = {name: self._random.randrange(len(self._kinds)) for name in self._rules}
        return Idea(calls, params, sizes, draws, opened=bool(self._open) and choice((False, True)))

    def _simpler(self, idea: Idea) -> Iterator[Idea]:
        shorter = (calls for calls in self._calls if len(calls.steps) < len(idea.calls.steps))
        yield from (idea._replace(calls=calls) for calls in shorter)
        if idea.opened:
            yield idea._replace(opened=False)
        for name, kind in idea.draws.items():
            if kind:
                yield idea._replace(draws={**idea.draws, name: 0})
        for symbol, size in idea.sizes.items():
            for smaller in range(1, size):
                yield idea._replace(sizes={**idea.sizes, symbol: smaller})
        for name, value in idea.params.items():
            for simple in _values(self._params[name]):
                if simple < value:
                    yield idea._replace(params={**idea.params, name: simple})

    def _tried(self, idea: Idea) -> Extra | None:
        draft = self._draft(idea)
        if draft is None:
            return None
        text = f"exercise: {self._exercise.id}\ncases:\n{case_yaml(draft)}"
        try:
            (spec,) = load_suite(self._exercise, [_NOWHERE], texts={_NOWHERE: text}).cases
            case = make_case(self._exercise, spec, self._reference)
        except CourseError:  # no room, or nothing that can be drawn
            return None
        if not self._is_sound(case) or not catches(self._exercise, self._known, case):
            return None
        if decided_by_ties(self._reference, case, atol=self._exercise.tolerance.atol):
            draft = msgspec.structs.replace(draft, tags=(TIES,))
        return Extra(draft=draft, case=case)

    def _is_sound(self, case: Case) -> bool:
        """Tell whether there is something to get right, and not nothing but zeros."""
        return all(largest > WELL_ABOVE * self._exercise.tolerance.atol for _, largest in own_values(case))

    def _draft(self, idea: Idea) -> CaseDraft | None:
        target = next(target for target in self._exercise.targets if target.name == idea.calls.target)
        steps = idea.calls.steps or target.steps
        used = {
            *target.construct,
            *(name for step in steps for name in step.args),
            *idea.calls.likes.values(),
        }
        try:
            inputs = self._inputs([rule for rule in self._exercise.inputs if rule.name in used], idea)
        except ExpressionError:
            return None
        extras = {name: InputDraft(like=like) for name, like in idea.calls.likes.items()}
        return CaseDraft(
            name=self._name,
            seed=self._seed,
            target=target.name if len(self._exercise.targets) > 1 else None,
            params={
                name: value for name, value in idea.params.items() if value != self._params[name].default
            },
            inputs={name: said for name, said in {**inputs, **extras}.items() if said != InputDraft()},
            steps=idea.calls.steps,
        )

    def _inputs(self, rules: list[InputRule], idea: Idea) -> dict[str, InputDraft]:
        """Give a shape to each input that says a size first, and each input the draw of its kind."""
        opened = {symbol: (*_OPENED, idea.sizes[symbol]) for symbol in self._open if idea.opened}
        names = {**idea.params, **idea.sizes, **{symbol: prod(axes) for symbol, axes in opened.items()}}
        bound: set[str | None] = {None, *idea.params}
        inputs = {}
        for rule in rules:
            lone = {axis.lone_name for axis in rule.shape}
            shape = rule.sizes(names, opened) if lone - bound else None
            bound |= lone
            varied = rule.draw.distribution != "one_hot" and rule.draw.dtype.startswith("float")
            draw = self._kinds[idea.draws[rule.name]] if varied else {}
            inputs[rule.name] = InputDraft(shape=shape, draw=draw)
        return inputs


def _own_kinds(suite: Suite) -> Iterator[Mapping[str, str | int | float]]:
    """Give the draws that the cases themselves use, as far as they differ from the exercise's."""
    rules = {rule.name: rule for rule in suite.exercise.inputs}
    for spec in suite.cases:
        for name, made in spec.inputs.items():
            if isinstance(made, Drawn) and name in rules and made.draw != rules[name].draw:
                yield _said(made.draw, rules[name].draw)


def _said(draw: Draw, usual: Draw) -> dict[str, str | int | float]:
    keys = ("distribution", "low", "high", "dtype")
    said = {key: getattr(draw, key) for key in keys if getattr(draw, key) != getattr(usual, key)}
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in said.items()
    }


def _values(param: Param) -> list[int | float]:
    """Give small values of a parameter, the simplest first."""
    least = 0 if param.minimum is None else param.minimum
    if param.kind == "int":
        return [int(least) + more for more in range(_SPREAD + 1)]
    return sorted(
        {float(value) for value in (least, param.default, least + 0.5, least + 1) if value is not None}
    )


def _unused(suite: Suite, text: str) -> tuple[str, int]:
    """Give a name and a seed that follow from a text and that no case has."""
    names = {spec.name for spec in suite.cases}
    seeds = {spec.seed for spec in suite.cases}
    name = "catches_" + re.sub(r"[^\w.-]", "_", text)[: _LONGEST_NAME - len("catches_")]
    while name in names:
        name = f"{name[: _LONGEST_NAME - 1]}_"
    return name, unused_seed(text, seeds)


def unused_seed(text: str, seeds: set[int | None]) -> int:
    """Give a seed of five digits that follows from a text and is none of others."""
    seed = int.from_bytes(sha256(text.encode()).digest()[:4], "little") % _SEEDS
    while seed + _LEAST_SEED in seeds:
        seed = (seed + 1) % _SEEDS
    return seed + _LEAST_SEED
