"""Who on the roster handed in what."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from grader.intake import Entry, Person, Roster, match


def roster(*people: tuple[str, str | None]) -> Roster:
    return Roster(
        people=tuple(
            Person(id=id_, name=name, others=(), line=line)
            for line, (id_, name) in enumerate(people, start=2)
        ),
        columns=(),
    )


def entries(*ids: str | tuple[str, str]) -> list[Entry]:
    pairs = [(one, None) if isinstance(one, str) else one for one in ids]
    return [Entry(id=id_, name=name, path=Path(f"{at}.py")) for at, (id_, name) in enumerate(pairs)]


def found(given_entries: list[Entry], people: Roster) -> list[tuple[str, str | None, str | None]]:
    matched = match(given_entries, people)
    return [(one.person.id, one.entry.id if one.entry else None, one.by) for one in matched.people]


def test_everybody_has_an_entry_or_is_missing_and_the_rest_is_unclaimed() -> None:
    matched = match(entries("b", "x", "a"), roster(("a", None), ("b", None), ("c", None)))
    assert [one.entry.id if one.entry else None for one in matched.people] == ["a", "b", None]
    assert [person.id for person in matched.missing] == ["c"]
    assert [entry.id for entry in matched.unclaimed] == ["x"]


def test_case_width_and_blanks_do_not_matter() -> None:
    people = roster(("U01 ", None), ("ｕ02", None))
    assert found(entries("u01", "U02"), people) == [("U01 ", "u01", "id"), ("ｕ02", "U02", "id")]


def test_of_two_that_differ_in_case_the_exact_one_is_taken() -> None:
    matched = match(entries("ann", "Ann"), roster(("Ann", None)))
    assert [one.entry.id for one in matched.people if one.entry] == ["Ann"]
    assert [entry.id for entry in matched.unclaimed] == ["ann"]


def test_zeros_that_a_spreadsheet_lost_are_overlooked() -> None:
    assert found(entries("0012"), roster(("12", None))) == [("12", "0012", "zeros")]
    assert found(entries("12"), roster(("0012", None))) == [("0012", "12", "zeros")]


def test_zeros_are_not_overlooked_where_that_fits_two() -> None:
    assert found(entries("012", "0012"), roster(("12", None))) == [("12", None, None)]
    assert found(entries("00012"), roster(("12", None), ("012", None))) == [
        ("12", None, None),
        ("012", None, None),
    ]


def test_zeros_that_somebody_else_has_are_theirs() -> None:
    people = roster(("12", None), ("012", None))
    assert found(entries("012"), people) == [("12", None, None), ("012", "012", "id")]


def test_an_id_within_a_longer_one_is_found() -> None:
    people = roster(("2023001", None), ("u123", None), ("20230", None))
    assert found(entries("hw1-2023001_zhang", "hw1-u123"), people) == [
        ("2023001", "hw1-2023001_zhang", "within"), ("u123", None, None), ("20230", None, None)
    ]  # fmt: skip


def test_an_entry_with_the_ids_of_two_is_nobodys() -> None:
    people = roster(("2023001", None), ("2023002", None))
    assert [entry for _, entry, _ in found(entries("2023001_2023002"), people)] == [None, None]


def test_names_count_where_the_platform_has_its_own_ids() -> None:
    people = roster(("s1", "张三"), ("s2", "Lee, Ann"), ("s3", "Bob"))
    given_entries = entries(("1234", "张 三"), ("1235", "leeann"), ("1236", "Rob"))
    assert found(given_entries, people) == [
        ("s1", "1234", "name"),
        ("s2", "1235", "name"),
        ("s3", None, None),
    ]


def test_names_of_two_people_or_two_entries_do_not_count() -> None:
    people = roster(("s1", "张三"), ("s2", "张三"), ("s3", "Bob"))
    given_entries = entries(("1", "张三"), ("2", "Bob"), ("3", "Bob"))
    assert [entry for _, entry, _ in found(given_entries, people)] == [None, None, None]


def test_a_second_submission_of_a_person_stays_unclaimed() -> None:
    matched = match(entries(("2023001", "张三"), ("2023001~2", "张三")), roster(("2023001", "张三")))
    assert [entry.id for entry in matched.unclaimed] == ["2023001~2"]


IDS = st.lists(st.text("aA0129_", min_size=1, max_size=7), unique=True, max_size=12)
NAMES = st.sampled_from(["", "张三", "Ann", "ann lee"])


@given(IDS, st.lists(st.tuples(st.text("aA0129_", min_size=1, max_size=7), NAMES), max_size=12), NAMES)
def test_nobody_gets_two_and_nothing_has_two_owners(
    ids: list[str], people: list[tuple[str, str]], name: str
) -> None:
    given_entries = entries(*((id_, name) for id_ in ids))
    on_roster = roster(*{id_.casefold(): (id_, student) for id_, student in people}.values())
    matched = match(given_entries, on_roster)
    claimed = [one.entry.id for one in matched.people if one.entry is not None]
    assert [one.person for one in matched.people] == list(on_roster.people)
    assert sorted([*claimed, *(entry.id for entry in matched.unclaimed)]) == sorted(ids)
