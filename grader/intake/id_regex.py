"""Turns paths into ids by the regular expression that an instructor gives.

A regular expression can take longer than the age of the world, and Python's engine cannot be told to stop. So
it searches in a process of its own, which is ended when its time is over.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.errors import InternalError, UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS_MAX: Final = 10.0
_LONGEST: Final = 1000

_SEARCH: Final = """
import json, re, sys, warnings
warnings.simplefilter("ignore")
wanted = json.load(sys.stdin)
search = re.compile(wanted["regex"]).search
group = wanted["group"]
found = []
for path in wanted["paths"]:
    match = search(path)
    groups = match.groupdict() if match else {}
    found.append([match[group], groups.get("name")] if match else None)
json.dump(found, sys.stdout)
"""


class Identified(NamedTuple):
    """What the expression found in a path."""

    id: str
    name: str | None


class IdRegex(NamedTuple):
    """A regular expression that is known to compile, and the group that holds the id."""

    regex: str
    group: str | int

    def search(self, paths: Sequence[str]) -> list[Identified | None]:
        """Find the id in each path; None where the expression does not match, or finds an empty one.

        Raises
        ------
        UsageError
            When it takes too long.
        """
        wanted = {"regex": self.regex, "group": self.group, "paths": list(paths)}
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter, and a text of ours
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _SEARCH],
                input=json.dumps(wanted).encode("ascii"),
                capture_output=True,
                timeout=SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise UsageError(
                message("intake.slow_regex", regex=self.regex, seconds=f"{SECONDS_MAX:g}")
            ) from error
        if done.returncode != 0:
            raise InternalError(message("intake.regex_failed", code=done.returncode))
        return [_identified(one) for one in json.loads(done.stdout)]


def read_id_regex(text: str) -> IdRegex:
    """Read a regular expression with a group `id`, or one group without a name.

    Raises
    ------
    UsageError
        When it is none, or says not which part is the id.
    """
    try:
        if len(text) > _LONGEST:
            raise UsageError(message("intake.long_regex", limit=_LONGEST))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise UsageError(message("intake.bad_regex", regex=text, detail=str(error))) from error
    names = set(compiled.groupindex)
    if "id" in names:
        return IdRegex(text, "id")
    unnamed = set(range(1, compiled.groups + 1)) - set(compiled.groupindex.values())
    if len(unnamed) != 1:
        raise UsageError(message("intake.regex_without_id", regex=text))
    return IdRegex(text, unnamed.pop())


def _identified(found: list[str | None] | None) -> Identified | None:
    id_ = (found[0] or "").strip() if found else ""
    name = (found[1] or "").strip() if found else ""
    return Identified(id_, name or None) if id_ else None
