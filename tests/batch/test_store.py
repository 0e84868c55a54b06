from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from grader.batch.filesystem import kind_of
from grader.batch.outcome import Outcome
from grader.batch.outputs.lines import document_of
from grader.batch.results import Results, Student
from grader.batch.store import STORE_FILE, opened
from grader.batch.task import task_of
from grader.errors import UsageError
from tests.batch.scene import bare_order, graded

if TYPE_CHECKING:
    from pathlib import Path

TASK = task_of(b"1", notebook=False)
GROWING = "INSERT INTO digests (digest, parts) VALUES ('d', hex(randomblob(100000)))"


def begun(connection: sqlite3.Connection) -> Results:
    results = Results(connection, bare_order(), ("A",))
    results.begin([])
    return results


def add_more_than_fits(connection: sqlite3.Connection) -> None:
    results = begun(connection)
    connection.execute("PRAGMA max_page_count = 8")
    results.add([graded(task_of(b"%d" % number, notebook=False)) for number in range(500)])


def journal(folder: Path, *, shared: bool) -> tuple[str, int]:
    with opened(folder, shared=shared) as connection:
        begun(connection).add([graded(TASK)])
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return mode, connection.execute("PRAGMA synchronous").fetchone()[0]


def test_the_database_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    assert journal(tmp_path, shared=False) == ("wal", 2)


def test_on_a_network_file_system_the_journal_needs_no_shared_memory(tmp_path: Path) -> None:
    assert journal(tmp_path, shared=True) == ("truncate", 2)
    assert not (tmp_path / f"{STORE_FILE}-shm").exists()


def test_a_database_can_move_to_a_network_file_system(tmp_path: Path) -> None:
    journal(tmp_path, shared=False)
    assert journal(tmp_path, shared=True)[0] == "truncate"
    with opened(tmp_path) as connection:
        assert Results(connection, bare_order(), ("A",)).grade_of(TASK.sha256) is not None


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 300, b"SQLite format 3\0" + b"\1" * 4096], ids=["text", "header"]
)
def test_a_damaged_database_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(content)
    with pytest.raises(UsageError, match=r"batch\.store"), opened(tmp_path):
        pass
    assert (tmp_path / STORE_FILE).read_bytes() == content


def test_a_page_of_rubbish_is_told(tmp_path: Path) -> None:
    with opened(tmp_path, shared=True) as connection:
        results = begun(connection)
        results.add([graded(task_of(str(number).encode(), notebook=False)) for number in range(200)])
    path = tmp_path / STORE_FILE
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192))
    with pytest.raises(UsageError, match=r"batch\.store"), opened(tmp_path) as connection:
        Results(connection, bare_order(), ("A",)).grade_of(TASK.sha256)


def key_of_failure(folder: Path, *statements: str) -> str | None:
    """Tell how it is said that these statements fail."""
    try:
        with opened(folder) as connection:
            for statement in statements:
                connection.execute(statement).fetchall()
    except UsageError as error:
        return error.told.key
    return None


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    assert key_of_failure(tmp_path, "PRAGMA max_page_count = 8", GROWING) == "batch.store_full"


def test_a_disk_that_is_full_before_all_results_are_kept_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"batch\.store_full"), opened(tmp_path) as connection:
        add_more_than_fits(connection)


def test_a_database_that_may_not_be_written_is_no_damage(tmp_path: Path) -> None:
    assert key_of_failure(tmp_path, "PRAGMA query_only = 1", GROWING) == "batch.store_refused"


def test_a_database_that_another_program_holds_is_no_damage(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    other = sqlite3.connect(tmp_path / STORE_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert key_of_failure(tmp_path, "PRAGMA busy_timeout = 0", GROWING) == "batch.store_refused"
    finally:
        other.close()


def test_a_result_that_is_none_is_damage(tmp_path: Path) -> None:
    outcome = Outcome(id="ann", document=b"{")
    with pytest.raises(UsageError, match=r"batch\.store"), opened(tmp_path):
        document_of(outcome)


def test_a_database_without_our_tables_is_damage(tmp_path: Path) -> None:
    assert key_of_failure(tmp_path, "DROP TABLE digests", GROWING) == "batch.store"


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / STORE_FILE) as foreign:
        foreign.execute("CREATE TABLE own (x)")
    foreign.close()
    with pytest.raises(UsageError, match=r"batch\.store_foreign"), opened(tmp_path):
        pass


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match=r"batch\.store_version"), opened(tmp_path):
        pass


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    assert journal(tmp_path, shared=False)[0] == "wal"


def test_nothing_is_made_where_nothing_is_to_be_made(tmp_path: Path) -> None:
    with opened(tmp_path, make=False) as connection:
        assert Results(connection, bare_order(), ("A",)).grade_of(TASK.sha256) is None
    assert list(tmp_path.iterdir()) == []


def test_looking_writes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as connection:
        begun(connection).add([graded(TASK)])
    with opened(tmp_path, make=False) as connection:
        other = Results(connection, bare_order("other"), ("A",))
        assert other.grade_of(TASK.sha256) is None
        assert other.parts_before(TASK.sha256) == {"cases": "d"}
        assert connection.total_changes == 0


def test_students_come_out_as_they_went_in(tmp_path: Path) -> None:
    students = [
        Student(id="张三", name=None, shown="a\udc80.py", roster=("1", "")),
        Student(id="b'; DROP TABLE students; --", name="王", error="no submission"),
    ]
    with opened(tmp_path) as connection:
        results = Results(connection, bare_order(), ("A",))
        results.begin(students)
        results.begin(students)
        first, second = results.outcomes("not yet")
        assert (first.id, first.name, first.roster, first.error) == ("张三", None, ("1", ""), "not yet")
        assert first.shown == r"a\udc80.py"
        assert (second.id, second.name, second.error) == (students[1].id, "王", "no submission")
        assert list(results.failures()) == [(students[1].id, "no submission")]


def test_the_tally_counts_students_and_takes_the_mean_of_scores(tmp_path: Path) -> None:
    tasks = [task_of(str(number).encode(), notebook=False) for number in range(3)]
    with opened(tmp_path) as connection:
        results = Results(connection, bare_order(), ("A",))
        results.begin(Student(id=name) for name in "abcd")
        results.read(0, "s", tasks[0].sha256)
        results.read(1, "s", tasks[0].sha256)
        results.read(2, "t", tasks[1].sha256)
        results.add([graded(tasks[0], score=10), graded(tasks[1], "WA", score=4)])
        tally = results.tally()
    assert tally == ({"AC": 2, "WA": 1}, 8.0, 1, "A")


def test_what_was_read_of_a_student_is_on_the_disk_with_the_result(tmp_path: Path) -> None:
    query = "SELECT sha256 FROM students JOIN results USING (task)"
    with opened(tmp_path) as ours, opened(tmp_path) as another:
        results = Results(ours, bare_order(), ("A",))
        results.begin([Student(id="a")])
        results.read(0, "s", TASK.sha256)
        results.add([graded(TASK)])
        assert another.execute(query).fetchall() == [("s",)]


def test_what_was_read_of_students_is_not_lost_with_a_failed_write(tmp_path: Path) -> None:
    with opened(tmp_path) as connection:
        results = Results(connection, bare_order(), ("A",))
        results.begin([Student(id="a")])
        results.read(0, "s", TASK.sha256)
        connection.execute("PRAGMA query_only = 1")
        with pytest.raises(sqlite3.OperationalError):
            results.flush()
        connection.execute("PRAGMA query_only = 0")
        results.flush()
        assert [outcome.sha256 for outcome in results.outcomes("")] == ["s"]


MOUNTS = """\
22 1 0:20 / / rw,relatime - ext4 /dev/root rw
30 22 0:40 / /home rw - nfs4 server:/home rw,vers=4.2
31 30 0:41 / /home/me/local rw - xfs /dev/sdb rw
32 22 0:42 / /mnt/with\\040blank rw - cifs //server/share rw
33 22 0:43 / /homework rw shared:1 master:2 - tmpfs tmpfs rw
34 22 0:44 / /cloud rw - fuse.sshfs me@there: rw
""".splitlines()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/x", "ext4"),
        ("/home/me", "nfs4"),
        ("/home", "nfs4"),
        ("/home/me/local/x", "xfs"),
        ("/mnt/with blank/x", "cifs"),
        ("/homework/x", "tmpfs"),
        ("/cloud/x", "fuse.sshfs"),
    ],
)
def test_the_kind_of_a_file_system_is_found(path: str, kind: str) -> None:
    assert kind_of(path, MOUNTS) == kind
