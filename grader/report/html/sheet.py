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

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.messages import Lang

LANGUAGE_TAGS: Final = {"zh": "zh-CN", "en": "en"}


def make_environment(packages: tuple[str, ...]) -> jinja2.Environment:
    """Make an environment that finds templates in packages, the first one first, and escapes their output."""
    return jinja2.Environment(
        autoescape=True,
        finalize=_shown,
        loader=jinja2.ChoiceLoader([jinja2.FunctionLoader(_reader(package)) for package in packages]),
        undefined=jinja2.StrictUndefined,
        optimized=False,  # the optimizer costs more than it saves for a page or two
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def read_part(package: str, name: str) -> str:
    """Read a template, style or script that lies in a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def ours(text: str) -> Markup:
    """Let a style or script of our own into a page as it is."""
    return Markup(text)  # noqa: S704 - read from a file of ours, never a submission's


def policy(style: str, script: str | None = None) -> str:
    """Write the policy of a page: nothing is fetched, nothing runs, but for what has these digests."""
    scripts = "" if script is None else f"script-src 'sha256-{_digest(script)}'; "
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; {scripts}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def words(lang: Lang, area: str) -> Callable[..., str]:
    """Give what says a message in a template: one of an area, or of another that its key names."""

    @cache
    def always(key: str) -> str:
        return say(message(key), lang)

    def said(key: str, /, **args: object) -> str:
        full = key if "." in key else f"{area}.{key}"
        return say(message(full, **args), lang) if args else always(full)

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
