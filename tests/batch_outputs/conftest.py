"""Classes of students, made by hand: documents of reports, outcomes and the facts of a run."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import msgspec
import pytest

from grader.batch.outcome import CaseFacts, Outcome, RunFacts
from grader.batch.outputs import write_outputs
from grader.report.document import (
    ArrayEntry,
    Clue,
    HiddenResult,
    IsolationEntry,
    MisconceptionEntry,
    PositionEntry,
    PublicResult,
    ReportDocument,
    SmallExample,
    SubmissionEntry,
    TemplateEntry,
    TraceEntry,
    ValuesMismatch,
)

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.report` can be imported
    sys.path.append(_ROOT)

from tests.report.html.conftest import HOSTILE, Element, parse_page  # noqa: E402 - only now it can be found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.messages import Lang

DIGEST = "d1" * 32
CASES = (
    CaseFacts(name="basic", points=10),
    CaseFacts(name="overlap", points=10),
    CaseFacts(name="secret", points=10, hidden=True),
)
WRONG_ORDER = MisconceptionEntry(id="wrong_order", zh="忘了转置", en="forgot the transpose")
OVERWRITES = MisconceptionEntry(id="overwrites", zh="覆盖了梯度", en="overwrites the gradient")
MISMATCH = ValuesMismatch(
    value="dx",
    given=False,
    size=8,
    differing=1,
    max_abs_error=0.83,
    atol=1e-5,
    first=(PositionEntry(index=(0, 2), actual=0.41, expected=1.24),),
)
EXAMPLE = SmallExample(
    params={"size": 2.0},
    inputs={"x": ArrayEntry(shape=(2, 2), values=(1.0, 2.0, "NaN", 4.0))},
    value="dx",
    actual=ArrayEntry(shape=(2,), values=(0.0, 1.0)),
    expected=ArrayEntry(shape=(2,), values=(0.5, 1.0)),
)


def public(case: str, number: int = 1, verdict: Any = "AC", **changes: object) -> PublicResult:  # noqa: ANN401
    fields: dict[str, Any] = {
        "tags": (),
        "points": None if verdict == "IE" else 10 if verdict == "AC" else 0,
        "max_points": 10,
        "wall_seconds": 0.002,
        "peak_memory_bytes": 33 << 20,
        "reason": None if verdict == "AC" else "wrong",
        "reason_key": None,
        "mismatch": None,
        "trace": (),
        "stdout": "",
        "stdout_cut_bytes": 0,
    }
    return PublicResult(case=case, number=number, verdict=verdict, **(fields | changes))


def hidden(case: str, number: int = 3, verdict: Any = "AC", **changes: object) -> HiddenResult:  # noqa: ANN401
    fields: dict[str, Any] = {"tags": ("leftover",), "points": 10 if verdict == "AC" else 0, "max_points": 10}
    return HiddenResult(case=case, number=number, verdict=verdict, **(fields | changes))


def document(*verdicts: str, **changes: object) -> ReportDocument:
    """A document with these verdicts for `CASES`; all are right where none is given."""
    codes: tuple[Any, ...] = verdicts or ("AC", "AC", "AC")
    results = (public("basic", 1, codes[0]), public("overlap", 2, codes[1]), hidden("secret", 3, codes[2]))
    results = changes.pop("results", results)  # type: ignore[assignment]  # whatever a test wants
    wrong = [result.verdict for result in results if result.verdict != "AC"]
    fields: dict[str, Any] = {
        "format_version": 1,
        "exercise": "layer_backward",
        "lang": "zh",
        "submission": SubmissionEntry(path="", sha256="ab" * 32, kind="script"),
        "passed": not wrong,
        "verdict": wrong[0] if wrong else "AC",
        "score": None if "IE" in wrong else sum(result.points or 0 for result in results),
        "max_score": 30,
        "reason": None,
        "reason_key": None,
        "trace": (),
        "column": None,
        "wall_seconds": 0.21,
        "peak_memory_bytes": 33 << 20,
        "misconception": None,
        "misconceptions": (),
        "clues": (),
        "small_example": None,
        "stdout": "",
        "stdout_cut_bytes": 0,
        "isolation": IsolationEntry(level="A", layers=("seccomp", "landlock")),
        "template": TemplateEntry(markers=True, modified_outside_markers=False),
        "results": results,
    }
    return ReportDocument(**(fields | changes))


def outcome(id_: str, made: ReportDocument | None = None, **changes: object) -> Outcome:
    fields: dict[str, Any] = {
        "shown": f"/home/teacher/class/{id_}.py",
        "sha256": None if made is None else f"{crc32(id_.encode('utf-8', 'surrogatepass')):064x}",
        "document": None if made is None else msgspec.json.encode(made),
        "error": "no submission" if made is None else None,
    }
    return Outcome(id=id_, **(fields | changes))


def facts(**changes: object) -> RunFacts:
    fields: dict[str, Any] = {
        "exercise": "layer_backward",
        "title": "示例层的反向传播",
        "cases": CASES,
        "max_score": 30,
        "started": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        "seconds": 12.5,
        "level": "A",
        "digest": DIGEST,
        "parts": {"cases": "c1", "grader": "1.0 aa", "numpy": "2.0"},
    }
    return RunFacts(**(fields | changes))


def everything() -> list[Outcome]:
    """A class in which each thing that an output can show has happened to somebody."""
    edited = TemplateEntry(markers=True, modified_outside_markers=True)
    known = {"misconception": "wrong_order", "misconceptions": (WRONG_ORDER,)}
    trace = (TraceEntry(line=16, cell=None, function="backward"),)
    wrong = (
        public("basic"),
        public("overlap", 2, "WA", reason="dx: 1 of 8", mismatch=MISMATCH, trace=trace, stdout="hello\n"),
        hidden("secret", 3, "WA"),
    )
    syntax = {"reason": "cannot be compiled: invalid syntax", "reason_key": "judge.syntax", "trace": trace}
    return [
        outcome("2022001", document(), name="张三", roster=("一班",)),
        outcome("2022002", document("AC", "WA", "WA", **known), name="李四", roster=("一班",)),
        outcome("2022003", document(results=wrong, small_example=EXAMPLE, **known), roster=("二班",)),
        outcome("2022004", document("RTE", "RTE", "RTE", template=edited), roster=("二班",)),
        outcome("2022005", document("AC", "TLE", "SC", wall_seconds=20.1), roster=("二班",)),
        outcome(
            "2022006",
            document(
                "AC",
                "WA",
                "AC",
                misconceptions=(OVERWRITES, WRONG_ORDER),
                clues=(Clue(id="c", zh="边", en="b"),),
            ),
            sha256="ff" * 32,
        ),
        outcome("2022007", document(), sha256="ff" * 32),
        outcome("2022008", document("CE", "CE", "CE", **syntax)),
        outcome("2022009", name="王五", roster=("一班",), error="名单上有，但没有提交"),
    ]


def hostile_class(text: str) -> list[Outcome]:
    """A class in which all that a submission, a file's name or a roster has a say in is the same text."""
    held = text.encode("utf-8", "replace").decode()  # a document holds no lone surrogate
    trace = (TraceEntry(line=3, cell=None, function=held[:500]),)
    where = PositionEntry(index=(0,), actual="NaN", expected="-Infinity")
    wrong = ValuesMismatch(
        value=held[:50], given=False, size=1, differing=1, max_abs_error="NaN", atol=1e-5, first=(where,)
    )
    results = (
        public("basic", 1, "RTE", reason=held[:4000], trace=trace, stdout=held[:60_000]),
        public("overlap", 2, "WA", reason=held[:4000], mismatch=wrong, tags=(held[:50],)),
        hidden("secret", 3, "WA", tags=(held[:50],)),
    )
    graded = document(
        results=results,
        stdout=held[:60_000],
        misconceptions=(MisconceptionEntry(id=held[:50], zh=held[:500], en=held[:500]),),
        misconception=held[:50],
        clues=(Clue(id="c", zh=held[:500], en=held[:500]),),
        template=TemplateEntry(markers=False, modified_outside_markers=True),
    )
    unread = document("CE", "CE", "CE", reason=held[:4000], reason_key="judge.syntax", trace=trace)
    return [
        outcome(f"{text[:999]}1", graded, name=text, shown=f"/a/{text}.py", roster=(text,), sha256="ab" * 32),
        outcome(f"{text[:999]}2", graded, name=text, shown=text, roster=(text,), sha256="ab" * 32),
        outcome("3", unread, shown="x.zip!a/3.py"),
        outcome(text[:200], name=text, shown=text, error=text, roster=(text,)),
    ]


class Build(NamedTuple):
    """The builders, as tests use them."""

    public: Callable[..., PublicResult] = public
    hidden: Callable[..., HiddenResult] = hidden
    document: Callable[..., ReportDocument] = document
    outcome: Callable[..., Outcome] = outcome
    facts: Callable[..., RunFacts] = facts
    everything: Callable[[], list[Outcome]] = everything
    hostile: Callable[[str], list[Outcome]] = hostile_class


class Write:
    """Writes outputs into a folder, from a list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, outcomes: Iterable[Outcome], of_run: RunFacts | None = None, lang: Lang = "zh"
    ) -> Path:
        kept = list(outcomes)

        def again() -> Iterator[Outcome]:
            return iter(kept)

        write_outputs(self.folder, again, of_run or facts(), lang)
        return self.folder


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return Write(tmp_path)


@pytest.fixture(scope="session")
def parse() -> Callable[[str], list[Element]]:
    return parse_page


@pytest.fixture(scope="session", params=HOSTILE)
def hostile_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a class of which all that is somebody's is hostile."""
    text = HOSTILE[str(request.param)]
    of_run = facts(roster=(text,), title=text[:200])
    return Write(tmp_path_factory.mktemp("hostile"))(hostile_class(text), of_run, "en")


@pytest.fixture(scope="session")
def hostile_texts() -> dict[str, str]:
    return HOSTILE
