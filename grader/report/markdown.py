"""Turns a report into a Markdown page, as the summary of a CI step, in which no text is taken for markup.

A short text stands in `<code>`, with every sign that Markdown or HTML could know as a character reference;
there, mentions and links are not looked for either. A long one stands in a fence that is longer than any run
of backticks in it.
"""

from __future__ import annotations

import re
import string
from itertools import chain
from typing import TYPE_CHECKING, Final

from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.cases import is_hidden
from grader.report.look import Look
from grader.report.numbers import mebibytes
from grader.report.rows import WIDTH, hints, rows_of, safe_path, why_none_ran

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.rows import Row

MOST_BYTES: Final = 1 << 20
"""GitHub drops the whole summary of a step that has more."""
KEPT_FREE_BYTES: Final = 1 << 10
OPEN_AT_FIRST: Final = 1
COLUMNS: Final = ("number", "case", "result", "points", "time", "memory")

_REFERENCES: Final = str.maketrans({sign: f"&#{ord(sign)};" for sign in string.punctuation})


def render_markdown(report: Report, *, lang: Lang, most_bytes: int = MOST_BYTES) -> str:
    """Render the page: verdict and score, a table of the cases, and each failure with its explanation folded.

    Parameters
    ----------
    most_bytes : int
        How long the page may be, in UTF-8. Explanations that do not fit are left out from the end, then rows;
        how many is said. Empty where not even the score fits.
    """
    look = Look(lang, WIDTH, unicode=True, verbose=False)
    rows = rows_of(report, lang=lang)
    head = "".join(_head(report, look, sum(row.passed for row in rows)))
    left = most_bytes - KEPT_FREE_BYTES - len(head.encode())
    if left < 0:
        return ""
    table = _fitting([_table_head(look), *(_table_row(row, look) for row in rows)], left, look)
    told = _fitting(_explanations(rows, look), left - len(table.encode()), look)
    return head + table + told


def code(text: str) -> str:
    """Show a short text literally."""
    return f"<code>{text.translate(_REFERENCES)}</code>" if text else ""


def fenced(text: str) -> str:
    """Show lines literally."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip(chr(10))}\n{fence}\n"


def _head(report: Report, look: Look, passed: int) -> Iterator[str]:
    title = report.exercise.title.zh if look.lang == "zh" else report.exercise.title.en
    yield f"## {code(title)} {code(safe_path(report))}\n\n"
    if report.score is None:
        yield f"**{look.words('not_scored')}**\n\n"
    else:
        score = look.words("score", score=report.score, max_score=report.max_score)
        verdict = look.words("verdict", verdict=look.verdict(report.verdict))
        mark = look.mark(report.verdict)
        yield f"**{mark} {score}** · {verdict} · "
        yield f"{look.words('passed_of', passed=passed, count=len(report.results))}\n\n"
    if report.reason is not None:
        yield f"{fenced(why_none_ran(report, lang=look.lang))}\n"
    known = hints(report, lang=look.lang)
    if known:
        yield f"{fenced(known)}\n"
    if report.template.modified_outside_markers:
        yield f"{look.words('template_modified')}\n\n"
    if any(is_hidden(result) for result in report.results):
        yield f"{look.words('hidden_failed')}\n\n"


def _table_head(look: Look) -> str:
    names = [say(message(f"formats.column_{name}"), look.lang) for name in COLUMNS]
    return f"| {' | '.join(names)} |\n|--:|---|---|--:|--:|--:|\n"


def _table_row(row: Row, look: Look) -> str:
    points = "-" if row.points is None else row.points
    cells = (
        str(row.number),
        " ".join(filter(None, (code(row.name), code(", ".join(row.tags)) if row.hidden else ""))),
        f"{look.mark(row.verdict)} {look.verdict(row.verdict)}"
        + (f" ({look.words('hidden')})" if row.hidden else ""),
        f"{points}/{row.max_points}",
        "" if row.wall_seconds is None else look.seconds(row.wall_seconds),
        "" if row.peak_memory_bytes is None else mebibytes(row.peak_memory_bytes),
    )
    return f"| {' | '.join(cells)} |\n"


def _explanations(rows: Iterable[Row], look: Look) -> Iterator[str]:
    told = [row for row in rows if row.explanation and row.verdict is not Verdict.CE]
    for place, row in enumerate(told):
        state = " open" if place < OPEN_AT_FIRST else ""
        heading = (
            f"{look.words('case_number', number=row.number)} {code(row.name)}: {look.verdict(row.verdict)}"
        )
        yield f"\n<details{state}><summary>{heading}</summary>\n\n{fenced(row.explanation)}\n</details>\n"


def _fitting(parts: Iterable[str], left_bytes: int, look: Look) -> str:
    """Take parts as long as they fit, and say how many do not."""
    taken: list[str] = []
    rest = iter(parts)
    for part in rest:
        left_bytes -= len(part.encode())
        if left_bytes < 0:
            count = sum(1 for _ in chain((part,), rest))
            taken.append(f"\n{say(message('formats.left_out', count=count), look.lang)}\n")
            break
        taken.append(part)
    return "".join(taken)
