"""A roster is read as any spreadsheet writes it, and every mistake has its place."""

from __future__ import annotations

import contextlib
import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CourseError, UsageError
from grader.intake import Person, Roster, read_roster
from grader.messages import LANGS

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, data: str | bytes) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_roster(path)


def people(roster: Roster) -> list[tuple[str, str | None]]:
    return [(person.id, person.name) for person in roster.people]


def mistakes(tmp_path: Path, data: str | bytes) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, data)
    assert all(caught.value.text(lang) for lang in LANGS)
    return [
        (problem.told.key.removeprefix("intake.roster_"), problem.line, problem.column)
        for problem in caught.value.problems
    ]


CHINESE = "学号,姓名,班级\n2023001,张三,一班\n007,李 四,二班\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_it_is_read_in_every_encoding_of_excel(tmp_path: Path, encoding: str) -> None:
    roster = read(tmp_path, CHINESE.encode(encoding))
    assert roster == Roster(
        people=(
            Person(id="2023001", name="张三", others=("一班",), line=2),
            Person(id="007", name="李 四", others=("二班",), line=3),
        ),
        columns=("班级",),
    )


def test_western_letters_of_excel_are_read(tmp_path: Path) -> None:
    assert people(read(tmp_path, "id;name\n1;Jos\xe9 M\xfcller\n".encode("cp1252"))) == [("1", "José Müller")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_of_all_programs(tmp_path: Path, separator: str, end: str) -> None:
    lines = ["Name|ID|Group", "Ann|7|a", "", "||", "Bob|8|b"]
    roster = read(tmp_path, end.join(line.replace("|", separator) for line in lines))
    assert (people(roster), roster.columns) == ([("7", "Ann"), ("8", "Bob")], ("Group",))


def test_the_separator_may_be_said_as_to_excel(tmp_path: Path) -> None:
    assert people(read(tmp_path, "sep=|\nid|name\n1|Lee, Ann\n")) == [("1", "Lee, Ann")]


def test_cells_may_be_quoted_and_hold_lines(tmp_path: Path) -> None:
    roster = read(tmp_path, 'id,name,note\n1,"Lee, Ann","one\ntwo"\n2,"say ""x""",\n')
    assert people(roster) == [("1", "Lee, Ann"), ("2", 'say "x"')]
    assert [person.line for person in roster.people] == [2, 4]
    assert roster.people[0].others == ("one\ntwo",)


@pytest.mark.parametrize(
    ("header", "id_", "name"),
    [
        ("学号,姓名", "a", "b"),
        ("学 号,学生姓名", "a", "b"),
        ("Full Name,Student ID", "b", "a"),
        ("Student,ID,SIS User ID", "b", "a"),
        ("Identifier,Full name,ID number,Email address", "a", "b"),
        ("First Name,SID", "b", None),
        ("学号,ID,姓名", "a", "c"),
        ("ＩＤ,NAME", "a", "b"),
        ("email", "a", None),
    ],
)
def test_columns_are_found_by_their_usual_names(
    tmp_path: Path, header: str, id_: str, name: str | None
) -> None:
    cells = ",".join("abcd"[: header.count(",") + 1])
    assert people(read(tmp_path, f"{header}\n{cells}\n")) == [(id_, name)]


@pytest.mark.parametrize(
    ("cell", "id_"),
    [
        ('"=""007"""', "007"),
        ("'007", "007"),
        ("7.0", "7"),
        (" 7 ", "7"),
        ("\u30007\xa0", "7"),
        ("x.0", "x.0"),
    ],
)
def test_what_protects_a_number_from_spreadsheets_is_taken_off(tmp_path: Path, cell: str, id_: str) -> None:
    assert people(read(tmp_path, f"id\n{cell}\n")) == [(id_, None)]


def test_a_grading_sheet_of_moodle_is_a_roster(tmp_path: Path) -> None:
    text = "Identifier,Full name,Grade\nParticipant 1234567,Ann Lee,\n参与者1234568,张三,\n"
    assert people(read(tmp_path, text)) == [("1234567", "Ann Lee"), ("1234568", "张三")]


def test_a_grade_book_of_canvas_is_a_roster(tmp_path: Path) -> None:
    text = 'Student,ID,SIS Login ID,HW 1 (77)\n    Points Possible,,,10\n"Lee, Ann",12345,ann,\n'
    roster = read(tmp_path, text)
    assert people(roster) == [("12345", "Lee, Ann")]
    assert roster.columns == ("SIS Login ID", "HW 1 (77)")


def test_missing_cells_at_the_end_are_empty_and_columns_without_header_do_not_count(tmp_path: Path) -> None:
    roster = read(tmp_path, "id,name,group,\n1,Ann\n2,Bob,g,\n")
    assert roster.columns == ("group",)
    assert [person.others for person in roster.people] == [("",), ("g",)]


def test_every_mistake_is_told_with_line_and_column(tmp_path: Path) -> None:
    text = 'name,id,x,x\nAnn,1\n"B, C",,1\nDora,2.02301E+11\nEve,3,4,5,6\n\nFay, 1\nGus,ａ\nHal,A\n'
    assert mistakes(tmp_path, text) == [
        ("column_twice", 1, 11),
        ("row_without_id", 3, 8),
        ("exponent", 4, 6),
        ("wide", 5, 11),
        ("twice", 7, None),
        ("twice", 9, None),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [("empty", None, None)]),
        ("\n\n,,\n", [("empty", None, None)]),
        ("2023001,张三\n", [("no_id", 1, 1)]),
        ("\nname;group\n", [("no_id", 2, 1)]),
        ('id,name\n1,"Ann\n2,Bob\n', [("quotes", 2, None)]),
        ('id,name\n1,"Ann"x\n', [("quotes", 2, None)]),
        (b"id,name\n1,Ann\n2,\xff\xff\xff\n3,\x81", [("encoding", 4, None)]),
        (b"PK\3\4\0\0\0", [("not_csv", None, None)]),
        ("id\n" + "x" * 200_000 + "\n", [("quotes", 2, None)]),
    ],
)
def test_what_is_no_table_is_told(
    tmp_path: Path, data: str | bytes, expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert mistakes(tmp_path, data) == expected


def test_the_other_line_of_a_duplicate_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, "id\nA1\nb\na1 \n")
    assert caught.value.problems[0].told.args == {"id": "a1", "line": 2}


def test_a_roster_that_is_not_there_or_no_file_is_a_usage_error(tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(UsageError) as caught:
            read_roster(path)
        assert all(caught.value.text(lang) for lang in LANGS)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_program_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], separator: str
) -> None:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator)
    rows.writerow(["id", "name", "note"])
    rows.writerows([[f"u{number}", *row] for number, row in enumerate(cells)])
    roster = read(tmp_path_factory.getbasetemp(), text.getvalue())
    assert [person.id for person in roster.people] == [f"u{number}" for number in range(len(cells))]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_roster_or_mistakes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for beginning in (b"", b"id,name\n"):
        with contextlib.suppress(CourseError):
            read(tmp_path_factory.getbasetemp(), beginning + data)


def test_a_quote_separates_nothing(tmp_path: Path) -> None:
    assert mistakes(tmp_path, 'sep="\nid"name\n1"2\n') == [("no_id", 1, 1)]


def test_a_table_as_wide_as_no_class_list_is_none(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "id" + ",note" * 100_000) == [("not_csv", 1, None)]
