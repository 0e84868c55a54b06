"""Turns a draft into a case at the end of a file, whole or not at all, proven before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.cli.output import cannot_write
from grader.report.whole import write_whole
from grader.suite.append import proven, with_case
from grader.suite.course import require_own
from grader.suite.drafts import case_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import CaseSpec, Suite
    from grader.suite.drafts import CaseDraft

_HEAD: Final = """\
# yaml-language-server: $schema=../docs/schema/cases.schema.json
exercise: {exercise}
cases:
"""


def prepared(suite: Suite, path: Path, draft: CaseDraft) -> tuple[str, CaseSpec]:
    """Make the new text of a file, and the case that is in it then; nothing is written.

    Raises
    ------
    CourseError
        The case would be wrong.
    UsageError
        Nothing can be put after what the file holds.
    """
    item = case_yaml(draft)
    if path.exists():
        text = with_case(path.read_bytes().decode("utf-8"), path, item)
    else:
        text = _HEAD.format(exercise=suite.exercise.id) + "".join(f"  {line}\n" for line in item.splitlines())
    return text, proven(suite, path, text, draft.name)


def append_case(suite: Suite, path: Path, draft: CaseDraft) -> CaseSpec:
    """Write the case; what stands in the file stays as it is, to the byte, and so do its permissions.

    Raises
    ------
    CourseError, UsageError
        See `prepared`; also where the file cannot be written, or belongs to the course that is installed.
    """
    text, spec = prepared(suite, path, draft)
    file = path.resolve()
    require_own(file)
    try:
        mode = file.stat().st_mode if file.exists() else None
        write_whole(file, text.encode())
        if mode is not None:
            file.chmod(mode)
    except OSError as error:
        raise cannot_write(path, error) from error
    return spec
