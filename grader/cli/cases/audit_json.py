"""Turns an audit into JSON: one object on one line. docs/instructors.md describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from grader.audit.matrix import TRIVIAL
from grader.messages import say
from grader.report.escape import escape_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.audit.audit import Audit
    from grader.messages import Lang

FORMAT_VERSION = 1


def render_json(done: Audit, *, lang: Lang) -> str:
    """Render an audit, with sentences in one language."""
    return escape_json(msgspec.json.encode(_document(done, lang)).decode()) + "\n"


def _document(done: Audit, lang: Lang) -> dict[str, Any]:
    proof = done.proof
    return {
        "format_version": FORMAT_VERSION,
        "exercise": done.suite.exercise.id,
        "lang": lang,
        "passed": done.passed,
        "secrets": done.secrets,
        "cases": [_case(done, column) for column in range(len(done.matrix.specs))],
        "misconceptions": [_misconception(done, row, lang) for row in range(len(done.matrix.misconceptions))],
        "trivial": [
            {"id": name, "caught_by": _names(done, row)}
            for name, row in zip(TRIVIAL, done.matrix.trivial, strict=True)
        ],
        "reference": {
            "numerical": proof.numerical,
            "linear": proof.linear,
            "left_out": [{"case": name, "reason": say(told, lang)} for name, told in proof.left_out.items()],
            "failures": [say(told, lang) for told in proof.failures],
        },
    }


def _case(done: Audit, column: int) -> dict[str, Any]:
    spec = done.matrix.specs[column]
    stronger = done.matrix.stronger_case(column)
    return {
        "number": column + 1,
        "case": spec.name,
        "visibility": spec.visibility,
        "tags": spec.tags,
        "catches": int(done.matrix.caught[:, column].sum()),
        "only_here": done.matrix.only_here(column),
        "covered_by": None if stronger is None else done.matrix.specs[stronger].name,
    }


def _misconception(done: Audit, row: int, lang: Lang) -> dict[str, Any]:
    known = done.matrix.misconceptions[row]
    found = next((one for one in done.survivors if one.misconception.id == known.id), None)
    return {
        "id": known.id,
        "zh": known.explanation.zh,
        "en": known.explanation.en,
        "shows": known.shows,
        "caught_by": _names(done, done.matrix.caught[row]),
        "survives": found is not None,
        "reason": None if found is None else say(found.reason, lang),
        "extra": None if found is None or found.extra is None else found.extra.yaml,
    }


def _names(done: Audit, row: Sequence[bool] | Any) -> list[str]:  # noqa: ANN401 - a row of the matrix
    return [spec.name for spec, caught in zip(done.matrix.specs, row, strict=True) if caught]
