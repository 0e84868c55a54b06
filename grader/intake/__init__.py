"""Turns files, folders and exports of learning platforms into entries: whose each is, and where it lies."""

from __future__ import annotations

from grader.intake.entry import Entry, Found, Skipped, Span
from grader.intake.file_names import file_names, safe_name
from grader.intake.finding import find_entries, natural_key
from grader.intake.matching import Match, Matched, match
from grader.intake.reading import read_entry
from grader.intake.roster import Person, Roster, read_roster

__all__ = [
    "Entry",
    "Found",
    "Match",
    "Matched",
    "Person",
    "Roster",
    "Skipped",
    "Span",
    "file_names",
    "find_entries",
    "match",
    "natural_key",
    "read_entry",
    "read_roster",
    "safe_name",
]
