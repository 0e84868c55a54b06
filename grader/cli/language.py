"""Which language to speak: `--lang`, then GRADE_LANG, then the locale."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from grader.messages import LANGS
from grader.report.escape import encodable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from grader.messages import Lang


def choose_language(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> Lang:
    """Find the language before the arguments are parsed: their own errors are told in it too."""
    for wish in (_argument(arguments), environ.get("GRADE_LANG")):
        for lang in LANGS:
            if wish == lang:
                return lang
    return "zh" if _locale(environ).lower().startswith(("zh", "chinese")) else "en"


def language_on(stream: TextIO, wished: Lang) -> Lang:
    """Speak English where a stream cannot carry Chinese: escapes would say nothing to anybody."""
    return wished if encodable(stream).chinese else "en"


def _argument(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        if argument == "--lang":
            return next(iter(arguments[index + 1 : index + 2]), None)
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def _locale(environ: Mapping[str, str]) -> str:
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if not named and sys.platform in ("win32", "darwin"):
        import locale  # noqa: PLC0415 - elsewhere the environment tells

        named = locale.getlocale()[0] or ""
    return named
