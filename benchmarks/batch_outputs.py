"""What the outputs of a class cost: seconds and memory for so many students, then for the same ones again.

python benchmarks/batch_outputs.py [STUDENTS ...]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader.batch.diff import compare
from grader.batch.outcome import CaseFacts, Outcome, RunFacts
from grader.batch.outputs import write_outputs
from grader.batch.standings import read_standings
from grader.report.document import (
    HiddenResult,
    IsolationEntry,
    MisconceptionEntry,
    PositionEntry,
    PublicResult,
    ReportDocument,
    SubmissionEntry,
    TemplateEntry,
    ValuesMismatch,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = tuple(CaseFacts(name=f"case {number}", points=10, hidden=number > 8) for number in range(1, 11))  # noqa: PLR2004 - the last two of ten
RUN = RunFacts(
    exercise="layer_backward",
    title="示例层的反向传播",
    cases=CASES,
    max_score=100,
    started=datetime(2026, 1, 1, tzinfo=UTC),
    seconds=60.0,
    level="A",
    digest="d" * 64,
)
KNOWN = MisconceptionEntry(id="wrong_order", zh="忘了转置", en="forgot the transpose")
MISMATCH = ValuesMismatch(
    value="dx",
    given=False,
    size=126,
    differing=9,
    max_abs_error=0.83,
    atol=1e-5,
    first=tuple(PositionEntry(index=(0, 0, 2, at), actual=0.41, expected=1.24) for at in range(5)),
)


def document(number: int) -> bytes:
    """One in two is right; the others fail three cases."""
    wrong = number % 2
    results = [_result(at, case, wrong=bool(wrong and at % 3 == 0)) for at, case in enumerate(CASES, 1)]
    made = ReportDocument(
        format_version=1,
        exercise=RUN.exercise,
        lang="zh",
        submission=SubmissionEntry(path="", sha256=f"{number:064x}", kind="script"),
        passed=not wrong,
        verdict="WA" if wrong else "AC",
        score=sum(result.points or 0 for result in results),
        max_score=100,
        reason=None,
        reason_key=None,
        trace=(),
        column=None,
        wall_seconds=0.2 + number % 100 / 1000,
        peak_memory_bytes=33 << 20,
        misconception="wrong_order" if wrong else None,
        misconceptions=(KNOWN,) if wrong else (),
        clues=(),
        small_example=None,
        stdout="",
        stdout_cut_bytes=0,
        isolation=IsolationEntry(level="A", layers=("seccomp", "landlock")),
        template=TemplateEntry(markers=True, modified_outside_markers=False),
        results=tuple(results),
    )
    return msgspec.json.encode(made)


def _result(number: int, case: CaseFacts, *, wrong: bool) -> PublicResult | HiddenResult:
    points = 0 if wrong else case.points
    if case.hidden:
        return HiddenResult(
            case=case.name,
            number=number,
            tags=(),
            verdict="WA" if wrong else "AC",
            points=points,
            max_points=10,
        )
    return PublicResult(
        case=case.name,
        number=number,
        tags=("overlap",),
        verdict="WA" if wrong else "AC",
        points=points,
        max_points=10,
        wall_seconds=0.02,
        peak_memory_bytes=33 << 20,
        reason="dx: 126 个元素里有 9 个不同（最大误差 0.83，允许 1e-05）" if wrong else None,
        reason_key="judge.wrong_values" if wrong else None,
        mismatch=MISMATCH if wrong else None,
        trace=(),
        stdout="",
        stdout_cut_bytes=0,
    )


def students(count: int) -> Iterator[Outcome]:
    """Make a class, one student at a time."""
    for number in range(count):
        yield Outcome(
            id=f"{2026000000 + number}",
            name=f"学生{number}",
            shown=f"class/{number}.py",
            sha256=f"{number:064x}",
            document=document(number),
        )


def peak_mebibytes() -> float:
    """Give the most memory that this process has used."""
    import resource  # noqa: PLC0415 - not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure for each size that is named, smallest first."""
    print(f"{'students':>9} {'first s':>8} {'again s':>8} {'diff s':>8} {'peak MiB':>9}")
    for count in sorted(map(int, sys.argv[1:])) or [1000, 10_000]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            times = [_timed(folder, count) for _ in range(2)]
            peak = peak_mebibytes()
            begun = time.perf_counter()
            compare(read_standings(folder), read_standings(folder))
            apart = time.perf_counter() - begun
        print(f"{count:9} {times[0]:8.2f} {times[1]:8.2f} {apart:8.2f} {peak:9.1f}")


def _timed(folder: Path, count: int) -> float:
    begun = time.perf_counter()
    write_outputs(folder, lambda: students(count), RUN, "zh")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
