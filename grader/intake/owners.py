"""Turns the path of a file into whose it is, by the naming of learning platforms and classes.

| from | looks like |
|---|---|
| Moodle | `Name_1234567_assignsubmission_file_/own.py`, `Name_1234567_assignsubmission_file_own.py` |
| Blackboard | `Homework_user_attempt_2026-11-23-10-15-30_own.py` |
| Canvas | `lastfirst_LATE_12345_678901_own-1.py` |
| EduCoder, and most classes in China | a student's number beside a Chinese name, in any order |
| all others | the folder of a student, or a file named after one |
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.intake.junk import is_archive
from grader.submission import may_be_submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Owner(NamedTuple):
    """Whose a file is.

    Parameters
    ----------
    id : str
        Never empty.
    name : str or None
        The student's name, where the path says it.
    file : str
        The student's own name of the file.
    series : str
        Of what `attempt` counts: files of one owner in one series replace each other.
    attempt : tuple of int
        The higher, the later; empty where the path does not say it.
    everywhere : bool
        Whether this is the same student in whichever export it stands.
    """

    id: str
    name: str | None
    file: str
    series: str
    attempt: tuple[int, ...] = ()
    everywhere: bool = False


_MOODLE: Final = re.compile(
    r"(?P<name>[^_]*(?:_[^_]+)*?)_(?P<id>\d+)_assignsubmission_[a-z]+_(?P<file>.*)", re.DOTALL
)
_BLACKBOARD: Final = re.compile(
    r"(?:.*?_)?(?P<id>[^_]+)_attempt_(?P<at>\d{4}(?:-\d\d){5})(?:_(?P<file>.*)|\.txt)", re.DOTALL
)
_CANVAS: Final = re.compile(
    r"(?:(?P<name>[^_]+)(?:_LATE)?_(?P<id>\d{2,})|anon_(?:LATE_)?(?P<anonymous>[0-9A-Za-z]{5}))"
    r"_(?P<number>\d{2,18})_(?P<file>.+)",
    re.DOTALL,
)
_AGAIN: Final = re.compile(r"(?P<stem>.+?)\s*[(（](?P<number>\d{1,3})[)）](?P<suffix>\.\w+)?", re.DOTALL)
_AGAIN_ON_CANVAS: Final = re.compile(r"(?P<stem>.+?)-(?P<number>\d{1,3})(?P<suffix>\.\w+)?", re.DOTALL)

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_NUMBER: Final = r"(?<![0-9A-Za-z])(?P<id>[A-Za-z]{0,4}\d{5,20}[A-Za-z]?)(?![0-9A-Za-z])"
_NAME: Final = rf"(?<![{_HAN}])(?P<name>[{_HAN}]+(?:[·•・][{_HAN}]+)+|[{_HAN}]{{2,4}})(?![{_HAN}·•・])"
_BETWEEN: Final = r"[\s_+.,，、()（）\[\]【】—–-]*"
_NUMBERED: Final = (re.compile(_NUMBER + _BETWEEN + _NAME), re.compile(_NAME + _BETWEEN + _NUMBER))
# Words that stand beside a student's number as often as the name does.
_NO_NAME: Final = re.compile(
    "作业|实验|实训|代码|提交|副本|答案|报告|课程|最终|修改|新建|学号|姓名|练习|题|班|层"
)
_LONGEST: Final = 1000  # no path of a platform is longer; what is, is somebody's trick


def of_moodle(below: Sequence[str]) -> Owner | None:
    """Read what Moodle calls a folder, or a file where it was asked for files without folders."""
    for at, part in enumerate(below):
        found = _MOODLE.fullmatch(part) if "_assignsubmission_" in part[:_LONGEST] else None
        if found:
            inside = "/".join(below[at + 1 :])
            return of_id(found["id"], found["name"] or None, inside or found["file"])
    return None


def of_blackboard(below: Sequence[str]) -> Owner | None:
    """Read what Blackboard calls a file; the time in it orders a student's attempts."""
    for at, part in enumerate(below):
        found = _BLACKBOARD.fullmatch(part) if "_attempt_" in part[:_LONGEST] else None
        if found:
            moment = tuple(int(number) for number in found["at"].split("-"))
            file = "/".join((found["file"] or part, *below[at + 1 :]))
            return Owner(found["id"], None, file, "", moment, everywhere=True)
    return None


def of_canvas(below: Sequence[str]) -> Owner | None:
    """Read what Canvas calls a file: a later one has a higher number, and perhaps `-1` at its end."""
    found = _CANVAS.fullmatch(below[0])
    if found is None:
        return None
    again = _AGAIN_ON_CANVAS.fullmatch(found["file"])
    file = again["stem"] + (again["suffix"] or "") if again else found["file"]
    attempt = (int(found["number"]), int(again["number"]) if again else 0)
    file = "/".join((file, *below[1:]))
    return Owner(found["id"] or found["anonymous"], found["name"], file, file, attempt, everywhere=True)


def of_number(below: Sequence[str], *, name_first: bool = False) -> Owner | None:
    """Read a student's number beside a Chinese name.

    Parameters
    ----------
    name_first : bool
        Whether names stand before numbers in this class. What comes after both is the student's own.
    """
    text = _first_name(below)
    after, before = _numbers(text)
    named = [*before, *after] if name_first else [*after, *before]
    if not named:
        return None
    best = named[0] if name_first else min(_of_one_number(named), key=_is_long)
    file = text.replace(best[0], "", 1).strip(" _-") + _suffix(below)
    return of_id(best["id"], best["name"], "/".join(below[1:]) or file)


def _of_one_number(named: Sequence[re.Match[str]]) -> Iterable[re.Match[str]]:
    """Give the names on either side of the first number."""
    return (match for match in named if match.start("id") == named[0].start("id"))


def _is_long(match: re.Match[str]) -> bool:
    return len(match["name"]) > 3  # noqa: PLR2004 - four characters are rarely a name


def are_names_first(paths: Iterable[Sequence[str]]) -> bool:
    """Whether more of these have a name before a number than after one: a class has one way to put it."""
    counts = Counter(
        side for path in paths for side, found in enumerate(_numbers(_first_name(path))) if found
    )
    return counts[1] > counts[0]


def _numbers(text: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Find the numbers with a name after them, and those with one before."""
    if text.isascii() or len(text) > _LONGEST:
        return [], []
    after, before = (
        [match for match in pattern.finditer(text) if not _NO_NAME.search(match["name"])]
        for pattern in _NUMBERED
    )
    return after, before


def of_place(below: Sequence[str]) -> Owner:
    """Take the name of the folder, or that of the file, for whose it is."""
    name = _first_name(below)
    return of_id(name.strip() or name, None, "/".join(below[1:]) or below[0], counted=len(below) > 1)


def _first_name(below: Sequence[str]) -> str:
    """Give the name that may say whose it is: of the outermost folder, or of the file without its suffix."""
    first = below[0]
    is_file = len(below) == 1 or is_archive(first)
    return first.rpartition(".")[0] or first if is_file else first


def _suffix(below: Sequence[str]) -> str:
    return below[-1][below[-1].rfind(".") :] if may_be_submission(below[-1]) else ""


def of_id(id_: str, name: str | None, file: str, *, counted: bool = True) -> Owner:
    """Take an id as found; `own (1).py` is a later attempt of `own.py`, as browsers call a second file."""
    again = _AGAIN.fullmatch(file) if counted and len(file) < _LONGEST else None
    if again is None:
        return Owner(id_, name, file, file, (0,))
    first = again["stem"] + (again["suffix"] or "")
    return Owner(id_, name, first, first, (int(again["number"]),))
