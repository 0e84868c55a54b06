"""Turns entries into what a run would grade, and why: `--dry-run`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.batch.digest import differing
from grader.batch.task import task_of
from grader.intake.reading import read_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.batch.results import Results
    from grader.batch.run import Numbered
    from grader.batch.task import Order


class Planned(NamedTuple):
    """A submission that would be graded; `changed` names what differs since it last was, if it ever was."""

    id: str
    changed: tuple[str, ...]


class Plan(NamedTuple):
    """What a run would do.

    Parameters
    ----------
    total, reused, copies : int
        Submissions in all; those that have a result; those whose like would be graded anyway.
    graded : list of Planned
        What would be graded.
    """

    total: int
    reused: int
    copies: int
    graded: list[Planned]


def make_plan(entries: Sequence[Numbered], results: Results, order: Order) -> Plan:
    """Look at every submission, and grade none."""
    seen: set[str] = set()
    graded: list[Planned] = []
    reused = copies = 0
    for _, entry in entries:
        name = task_of(read_entry(entry), notebook=entry.notebook).sha256
        if results.grade_of(name) is not None:
            reused += 1
        elif name in seen:
            copies += 1
        else:
            seen.add(name)
            before = results.parts_before(name)
            changed = () if before is None else differing(before, dict(order.parts))
            graded.append(Planned(entry.id, changed))
    return Plan(len(entries), reused, copies, graded)
