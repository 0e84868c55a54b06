"""Turns a report into Classroom 50's `result.json`, which takes from the environment whom it is about."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import msgspec

from grader.report.escape import escape_json, for_json
from grader.report.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.messages import Lang
    from grader.model.report import Report
    from grader.report.formats import Run
    from grader.report.rows import Row

SCHEMA: Final = "classroom50/result/v1"
FIELDS: Final = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}
# The runner writes these in itself; where it says them beforehand, the file is complete without it.
STAMPED: Final = {"assignment_type": "ASSIGNMENT_TYPE", "owner": "OWNER"}
MAX_VARIABLE_CHARACTERS: Final = 4096


def render_classroom50(report: Report, *, lang: Lang, run: Run) -> str:
    """Render the file.

    Notes
    -----
    Where the grader itself failed there is no `score`, and the exit code is 3: the runner refuses the file
    and records an error, not a zero.
    """
    document = envelope(run)
    if report.score is not None:
        document["score"] = report.score
    document["max-score"] = report.max_score
    document["tests"] = [test_of(row) for row in rows_of(report, lang=lang) if row.points is not None]
    return escape_json(msgspec.json.encode(document).decode()) + "\n"


def envelope(run: Run) -> dict[str, Any]:
    """Say whom and what it is about, and when.

    Parameters
    ----------
    run : Run
        With the variables of `FIELDS`; of `REVIEW_URL`, without which the commit is what is to be reviewed;
        of `STAMPED`, where they are set. Its time is that of the submission until the runner writes in the
        commit's.
    """
    environment = run.environment
    document: dict[str, Any] = {
        "schema": SCHEMA,
        **_taken(FIELDS, environment),
        **_taken(STAMPED, environment),
    }
    document["review"] = _variable("REVIEW_URL", environment) or document.get("commit")
    document["datetime"] = run.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return document


def _taken(fields: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    values = {field: _variable(variable, environment) for field, variable in fields.items()}
    return {field: value for field, value in values.items() if value}


def _variable(name: str, environment: Mapping[str, str]) -> str:
    return for_json(environment.get(name, ""), characters=MAX_VARIABLE_CHARACTERS)


def test_of(row: Row) -> dict[str, Any]:
    """Make the test of one case."""
    return {
        "test-name": row.name or str(row.number),
        "passed": row.passed,
        "score": row.points,
        "max-score": row.max_points,
    }
