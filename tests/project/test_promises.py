"""What others rely on is still there: adding is fine, taking away is a major version, with a word on it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import click
import pytest

import grader
from grader.cli import make_command_line
from grader.errors import CourseError, GraderError, InternalError, IsolationError, UsageError
from grader.model.exercise import Distribution, DType
from grader.model.judgement import Verdict
from grader.model.report import LEVELS
from grader.suite.rules import CASE_KEYS

OPTIONS = {
    "run": {
        "--exercise", "--course", "--cases", "--case", "--format", "-o", "--lang", "--timeout", "--memory",
        "--require-isolation", "--strict-template", "--fail-under", "--exit-zero", "-q", "-v", "--debug",
    },
    "start": {"--course", "--lang", "--debug"},
    "list": {"--course", "--lang", "--debug"},
    "doctor": {"--lang", "--debug"},
}  # fmt: skip


@pytest.mark.parametrize("command", OPTIONS)
def test_promised_options_are_there(command: str) -> None:
    found = make_command_line("en").commands[command]
    assert OPTIONS[command] <= {name for option in found.params for name in option.opts}


def test_promised_formats_are_there() -> None:
    options = make_command_line("en").commands["run"].params
    (form,) = (option.type for option in options if "--format" in option.opts)
    assert isinstance(form, click.Choice)
    assert {"text", "json"} <= set(form.choices)


def test_every_failure_of_ours_has_its_exit_code() -> None:
    codes = {kind: kind.exit_code for kind in (UsageError, InternalError, CourseError, IsolationError)}
    assert codes == {UsageError: 2, InternalError: 3, CourseError: 4, IsolationError: 5}
    assert set(codes) == set(GraderError.__subclasses__())


def test_verdicts_are_the_promised_ones() -> None:
    assert set(Verdict) == {"AC", "WA", "RTE", "TLE", "MLE", "OLE", "CE", "SC", "IE"}


def test_levels_of_isolation_are_ordered_as_promised() -> None:
    assert LEVELS == ("A", "B", "C", "M", "W", "N")


def test_promised_keys_of_a_case_are_there() -> None:
    about = {"name", "visibility", "points", "tags", "explain"}
    run = {"seed", "params", "target", "steps", "timeout"}
    assert about | run <= set(CASE_KEYS)


def test_promised_draws_are_there() -> None:
    assert {"permutation", "uniform", "normal", "integers", "one_hot"} <= set(get_args(Distribution))
    floats = {"float64", "float32", "float16"}
    assert floats | {"int64", "int32", "int16", "int8", "uint8"} <= set(get_args(DType))


def test_package_itself_offers_its_version_alone() -> None:
    docstring, *rest = ast.parse(Path(grader.__file__).read_text(encoding="utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert [ast.unparse(part).partition(" = ")[0] for part in rest] == ["__version__"]
