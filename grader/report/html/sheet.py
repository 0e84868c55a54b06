"""Turns templates and styles into what every page of ours is made with: one look, one escaping, one policy.

Two guards stand between a submission and the reader's browser. Templates make every text visible
(`grader.report.escape`) and escape it; and a page's own policy permits no request, and only the style and the
script whose digests it names.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import jinja2
from markupsafe import Markup

from grader.messages import message, say
from grader.report.escape import visible
from grader.report.html.palette import palette_css

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LANGUAGE_TAGS: Final = {"zh": "zh-CN", "en": "en"}


@cache
def page_template(
    package: str, name: str, lang: Lang, *, style: str, script: str | None = None
) -> jinja2.Template:
    """Load the template of a page, which extends `sheet.html` and may say messages with `t`.

    Parameters
    ----------
    package : str
        Where the template is; what it extends and imports may be here as well.
    style, script : str
        All that the page's policy permits.
    """
    environment = jinja2.Environment(
        autoescape=True,
        finalize=_shown,
        loader=jinja2.ChoiceLoader([jinja2.FunctionLoader(_reader(each)) for each in (package, __package__)]),
        undefined=jinja2.StrictUndefined,
        optimized=False,  # the optimizer costs more than it saves for a page or two
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        style=_ours(style),
        script=None if script is None else _ours(script),
        policy=_policy(style, script),
        language=LANGUAGE_TAGS[lang],
        t=_words(lang),
    )
    return environment.get_template(name)


@cache
def read_part(package: str, name: str) -> str:
    """Read a template, style or script that lies in a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def page_style() -> str:
    """Give the style of every page that may show a report with its pictures."""
    return f"{palette_css()}\n{read_part(__package__, 'style.css')}"


def _ours(text: str) -> Markup:
    """Let a style or script of our own into a page as it is."""
    return Markup(text)  # noqa: S704 - read from a file of ours, never a submission's


def _policy(style: str, script: str | None) -> str:
    """Write the policy of a page: nothing is fetched, nothing runs, but for what has these digests."""
    scripts = "" if script is None else f"script-src 'sha256-{_digest(script)}'; "
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; {scripts}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _words(lang: Lang) -> Callable[..., str]:
    """Give what says a message in a template."""

    @cache
    def always(key: str) -> str:
        return say(message(key), lang)

    def said(key: str, /, **args: object) -> str:
        return say(message(key, **args), lang) if args else always(key)

    return said


def _digest(text: str) -> str:
    """Give the digest by which a policy knows a style or a script: of the very text between the tags."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _shown(value: object) -> object:
    """Make everything visible that a template puts out, but for markup of ours."""
    return value if isinstance(value, Markup) else visible(str(value))


def _reader(package: str) -> Callable[[str], str | None]:
    def read(name: str) -> str | None:
        try:
            return read_part(package, name)
        except FileNotFoundError:
            return None

    return read
