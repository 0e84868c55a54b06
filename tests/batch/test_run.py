from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.batch.run import TRIES
from grader.batch.task import NotGraded
from grader.errors import InternalError, IsolationError
from grader.intake.entry import Entry
from tests.batch.scene import bare_order, entries_of, errors_of, failed, graded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.batch.task import Answer, Task
    from tests.batch.scene import Bench, Script

    Make = Callable[[Script], Bench]


def always(task: Task, time: int) -> Answer:
    del time
    return graded(task)


def test_every_submission_is_graded_and_kept(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2", "c": "3"})
    progress, results, _ = bench(always).run(entries)
    assert (progress.done, progress.failed, progress.verdicts) == (3, 0, {"AC": 3})
    assert errors_of(results) == {"a": None, "b": None, "c": None}


def test_what_is_stored_is_not_graded_again(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2"})
    bench(always).run(entries)
    progress, results, pool = bench(always).run(entries)
    assert pool.asked == []
    assert (progress.reused, progress.done, progress.verdicts) == (2, 2, {"AC": 2})
    assert errors_of(results) == {"a": None, "b": None}


def test_only_what_changed_is_graded_again(bench: Make, tmp_path: Path) -> None:
    bench(always).run(entries_of(tmp_path / "class", {"a": "1", "b": "2"}))
    progress, _, pool = bench(always).run(entries_of(tmp_path / "class", {"a": "1", "b": "3"}))
    assert len(pool.asked) == 1
    assert progress.reused == 1


def test_another_digest_grades_all_again_and_keeps_the_old_results(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2"})
    bench(always).run(entries)
    _, _, pool = bench(always).run(entries, order=bare_order("other"))
    assert len(pool.asked) == 2
    _, _, pool = bench(always).run(entries)
    assert pool.asked == []


def test_the_same_file_of_several_students_is_graded_once(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1", "b": "1", "c": "2", "d": "1"})
    progress, results, pool = bench(always).run(entries)
    assert len(pool.asked) == 2
    assert progress.verdicts == {"AC": 4}
    assert set(errors_of(results).values()) == {None}


def test_a_copy_that_comes_when_its_like_is_graded_was_not_graded_before(bench: Make, tmp_path: Path) -> None:
    sources = {str(number): str(number % 10) for number in range(11)}
    progress, _, pool = bench(always).run(entries_of(tmp_path / "class", sources))
    assert len(pool.asked) == 10
    assert (progress.reused, progress.done) == (0, 11)


def test_the_same_bytes_as_a_script_and_as_a_notebook_are_two_tasks(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "{}"})
    notebook = tmp_path / "b.ipynb"
    notebook.write_text("{}", encoding="utf-8")
    entries.append(entries[0]._replace(number=1, entry=Entry(id="b", path=notebook)))
    _, results, pool = bench(always).run(entries)
    assert len(pool.asked) == 2
    shas = {outcome.sha256 for outcome in results.outcomes("")}
    assert len(shas) == 1


def test_our_own_failure_is_tried_again(bench: Make, tmp_path: Path) -> None:
    def script(task: Task, time: int) -> Answer:
        return failed(task) if time < TRIES else graded(task)

    progress, results, pool = bench(script).run(entries_of(tmp_path / "class", {"a": "1"}))
    assert len(pool.asked) == TRIES
    assert progress.failed == 0
    assert errors_of(results) == {"a": None}


def test_our_own_failure_is_never_a_grade(bench: Make, tmp_path: Path) -> None:
    def script(task: Task, time: int) -> Answer:
        del time
        return failed(task) if task.data == b"1" else graded(task)

    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2", "c": "1"})
    progress, results, pool = bench(script).run(entries)
    assert len(pool.asked) == TRIES + 1
    assert (progress.failed, progress.verdicts) == (2, {"AC": 1})
    errors = errors_of(results)
    assert errors["b"] is None
    assert "no memory" in (errors["a"] or "")
    assert errors["c"] == errors["a"]
    _, _, pool = bench(always).run(entries)
    assert len(pool.asked) == 1


def test_a_time_out_beside_others_is_run_again_alone(bench: Make, tmp_path: Path) -> None:
    def script(task: Task, time: int) -> Answer:
        slow = task.data == b"1"
        return graded(task, "TLE" if slow and time == 1 else "AC", timed_out=slow and time == 1)

    entries = entries_of(tmp_path / "class", {name: str(number) for number, name in enumerate("abcdef")})
    progress, _, pool = bench(script).run(entries)
    again = [name for name in pool.asked if pool.asked.count(name) == 2]
    assert len(set(again)) == 1
    assert again[0] in pool.alone
    assert progress.verdicts == {"AC": 6}


def test_a_time_out_that_was_alone_counts(bench: Make, tmp_path: Path) -> None:
    def script(task: Task, time: int) -> Answer:
        del time
        return graded(task, "TLE", timed_out=True)

    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2"})
    progress, _, pool = bench(script).run(entries)
    assert sorted(pool.asked.count(name) for name in set(pool.asked)) == [2, 2]
    assert progress.verdicts == {"TLE": 2}
    _, _, pool = bench(script).run(entries_of(tmp_path / "class", {"a": "3", "b": "4"}), lanes=1)
    assert len(pool.asked) == 2


def test_no_more_is_handed_over_than_two_tasks_a_lane(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {str(number): str(number) for number in range(50)})
    _, _, pool = bench(always).run(entries, lanes=3)
    assert pool.most_at_once == 6


@pytest.mark.parametrize(("code", "kind"), [(5, IsolationError), (3, InternalError)])
def test_a_lane_that_can_grade_nothing_ends_the_run(
    code: int, kind: type[Exception], bench: Make, tmp_path: Path
) -> None:
    def script(task: Task, time: int) -> Answer:
        del time
        if task.data == b"0":
            return graded(task)
        return NotGraded(sha256=task.sha256, detail="numpy (1 / 2)", fatal=True, exit_code=code)

    entries = entries_of(tmp_path / "class", {str(number): str(number) for number in range(9)})
    with pytest.raises(kind) as caught:
        bench(script).run(entries)
    assert caught.value.text("en") == "numpy (1 / 2)"  # type: ignore[attr-defined]  # all of ours have it
    progress, _, _ = bench(always).run(entries)
    assert progress.reused == 1


def test_a_run_that_is_stopped_keeps_what_is_done_and_says_what_is_not(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {str(number): str(number) for number in range(9)})
    progress, results, _ = bench(always).run(entries, stop_after=3)
    assert progress.done == 3
    assert list(errors_of(results).values()) == [None] * 3 + ["not yet"] * 6
    progress, _, pool = bench(always).run(entries)
    assert (progress.reused, len(pool.asked)) == (3, 6)


def test_a_file_that_is_gone_is_no_zero(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1", "b": "2"})
    entries[0].entry.path.unlink()
    progress, results, _ = bench(always).run(entries)
    assert (progress.failed, progress.done) == (1, 2)
    assert errors_of(results)["a"]


def test_a_file_that_changes_while_it_is_graded_has_no_grade(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {"a": "1"})

    def script(task: Task, time: int) -> Answer:
        del time
        entries[0].entry.path.write_text("2", encoding="utf-8")
        return failed(task)

    progress, results, _ = bench(script).run(entries)
    assert progress.failed == 1
    assert "changed" in (errors_of(results)["a"] or "")


def test_what_cannot_be_read_as_a_submission_is_the_students_result(bench: Make, tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()
    entries = entries_of(tmp_path / "class", {"a": "1"})
    entries[0] = entries[0]._replace(entry=Entry(id="a", path=tmp_path / "folder.py"))
    progress, results, pool = bench(always).run(entries)
    assert len(pool.asked) == 1
    assert progress.failed == 0
    assert next(results.outcomes("")).sha256 is None


def test_results_of_another_level_of_isolation_do_not_count(bench: Make, tmp_path: Path) -> None:
    def at_level_c(task: Task, time: int) -> Answer:
        del time
        found = graded(task)
        return (
            NotGraded(sha256=task.sha256, detail="")
            if not found.document
            else type(found)(sha256=task.sha256, document=found.document.replace(b'"A"', b'"C"'))
        )

    entries = entries_of(tmp_path / "class", {"a": "1"})
    bench(at_level_c).run(entries)
    _, _, pool = bench(always).run(entries)
    assert len(pool.asked) == 1


def test_progress_never_goes_back(bench: Make, tmp_path: Path) -> None:
    entries = entries_of(tmp_path / "class", {str(number): str(number % 7) for number in range(20)})
    made = bench(always)
    made.run(entries)
    done = [progress.done for progress in made.told]
    assert done == sorted(done)
    assert made.told[-1].done == made.told[-1].total == 20
