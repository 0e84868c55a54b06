"""Turns the progress of a run into a bar on a terminal, or into a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

import click

from grader.cli.language import language_on
from grader.messages import message, say

if TYPE_CHECKING:
    from collections import Counter
    from types import TracebackType

    from grader.batch.run import Progress
    from grader.messages import Lang

LINE_SECONDS: Final = 5.0
_DRAWN_SECONDS: Final = 0.1
_MINUTE: Final = 60


class Display(Protocol):
    """Shows how far a run is, on standard error."""

    def show(self, progress: Progress) -> None:
        """Take note; it need not be shown at once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def display_for(lang: Lang, *, quiet: bool) -> Display:
    """Choose how to show progress on this standard error."""
    if quiet or sys.stderr is None:
        return _Silence()
    spoken = language_on(sys.stderr, lang)
    return _Bar(spoken) if _can_draw() else _Lines(spoken)


def verdicts_line(verdicts: Counter[str]) -> str:
    """Count verdicts in one line, the most frequent first."""
    return "  ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common())


def _can_draw() -> bool:
    import os  # noqa: PLC0415 - of this question alone

    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


class _Pace:
    """How fast a run is, by what was graded since its first sign of life."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def told(self, progress: Progress, lang: Lang) -> str:
        """Say the rate and the time that is left."""
        graded = progress.done - progress.reused
        seconds = time.monotonic() - self._started
        if not graded or not seconds:
            return ""
        rate = graded / seconds
        left = _clock((progress.total - progress.done) / rate)
        return say(message("batch.pace", rate=f"{rate:.1f}", left=left), lang)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Silence:
    def show(self, progress: Progress) -> None:
        """Show nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing."""


class _Lines(_Silence):
    """A line now and then, for a log."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._pace = _Pace()
        self._said = time.monotonic()

    def show(self, progress: Progress) -> None:
        if time.monotonic() - self._said < LINE_SECONDS:
            return
        self._said = time.monotonic()
        told = message(
            "batch.line",
            done=progress.done,
            total=progress.total,
            pace=self._pace.told(progress, self._lang),
            verdicts=verdicts_line(progress.verdicts),
        )
        click.echo(say(told, self._lang), err=True)


class _Bar(_Silence):
    """A bar that is drawn in place. It is drawn from here alone: a thread would be lost in a fork."""

    def __init__(self, lang: Lang) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where something is drawn
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - as above

        self._lang = lang
        self._pace = _Pace()
        self._drawn = 0.0
        self._bar = Progress(
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}", markup=False),
            TextColumn("{task.fields[verdicts]}", markup=False),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self._task: Any = self._bar.add_task("", total=None, pace="", verdicts="")

    def show(self, progress: Progress) -> None:
        if time.monotonic() - self._drawn < _DRAWN_SECONDS and progress.done < progress.total:
            return
        self._drawn = time.monotonic()
        verdicts = verdicts_line(progress.verdicts)
        if progress.alone:
            verdicts += "  " + say(message("batch.alone", count=progress.alone), self._lang)
        self._bar.update(
            self._task,
            completed=progress.done,
            total=progress.total,
            pace=self._pace.told(progress, self._lang),
            verdicts=verdicts,
            refresh=True,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
