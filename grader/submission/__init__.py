"""Turns a student's file into a submission, and says how it relates to the template."""

from __future__ import annotations

from grader.submission.markers import Region, find_regions
from grader.submission.read import (
    NOTEBOOK_BYTES,
    SCRIPT_BYTES,
    is_notebook,
    may_be_submission,
    open_regular,
    read_bytes,
    read_capped,
    read_submission,
    submission_from,
)
from grader.submission.template import Spliced, compare_with_template, splice_into_template, unfilled_in
from grader.submission.words import words

__all__ = [
    "NOTEBOOK_BYTES",
    "SCRIPT_BYTES",
    "Region",
    "Spliced",
    "compare_with_template",
    "find_regions",
    "is_notebook",
    "may_be_submission",
    "open_regular",
    "read_bytes",
    "read_capped",
    "read_submission",
    "splice_into_template",
    "submission_from",
    "unfilled_in",
    "words",
]
