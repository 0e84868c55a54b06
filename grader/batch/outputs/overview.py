"""Turns the tally of a class into what the instructor's page shows above its table of students."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from grader.batch.outputs.kept import FOLDER_NAME
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.report.escape import cut, one_line
from grader.report.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.batch.outcome import CaseFacts, RunFacts
    from grader.batch.outputs.tally import Tally
    from grader.messages import Lang
    from grader.report.document import MisconceptionEntry

BINS: Final = 10
BAR_WIDTH: Final = 240
DIGITS_OF_DIGEST: Final = 12
MOST_NAME_CHARACTERS: Final = 60
MOST_ERROR_CHARACTERS: Final = 400


class Person(NamedTuple):
    """A student, as one is called on the page, and where the report is; None where there is none."""

    id: str
    name: str
    href: str | None


class Bar(NamedTuple):
    """A range of scores and how many have one of them."""

    label: str
    students: int
    width: int


class CaseRow(NamedTuple):
    """How the class did on a case."""

    number: int
    name: str
    hidden: bool
    passed: int
    percent: float
    width: int
    verdicts: str


class Group(NamedTuple):
    """Students who have something in common, and what."""

    told: str
    ids: str
    people: tuple[Person, ...]


class Slow(NamedTuple):
    """A student and how long the submission took."""

    person: Person
    seconds: float
    shown: str


class Unmarked(NamedTuple):
    """A student without a score, and why."""

    person: Person
    error: str


class Overview(NamedTuple):
    """Everything that the page shows but for its table of students."""

    title: str
    exercise: str
    figures: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    bars: tuple[Bar, ...]
    cases: tuple[CaseRow, ...]
    causes: tuple[Group, ...]
    unknown: int
    slowest: tuple[Slow, ...]
    edited: tuple[Person, ...]
    identical: tuple[Group, ...]
    unmarked: tuple[Unmarked, ...]
    facts: tuple[str, ...]


def person(id_: str, name: str | None, stem: str | None) -> Person:
    """Name a student, and link to the report where there is one."""
    href = None if stem is None else f"{FOLDER_NAME}/{quote(stem)}.html"
    return Person(_short(id_), _short(name or ""), href)


def overview(tally: Tally, people: Sequence[Person], facts: RunFacts, lang: Lang) -> Overview:
    """Lay out what a class has in common.

    Parameters
    ----------
    people : sequence of Person
        The students, by their places in the run.
    """
    look = Look(lang, width=0, unicode=True, verbose=True)
    causes = sorted(tally.alike.items(), key=lambda one: (-len(one[1]), one[0]))
    return Overview(
        title=facts.title,
        exercise=facts.exercise,
        figures=_figures(tally, facts, look),
        notices=() if facts.finished else (_said("unfinished", lang),),
        bars=_bars(tally, facts.max_score),
        cases=tuple(_case(number, case, tally, look) for number, case in enumerate(facts.cases, 1)),
        causes=tuple(_cause(ids, places, tally, people, lang) for ids, places in causes),
        unknown=tally.unknown,
        slowest=tuple(
            Slow(people[place], seconds, look.seconds(seconds)) for seconds, place in tally.slowest()
        ),
        edited=_of(tally.edited, people),
        identical=tuple(
            Group("", sha256[:DIGITS_OF_DIGEST], _of(places, people)) for sha256, places in tally.identical()
        ),
        unmarked=tuple(
            Unmarked(people[one.place], cut(one.error, characters=MOST_ERROR_CHARACTERS))
            for one in tally.unmarked
        ),
        facts=_facts(facts, look),
    )


def _figures(tally: Tally, facts: RunFacts, look: Look) -> tuple[tuple[str, str], ...]:
    """Give the few numbers that a reader looks for first, with what each is."""
    marked = tally.count - len(tally.unmarked)
    shown = [("count", str(tally.count)), ("marked", str(marked))]
    if marked:
        scores = sorted(tally.scores.elements())
        shown += [
            ("passed", f"{tally.passed} ({_percent(tally.passed, marked):.0f}%)"),
            ("mean", f"{statistics.fmean(scores):.1f}/{facts.max_score}"),
            ("median", f"{statistics.median(scores):g}/{facts.max_score}"),
        ]
    shown.append(("unmarked", str(tally.count - marked)))
    return tuple((say(message(f"outputs.figure_{key}"), look.lang), value) for key, value in shown)


def _bars(tally: Tally, max_score: int) -> tuple[Bar, ...]:
    """Count scores in ranges of one width; full marks have a bar of their own."""
    width = max(1, -(-max_score // BINS))
    firsts = [*range(0, max_score, width), max_score]
    counts = dict.fromkeys(firsts, 0)
    for score, count in tally.scores.items():
        counts[min(score // width * width, max_score) if score < max_score else max_score] += count
    most = max(counts.values(), default=0) or 1
    return tuple(
        Bar(_range(first, min(first + width, max_score) - 1), count, _scaled(count, most))
        for first, count in counts.items()
    )


def _range(first: int, last: int) -> str:
    return str(first) if last <= first else f"{first}–{last}"


def _case(number: int, case: CaseFacts, tally: Tally, look: Look) -> CaseRow:
    verdicts = tally.verdicts[case.name]
    passed, total = verdicts[Verdict.AC], verdicts.total()
    others = [(verdict, verdicts[verdict]) for verdict in Verdict if verdict is not Verdict.AC]
    told = [f"{look.verdict(verdict)} {count}" for verdict, count in others if count]
    return CaseRow(
        number=number,
        name=case.name,
        hidden=case.hidden,
        passed=passed,
        percent=_percent(passed, total),
        width=_scaled(passed, total or 1),
        verdicts=_said("comma", look.lang).join(told),
    )


def _cause(
    ids: tuple[str, ...], places: Sequence[int], tally: Tally, people: Sequence[Person], lang: Lang
) -> Group:
    told = [_explanation(tally.explained[one], lang) for one in ids]
    return Group(_said("or", lang).join(told), ", ".join(ids), _of(places, people))


def _explanation(known: MisconceptionEntry, lang: Lang) -> str:
    return known.zh if lang == "zh" else known.en


def _facts(facts: RunFacts, look: Look) -> tuple[str, ...]:
    started = facts.started.isoformat(sep=" ", timespec="seconds")
    return (
        _said("fact_run", look.lang, started=started, time=look.seconds(facts.seconds)),
        look.words("isolation_none", level=facts.level),
        _said("fact_digest", look.lang, digest=facts.digest[:DIGITS_OF_DIGEST]),
    )


def _of(places: Iterable[int], people: Sequence[Person]) -> tuple[Person, ...]:
    return tuple(people[place] for place in places)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _scaled(count: int, most: int) -> int:
    """Give the width of a bar; what is not nothing can be seen."""
    return max(1, round(BAR_WIDTH * count / most)) if count else 0


def _short(text: str) -> str:
    return one_line(cut(text, characters=MOST_NAME_CHARACTERS))


def _said(key: str, lang: Lang, **args: object) -> str:
    return say(message(f"outputs.{key}", **args), lang)
