"""Turns progress into JUnit XML: a suite for each exercise, as `grader.report.junit` makes it of a report.

An exercise for which nothing was handed in is a suite with one testcase that was skipped.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from grader.messages import message, say
from grader.report.junit import HOSTNAME, document_of, suite_of

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.progress import Progress, UnitLevel
    from grader.report.formats import Run


def render_junit(progress: Progress, *, lang: Lang, run: Run) -> str:
    """Render the file."""
    return document_of([_suite(level, lang, run) for level in progress.levels])


def _suite(level: UnitLevel, lang: Lang, run: Run) -> ET.Element:
    if level.report is not None:
        return suite_of(level.report, lang=lang, run=run)
    name = level.exercise.id
    suite = ET.Element(
        "testsuite",
        name=name,
        errors="0",
        failures="0",
        skipped="1",
        tests="1",
        time="0.000",
        timestamp=run.now.isoformat(),
        hostname=HOSTNAME,
    )
    case = ET.SubElement(suite, "testcase", classname=name, name=name, time="0.000")
    told = say(message("progress.not_handed_in"), lang)
    ET.SubElement(case, "skipped", type="layergrade.missing", message=told).text = told
    return suite
