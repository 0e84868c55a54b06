"""Turns a report into what a GitHub Actions job prints: annotations at the student's lines, then the text.

The log is a channel of commands: whatever line begins with `::` is obeyed. Every text that somebody else had
a say in is made visible first, then escaped for the place where it stands; the text report is printed while
the runner obeys no command but the one that ends this, whose name is random.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.detail import BRIEF
from grader.report.escape import cut, one_line
from grader.report.pinned import STANDARD_INPUT, Pins, path_in_repository
from grader.report.rows import hints, rows_of, said, verdict_words, why_none_ran
from grader.report.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.formats import Run
    from grader.report.rows import Row

Kind: TypeAlias = Literal["error", "warning", "notice"]

MOST_OF_A_KIND: Final = 10
"""GitHub shows so many of each kind in a step, and drops the rest without a word."""
MAX_MESSAGE_CHARACTERS: Final = 3000
MAX_TITLE_CHARACTERS: Final = 200
LOG_COLUMNS: Final = 100
# Not the student's doing: worth a look, but no error in the file.
OURS: Final = frozenset((Verdict.SC, Verdict.IE))


class Annotation(NamedTuple):
    """A message at a line of a file; `column` is counted from 1. No file: standard input."""

    kind: Kind
    title: str
    told: str
    line: int
    column: int | None = None
    file: str = ""


def render_github(report: Report, *, lang: Lang, run: Run, token: Callable[[], str] | None = None) -> str:
    """Render the lines for standard output.

    Parameters
    ----------
    token : callable or None
        Makes the word that ends the part in which commands are not obeyed; None for 128 random bits.
    """
    text = render_text(report, lang=lang, width=LOG_COLUMNS, only=run.names, verbose=run.verbose)
    log = folded(title_of(report, lang), text, token=token)
    lines = [*commands_of(annotations_of(report, lang, run), lang), *log, _result(report, lang)]
    return "".join(f"{line}\n" for line in lines)


def annotations_of(report: Report, lang: Lang, run: Run) -> list[Annotation]:
    """Find what is worth saying of a report at lines of its file, the most useful first."""
    path = path_in_repository(report.submission.path, run.environment, "GITHUB_WORKSPACE")
    file = "" if path == STANDARD_INPUT else path
    return [found._replace(file=file) for found in _annotations(report, lang)]


def commands_of(found: Sequence[Annotation], lang: Lang) -> list[str]:
    """Make the lines that the runner obeys; as many annotations of each kind as GitHub shows."""
    return [_command(one) for one in _limited(found, lang)]


def folded(title: str, text: str, *, token: Callable[[], str] | None = None) -> list[str]:
    """Fold a text in the log; in it no command is obeyed but the one that ends it, whose name is random."""
    word = token() if token else os.urandom(16).hex()
    return [
        f"::group::{_data(title)}",
        f"::stop-commands::{word}",
        text.rstrip("\n"),
        f"::{word}::",
        "::endgroup::",
    ]


def step_outputs(report: Report, *, token: Callable[[], str] | None = None) -> str:
    """Render what is appended to the file of a step's outputs; the score is empty where there is none.

    Parameters
    ----------
    token : callable or None
        Makes the word that ends a value; None for 128 random bits.
    """
    values = {
        "score": "" if report.score is None else str(report.score),
        "max-score": str(report.max_score),
        "passed": "true" if report.verdict is Verdict.AC else "false",
        "verdict": report.verdict.value,
    }
    return outputs_text(values, token=token)


def outputs_text(values: Mapping[str, str], *, token: Callable[[], str] | None = None) -> str:
    """Write the outputs of a step, each between two lines with a random word."""
    word = token() if token else os.urandom(16).hex()
    return "".join(f"{name}<<{word}\n{value}\n{word}\n" for name, value in values.items())


def _annotations(report: Report, lang: Lang) -> Iterator[Annotation]:
    """Find what is worth saying, the most useful first."""
    pins = Pins(report.submission)
    if report.reason is not None:
        title = verdict_words(report.verdict, lang)
        told = why_none_ran(report, lang=lang)
        yield Annotation("error", title, told, pins.line(report.trace), report.column)
    else:
        rows = [row for row in rows_of(report, lang=lang, detail=BRIEF) if not row.passed]
        yield from _of_public([row for row in rows if not row.hidden], lang, hints(report, lang=lang))
        yield from _of_hidden([row for row in rows if row.hidden], lang)
    if report.template.modified_outside_markers:
        told = said(message("report.template_modified"), lang=lang)
        yield Annotation("warning", say(message("formats.template"), lang), told, 1)
    elif report.submission.unreadable is None and not report.template.markers:
        told = said(message("report.markers_missing"), lang=lang)
        yield Annotation("warning", say(message("formats.template"), lang), told, 1)


def _of_public(rows: Sequence[Row], lang: Lang, known: str) -> Iterator[Annotation]:
    """Tell once what failed for the same reason at the same line; with the first, what is known of all."""
    alike: dict[tuple[Verdict, str, int], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.verdict, row.reason, row.line), []).append(row)
    for (verdict, _, line), same in alike.items():
        kind: Kind = "warning" if verdict in OURS else "error"
        yield Annotation(kind, _title(same, lang), f"{same[0].explanation}{known}", line)
        known = ""


def _of_hidden(rows: Sequence[Row], lang: Lang) -> Iterator[Annotation]:
    if not rows:
        return
    names = "\n".join(f"{row.number} {row.name}: {verdict_words(row.verdict, lang)}" for row in rows)
    kind: Kind = "warning" if all(row.verdict in OURS for row in rows) else "error"
    yield Annotation(kind, say(message("formats.hidden_failed"), lang), names, rows[0].line)


def _title(rows: Sequence[Row], lang: Lang) -> str:
    numbers, names = ", ".join(str(row.number) for row in rows), ", ".join(row.name for row in rows)
    told = message(
        "formats.cases", numbers=numbers, names=names, verdict=verdict_words(rows[0].verdict, lang)
    )
    return cut(say(told, lang), characters=MAX_TITLE_CHARACTERS)


def _limited(found: Sequence[Annotation], lang: Lang) -> Iterator[Annotation]:
    """Keep as many of each kind as are shown, and count the rest."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.kind] += 1
        if seen[one.kind] <= MOST_OF_A_KIND:
            yield one
    rest = sum(max(0, count - MOST_OF_A_KIND) for count in seen.values())
    if rest:
        told = say(message("formats.more_annotations", count=rest), lang)
        yield Annotation("notice", say(message("formats.more"), lang), told, 1, file=found[0].file)


def _command(found: Annotation) -> str:
    place = {"file": found.file, "line": str(found.line), "col": str(found.column or "")}
    place = place if found.file else {}
    properties = {**place, "title": found.title}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{found.kind} {told}::{_data(cut(found.told.rstrip(), characters=MAX_MESSAGE_CHARACTERS))}"


def title_of(report: Report, lang: Lang) -> str:
    """Name the exercise and the file, in one safe line."""
    title = report.exercise.title.zh if lang == "zh" else report.exercise.title.en
    return one_line(say(message("report.title", title=title, path=cut(report.submission.path)), lang))


def _result(report: Report, lang: Lang) -> str:
    """Say the score in a line of its own, below the folded report."""
    if report.score is None:
        return say(message("report.not_scored"), lang)
    score = message("report.score", score=report.score, max_score=report.max_score)
    verdict = message("report.verdict", verdict=verdict_words(report.verdict, lang))
    return f"{say(score, lang)}   {say(verdict, lang)}"


def _data(text: str) -> str:
    return _escaped(text, (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")))


def _property(text: str) -> str:
    return _escaped(_data(one_line(text)), ((":", "%3A"), (",", "%2C")))


def _escaped(text: str, replacements: Iterable[tuple[str, str]]) -> str:
    for token, replacement in replacements:
        text = text.replace(token, replacement)
    return text
