"""`grade doctor`: what keeps submissions from this machine, tried out, and what to do about the rest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from grader.cli.group import command_of
from grader.cli.options import LAYERS, course_option, debug_option, language_option, without_layer_option
from grader.messages import message, say
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.messages import Lang, Message
    from grader.model.report import Isolation


def doctor_command(lang: Lang) -> click.Command:
    """Build the command, with its help in one language."""

    def doctor(course: str | None, without: tuple[str, ...]) -> None:
        from grader.sandbox import open_sandbox  # noqa: PLC0415 - only when it is called

        with open_sandbox(without=without) as sandbox:
            isolation = sandbox.isolation
        click.echo("\n".join([*_machine(course, lang), *examine(isolation, lang)]))

    parameters = [
        course_option(lang),
        without_layer_option(lang),
        language_option(lang),
        debug_option(lang),
    ]
    return command_of(doctor, "doctor", parameters, told=message("cli.help_doctor"), lang=lang)


def _machine(course: str | None, lang: Lang) -> Iterator[str]:
    import platform  # noqa: PLC0415 - only when it is called

    import numpy as np  # noqa: PLC0415 - only when it is called

    from grader import __version__  # noqa: PLC0415 - only when it is called
    from grader.suite.course import find_course  # noqa: PLC0415 - only when it is called

    found = find_course(course, os.environ)
    versions = {"grader": __version__, "python": platform.python_version(), "numpy": np.__version__}
    yield say(
        message("doctor.versions", **versions, system=f"{platform.system()} {platform.release()}"), lang
    )
    yield say(message("doctor.course", path=str(found.root), exercises=len(found.exercise_ids())), lang)


def examine(isolation: Isolation, lang: Lang) -> Iterator[str]:
    """Say the level, then every layer, then everything that was tried, a line each."""
    meaning = message(f"doctor.level_{isolation.level}")
    yield say(message("doctor.level", level=isolation.level, meaning=meaning), lang)
    if not isolation.canaries and not isolation.failed:
        return
    yield say(message("doctor.layers"), lang)
    for name in _layers(isolation):
        yield "  " + say(_layer(name, isolation), lang)
    if not isolation.canaries:
        return
    yield say(message("doctor.canaries"), lang)
    for name, stopped in isolation.canaries.items():
        state = say(message("doctor.stopped" if stopped else "doctor.open"), lang)
        yield f"  {state:8} {say(message(f'doctor.canary_{name}'), lang)}"


def _layers(isolation: Isolation) -> Sequence[str]:
    """List those of this operating system: all that Linux has, or what is confined from outside elsewhere."""
    named = (*isolation.layers, *(name for name in isolation.failed if name not in isolation.layers))
    return LAYERS if set(named) <= set(LAYERS) else named


def _layer(name: str, isolation: Isolation) -> Message:
    remedy = message(f"doctor.remedy_{name}")
    if name in isolation.layers:
        return message("doctor.layer_on", name=name, told=message(f"doctor.{name}"))
    if name in isolation.failed:
        error = one_line(isolation.failed[name])
        return message("doctor.layer_failed", name=name, error=error, remedy=remedy)
    return message("doctor.layer_off", name=name, remedy=remedy)
