"""`grade cases new`: write a case, from options or by questions, at the end of its file."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from grader.audit.extra import unused_seed
from grader.audit.facts import facts
from grader.cli.cases.near import near
from grader.cli.cases.writing import append_case, prepared
from grader.cli.chosen import chosen_exercise
from grader.cli.values import guess
from grader.errors import CourseError, UsageError
from grader.messages import message, say
from grader.model.case import Suite
from grader.oracle import load_reference, make_case
from grader.report.calls import called
from grader.report.escape import visible
from grader.suite.cases import load_suite
from grader.suite.course import HIDDEN_SUFFIX, find_course
from grader.suite.drafts import CaseDraft, InputDraft, case_yaml
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.messages import Lang, Message
    from grader.model.case import CaseSpec
    from grader.model.exercise import Exercise, Param, Target
    from grader.suite.course import Course

_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w*)=(.+)", re.ASCII)
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?", re.ASCII)
_SHAPE: Final = re.compile(r"([A-Za-z_]\w*)=([0-9]+(?:[,x][0-9]+)*)", re.ASCII)
_DRAW: Final = re.compile(r"([A-Za-z_]\w*):((?:\w+=[\w.+-]+)(?:,\w+=[\w.+-]+)*)", re.ASCII)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    exercise: str | None
    course: str | None
    cases: str | None
    name: str | None
    target: str | None
    params: tuple[str, ...]
    shapes: tuple[str, ...]
    draws: tuple[str, ...]
    tags: tuple[str, ...]
    seed: int | None
    points: int | None
    hidden: bool
    dry_run: bool


def run_new(options: Options) -> None:
    """Make a draft, show what becomes of it, and append it."""
    secret = course_secret(os.environ)
    course = find_course(options.course, os.environ)
    exercise = chosen_exercise(course, options.exercise)
    path, suite = _suite(options, course, exercise)
    lang = options.lang
    asking = _Asking(exercise, lang)
    draft = asking.draft(options, suite, path)
    try:
        _, spec = prepared(suite, path, draft)
    except CourseError as error:  # the others load: it is the new case that is wrong
        text = "; ".join(say(problem.told, lang) for problem in error.problems)
        raise UsageError(message("cases.bad_case", text=text)) from error
    click.echo(visible(_preview(exercise, spec, draft, lang, secret)))
    if options.dry_run:
        return
    sure = message("cases.ask_write", path=str(near(path)))
    if asking.asked and not click.confirm(say(sure, lang), default=True):
        click.echo(say(message("cases.not_written"), lang))
        return
    append_case(suite, path, draft)
    click.echo(say(message("cases.appended", path=str(near(path))), lang))


def _suite(options: Options, course: Course, exercise: Exercise) -> tuple[Path, Suite]:
    """Find the file that the case goes to, and load what is there; a file may be new."""
    folder = course.root / "cases"
    own = [folder / f"{exercise.id}.yaml", folder / f"{exercise.id}{HIDDEN_SUFFIX}"]
    path = Path(options.cases) if options.cases else own[options.hidden]
    there = [one for one in ([path] if options.cases else own) if one.is_file()]
    if not there:
        return path, Suite(exercise=exercise, cases=(), paths=())
    return path, load_suite(exercise, there)


def _preview(exercise: Exercise, spec: CaseSpec, draft: CaseDraft, lang: Lang, secret: bytes) -> str:
    """Say what the case is: its YAML, what is called, its tags and what is special about its values."""
    reference = load_reference(exercise)
    case = make_case(exercise, spec, reference, secret=secret)
    told = [message("cases.tags", tags=", ".join(spec.tags))] if spec.tags else []
    found = facts(reference, case, atol=exercise.tolerance.atol)
    told += [message("cases.fact", told=fact.told) for fact in found]
    return "\n".join([case_yaml(draft), called(case, exercise), *(say(one, lang) for one in told)])


class _Asking:
    """Takes what the options say, and asks for the rest where somebody can answer.

    Attributes
    ----------
    asked : bool
        Whether a question was put.
    """

    def __init__(self, exercise: Exercise, lang: Lang) -> None:
        self.asked = False
        self._exercise = exercise
        self._lang = lang
        self._can_ask = sys.stdin is not None and sys.stdin.isatty()

    def draft(self, options: Options, suite: Suite, path: Path) -> CaseDraft:
        """Make the draft."""
        name = options.name or self._ask("--name", message("cases.ask_name"))
        target = self._target(options.target)
        params = self._params(options.params)
        inputs = self._inputs(target, params, options)
        points = options.points
        if points is None and self.asked:
            points = click.prompt(say(message("cases.ask_points"), self._lang), type=int, default=0)
        hidden = options.hidden and not path.name.endswith(HIDDEN_SUFFIX)
        seeds = {spec.seed for spec in suite.cases}
        return CaseDraft(
            name=name,
            seed=unused_seed(name, seeds) if options.seed is None else options.seed,
            target=target.name if len(self._exercise.targets) > 1 else None,
            params=params,
            inputs=inputs,
            visibility="hidden" if hidden else None,
            tags=options.tags,
            points=points or 0,
        )

    def _target(self, wanted: str | None) -> Target:
        targets = {target.name: target for target in self._exercise.targets}
        names = ", ".join(targets)
        if wanted is None:
            wanted = (
                self._ask("--target", message("cases.ask_target", names=names)) if len(targets) > 1 else names
            )
        if wanted not in targets:
            raise UsageError(
                message("cases.no_such_target", name=wanted, guess=guess(wanted, tuple(targets)))
            )
        return targets[wanted]

    def _params(self, said: Sequence[str]) -> dict[str, int | float]:
        known = {param.name: param for param in self._exercise.params}
        values: dict[str, int | float] = {}
        for text in said:
            match = _ASSIGNMENT.fullmatch(text)
            if match is None or not _NUMBER.fullmatch(match[2]):
                raise _unlike(text, option="--param", form="NAME=NUMBER")
            if match[1] not in known:
                hint = guess(match[1], tuple(known))
                raise UsageError(message("cases.no_such_param", name=match[1], guess=hint))
            values[match[1]] = _number(match[2])
        for param in known.values():
            if param.name not in values and (param.default is None or self.asked):
                values[param.name] = self._ask_param(param)
        return {name: values[name] for name in known if name in values}

    def _inputs(
        self, target: Target, params: dict[str, int | float], options: Options
    ) -> dict[str, InputDraft]:
        shapes = dict(self._shape(text) for text in options.shapes)
        draws = dict(self._draw(text) for text in options.draws)
        used = {*target.construct, *(name for step in target.steps for name in step.args)}
        bound: set[str | None] = {None, *params}
        inputs = {}
        for rule in self._exercise.inputs:
            own = {axis.lone_name for axis in rule.shape} - bound
            if rule.name in used and own and rule.name not in shapes:
                answer = self._ask(
                    f"--shape {rule.name}=...", message("cases.ask_shape", name=rule.name, axes=rule.axes)
                )
                shapes |= [self._shape(f"{rule.name}={answer.replace(' ', '')}")]
            bound |= own
            said = InputDraft(shape=shapes.get(rule.name), draw=draws.get(rule.name, {}))
            if said != InputDraft():
                inputs[rule.name] = said
        return inputs

    def _shape(self, text: str) -> tuple[str, tuple[int, ...]]:
        match = _SHAPE.fullmatch(text)
        if match is None:
            raise _unlike(text, option="--shape", form="INPUT=N,N,...")
        self._refuse_unknown("--shape", match[1])
        return match[1], tuple(int(size) for size in re.split("[,x]", match[2]))

    def _draw(self, text: str) -> tuple[str, dict[str, str | int | float]]:
        match = _DRAW.fullmatch(text)
        if match is None:
            raise _unlike(text, option="--draw", form="INPUT:KEY=VALUE,...")
        self._refuse_unknown("--draw", match[1])
        said = (part.split("=", 1) for part in match[2].split(","))
        return match[1], {key: _number(value) if _NUMBER.fullmatch(value) else value for key, value in said}

    def _refuse_unknown(self, option: str, name: str) -> None:
        known = tuple(rule.name for rule in self._exercise.inputs)
        if name not in known:
            hint = guess(name, known)
            raise UsageError(message("cases.no_such_input", option=option, name=name, guess=hint))

    def _ask_param(self, param: Param) -> int | float:
        rule = param.kind if param.minimum is None else f"{param.kind} >= {param.minimum:g}"
        told = message("cases.ask_param", name=param.name, rule=rule)
        default = None if param.default is None else f"{param.default:g}"
        answer = self._ask(f"--param {param.name}=...", told, default)
        if not _NUMBER.fullmatch(answer):
            raise _unlike(answer, option=param.name, form=rule)
        return _number(answer)

    def _ask(self, option: str, told: Message, default: str | None = None) -> str:
        """Put a question, or say which option is missing where nobody can answer."""
        if not self._can_ask:
            raise UsageError(message("cases.needs", option=option))
        self.asked = True
        answer: str = click.prompt(say(told, self._lang), default=default, type=str)
        return answer.strip()


def _unlike(found: str, *, option: str, form: str) -> UsageError:
    return UsageError(message("cases.not_assignment", option=option, form=form, found=found))


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[-+]?[0-9]+", text) else float(text)
