"""`grade cases check|show|audit|new`: the commands with which instructors prove and write cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import command_of, group_of
from grader.cli.options import course_option, debug_option, exercise_option, language_option
from grader.cli.values import OneOf, Whole
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.cli.options import Decorator
    from grader.messages import Lang

CHECK_FORMATS = ("text", "json")
AUDIT_FORMATS = ("text", "json", "html")
MOST_SECRETS = 1000
MOST_POINTS = 10**6
LARGEST_SEED = (1 << 64) - 1


def cases_command(lang: Lang, *, report_lang: Lang) -> click.Group:
    """Build the group, with its help in one language and what may go to files in one that may be another."""
    commands = [_check(lang, report_lang), _show(lang), _audit(lang, report_lang), _new(lang)]
    return group_of("cases", commands, told=message("cases.help_cases"), lang=lang)


def _check(lang: Lang, report_lang: Lang) -> click.Command:
    def check(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.cases.check import Options, run_check  # noqa: PLC0415 - only when it is called

        return run_check(Options(lang=report_lang, **given))

    return _command("check", lang, check, [
        click.argument("files", metavar="[FILE]...", nargs=-1),
        _option(lang, "--exercise", metavar="ID", told="check_exercise"),
        course_option(lang),
        _format(lang, CHECK_FORMATS),
    ])  # fmt: skip


def _show(lang: Lang) -> click.Command:
    def show(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.cases.show import Options, run_show  # noqa: PLC0415 - only when it is called

        run_show(Options(lang=lang, **given))

    return _command("show", lang, show, [
        click.argument("name", metavar="[NAME]", required=False),
        *_which(lang),
        _option(lang, "--npz", metavar="FILE", told="npz"),
        _option(lang, "-v", "--verbose", is_flag=True, told="show_verbose"),
    ])  # fmt: skip


def _audit(lang: Lang, report_lang: Lang) -> click.Command:
    def audit(**given: Any) -> int:  # noqa: ANN401 - what click passes on
        from grader.cli.cases.audit import Options, run_audit  # noqa: PLC0415 - only when it is called

        return run_audit(Options(lang=report_lang, **given))

    return _command("audit", lang, audit, [
        *_which(lang),
        _format(lang, AUDIT_FORMATS),
        _option(lang, "-o", "--output", metavar="FILE", told="output"),
        _option(lang, "--fix", is_flag=True, told="fix"),
        _option(lang, "--secrets", type=Whole(least=1, most=MOST_SECRETS), default=3, metavar="N",
                show_default=True, told="secrets"),
    ])  # fmt: skip


def _new(lang: Lang) -> click.Command:
    def new(**given: Any) -> None:  # noqa: ANN401 - what click passes on
        from grader.cli.cases.new import Options, run_new  # noqa: PLC0415 - only when it is called

        run_new(Options(lang=lang, **given))

    return _command("new", lang, new, [
        *_which(lang),
        _option(lang, "--name", metavar="NAME", told="name"),
        _option(lang, "--target", metavar="CLASS", told="target"),
        _option(lang, "--param", "params", metavar="NAME=VALUE", multiple=True, told="param"),
        _option(lang, "--shape", "shapes", metavar="INPUT=N,N...", multiple=True, told="shape"),
        _option(lang, "--draw", "draws", metavar="INPUT:KEY=VALUE,...", multiple=True, told="draw"),
        _option(lang, "--tag", "tags", metavar="TAG", multiple=True, told="tag"),
        _option(lang, "--seed", type=Whole(least=0, most=LARGEST_SEED), metavar="N", told="seed"),
        _option(lang, "--points", type=Whole(least=0, most=MOST_POINTS), metavar="N", told="points"),
        _option(lang, "--hidden", is_flag=True, told="hidden"),
        _option(lang, "--dry-run", is_flag=True, told="dry_run"),
    ])  # fmt: skip


def _which(lang: Lang) -> list[Decorator]:
    return [
        exercise_option(lang),
        course_option(lang),
        _option(lang, "--cases", metavar="FILE", told="cases"),
    ]


def _format(lang: Lang, forms: tuple[str, ...]) -> Decorator:
    return _option(
        lang, "--format", "form", type=OneOf(forms), metavar="|".join(forms), default="text", told="format"
    )


def _option(lang: Lang, *names: str, told: str, **settings: Any) -> Decorator:  # noqa: ANN401 - click's own
    return click.option(*names, help=say(message(f"cases.option_{told}"), lang), **settings)


def _command(name: str, lang: Lang, run: Callable[..., Any], parameters: list[Decorator]) -> click.Command:
    given = [*parameters, language_option(lang), debug_option(lang)]
    return command_of(run, name, given, told=message(f"cases.help_{name}"), lang=lang)
