"""Turns an audit into one HTML page that needs nothing else: the matrix as a map, then what is missing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from grader.audit.matrix import TRIVIAL
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from grader.audit.audit import Audit
    from grader.messages import Lang, Message

_PAGE: Final = """\
<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }}
body {{ max-width: 75rem; margin: 1.5rem auto; padding: 0 1rem }}
.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse; font-size: .85rem }}
th {{ font-weight: normal; text-align: left; padding: .1rem .5rem .1rem 0 }}
thead th {{ writing-mode: vertical-rl; padding: .3rem .1rem }}
td {{ min-width: 1.4rem; text-align: center; border: 1px solid #8885 }}
td.x {{ background: #1a7f37; color: #fff }}
tr.alive th, .bad {{ color: #cf222e; font-weight: bold }}
@media (prefers-color-scheme: dark) {{ tr.alive th, .bad {{ color: #ff7b72 }} }}
pre {{ padding: .7rem; border: 1px solid #8885; overflow-x: auto }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


def render_html(done: Audit, *, lang: Lang, notes: Sequence[Message]) -> str:
    """Render an audit as a page; whatever stands in course files is escaped."""
    body = [f"<p>{_said(told, lang)}</p>" for told in notes]
    body += _table(done, lang)
    body += _words(done, lang)
    return _PAGE.format(lang=lang, title=_said(done.headline, lang), body="\n".join(body))


def _table(done: Audit, lang: Lang) -> Iterator[str]:
    matrix = done.matrix
    heads = "".join(
        f'<th scope="col">{number} {escape(spec.name)}</th>'
        for number, spec in enumerate(matrix.specs, start=1)
    )
    yield f'<div class="wide"><table><thead><tr><th></th>{heads}<th></th></tr></thead><tbody>'
    for known, caught in zip(matrix.misconceptions, matrix.caught, strict=True):
        yield _row(escape(known.id), getattr(known.explanation, lang), caught)
    for name, caught in zip(TRIVIAL, matrix.trivial, strict=True):
        yield _row(_said(message(f"audit.{name}"), lang), "", caught)
    yield "</tbody></table></div>"


def _row(name: str, title: str, caught: NDArray[np.bool_]) -> str:
    cells = "".join('<td class="x">✗</td>' if here else "<td>·</td>" for here in caught)
    alive = "" if caught.any() else ' class="alive"'
    head = f'<th scope="row" title="{escape(title)}">{name}</th>'
    return f"<tr{alive}>{head}{cells}<td>{int(caught.sum())}</td></tr>"


def _words(done: Audit, lang: Lang) -> Iterator[str]:
    for found in done.survivors:
        known = found.misconception
        told = message("audit.survivor", id=known.id, reason=found.reason)
        yield f'<p class="bad">{_said(told, lang)}</p><p>{escape(getattr(known.explanation, lang))}</p>'
        if found.extra is None:
            yield f"<p>{_said(message('audit.no_extra'), lang)}</p>"
        else:
            yield f"<p>{_said(message('audit.extra'), lang)}</p><pre>{escape(found.extra.yaml)}</pre>"
    for name in done.matrix.trivial_survivors():
        told = message("audit.trivial_survives", name=message(f"audit.{name}"))
        yield f'<p class="bad">{_said(told, lang)}</p>'
    for failure in done.proof.failures:
        yield f'<p class="bad">{_said(failure, lang)}</p>'
    cases = len(done.matrix.specs)
    yield f"<p>{_said(message('audit.numerical', count=len(done.proof.numerical), cases=cases), lang)}</p>"
    yield f"<p>{_said(message('audit.linear', count=len(done.proof.linear), cases=cases), lang)}</p>"
    verdict = message("audit.passed" if done.passed else "audit.failed")
    style = "" if done.passed else ' class="bad"'
    yield f"<p{style}>{_said(verdict, lang)}</p>"


def _said(told: Message, lang: Lang) -> str:
    return escape(say(told, lang))
