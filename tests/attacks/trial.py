"""Turns one entry of the set into its defects: what the grader did wrong when it graded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grader.report.formats import FORMATS
from tests.attacks.corpus import RIGHT, WRONG, Entry
from tests.attacks.graders import Outcome, WarmGrader, grade_by_command
from tests.attacks.outputs import faults_of, got_through

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.attacks.arena import Arena

KINDS: Final = ("forged", "hang", "failed", "harm", "output", "through", "poisoned", "rejected")
WALL_SECONDS: Final = 0.5
"""What a hostile submission gets: one that hangs need not hang for long."""
_GRACE_SECONDS: Final = 10.0
"""How much longer the grader itself may take in all, on a busy machine."""
_IN_EVERY_FORMAT: Final = frozenset({"exits", "hidden", "injection", "result_channel", "secrets"})
"""Categories whose attacks are in what they say; each report takes its time."""


class Defect(NamedTuple):
    """What went wrong: one of `KINDS`, and how."""

    kind: str
    told: str

    def __str__(self) -> str:
        return f"{self.kind} ({self.told})"


def try_warm(entry: Entry, grader: WarmGrader, arena: Arena) -> list[Defect]:
    """Grade an entry in this process."""
    path = arena.place(f"{entry.path.stem}.py", entry.path.read_bytes())
    wall_seconds = WALL_SECONDS if entry.hostile else None
    forms = FORMATS if entry.category in _IN_EVERY_FORMAT else ("json",)
    outcome = grader.grade(path, wall_seconds=wall_seconds, forms=forms)
    found = [*defects(entry, outcome)]
    return [*found, *(Defect("harm", told) for told in arena.take_harm(known=grader.processes()))]


def try_command(
    entry: Entry, arena: Arena, *, without: Sequence[str] = (), form: str = "json"
) -> list[Defect]:
    """Grade an entry by the command line."""
    path = arena.place(f"{entry.path.stem}.py", entry.path.read_bytes())
    wall_seconds = WALL_SECONDS if entry.hostile else None
    outcome = grade_by_command(arena, path, form=form, wall_seconds=wall_seconds, without=without)
    return [*defects(entry, outcome), *(Defect("harm", told) for told in arena.take_harm())]


def try_others(grader: WarmGrader, arena: Arena) -> list[Defect]:
    """See that the sandbox still judges others as it should, after what it has been through."""
    right = grader.grade(arena.place("right.py", RIGHT.read_bytes()))
    wrong = grader.grade(arena.place("wrong.py", WRONG.read_bytes()))
    found = [] if right.full_marks else [Defect("poisoned", "the right submission that follows is rejected")]
    return [
        *found,
        *([Defect("poisoned", "the wrong submission that follows gets full marks")] * wrong.full_marks),
    ]


def defects(entry: Entry, outcome: Outcome) -> Iterator[Defect]:
    """Compare what the grader said with what was expected of it."""
    if outcome.failed is not None:
        yield Defect("hang" if outcome.failed == "no end" else "failed", outcome.failed)
        return
    if entry.full_marks is False and outcome.full_marks:
        yield Defect("forged", "full marks")
    if entry.full_marks is True and not outcome.full_marks:
        yield Defect("rejected", " ".join(outcome.verdicts))
    if entry.hostile and outcome.seconds > WALL_SECONDS + _GRACE_SECONDS:
        yield Defect("hang", f"{outcome.seconds:.1f} s")
    yield from (Defect("through", told) for told in got_through(outcome.reports))
    if entry.hostile:
        yield from output_defects(outcome)


def output_defects(outcome: Outcome) -> Iterator[Defect]:
    """Read every report for what may not be in it."""
    for form, text in outcome.reports.items():
        yield from (Defect("output", told) for told in faults_of(form, text))
