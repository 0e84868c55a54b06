from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.cli import grading
from grader.cli.options import LAYERS
from grader.errors import InternalError
from grader.messages import message
from grader.sandbox.inside import seal
from grader.sandbox.scripted import ScriptedSandbox
from tests.cli.runs import ending, filled, template, written

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.observation import Observation
    from grader.sandbox.interface import Stimulus
    from tests.cli.runs import Grade

# Exit codes


def test_full_marks_exit_with_0_and_less_with_1(graded: Grade, right: Path, wrong: Path) -> None:
    assert graded(right).code == 0
    assert graded(wrong).code == 1


def test_a_submission_off_by_less_than_the_tolerance_passes(graded: Grade, tmp_path: Path) -> None:
    for error in ("0.99e-5", "-0.99e-5"):
        path = written(tmp_path, "s.py", ending(f"return dx + {error}"))
        assert graded(path, "--format", "json").report["score"] == 100


def test_a_submission_off_by_more_than_the_tolerance_fails_every_case(graded: Grade, tmp_path: Path) -> None:
    for error in ("1.01e-5", "-1.01e-5"):
        path = written(tmp_path, "s.py", ending(f"return dx + {error}"))
        report = graded(path, "--format", "json").report
        assert {result["verdict"] for result in report["results"]} == {"WA"}
        first = report["results"][0]["mismatch"]
        assert first["max_abs_error"] == pytest.approx(1.01e-5, rel=1e-6)
        assert first["differing"] == first["size"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--fail-under", "0"), 0),
        (("--fail-under", "94"), 0),
        (("--fail-under", "95"), 1),
        (("--exit-zero",), 0),
        (("--fail-under", "95", "--exit-zero"), 0),
        (("--case", "sample"), 0),
        (("--case", "sample", "--fail-under", "9"), 1),
        ((), 1),
    ],
)
def test_exit_code_follows_what_was_asked_for(
    options: tuple[str, ...], code: int, graded: Grade, tmp_path: Path
) -> None:
    ties_to_all = """\
        col = im2col(self.x, self.pool_h, self.pool_w, self.stride, self.pad)
        col = col.reshape(-1, self.pool_h * self.pool_w)
        mask = col == col.max(axis=1, keepdims=True)
        dcol = mask * dout.transpose(0, 2, 3, 1).reshape(-1, 1)
        return col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
"""
    path = written(tmp_path, "s.py", filled(ties_to_all))
    assert graded(path, *options).code == code


@pytest.mark.parametrize("options", [(), ("--exit-zero",), ("--fail-under", "0"), ("--format", "json")])
def test_our_own_failure_exits_with_3_whatever_was_asked_for(
    options: tuple[str, ...], graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(**_: object) -> None:
        raise InternalError(message("sandbox.no_worker", detail="scripted"))

    monkeypatch.setattr(grading, "open_sandbox", no_room)
    ran = graded(right, *options)
    assert (ran.code, ran.out) == (3, "")
    assert "the machine has no room for another process: scripted" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("options", [(), ("--exit-zero",), ("--fail-under", "0")])
def test_a_submission_that_we_failed_to_run_has_no_score_and_exits_with_3(
    options: tuple[str, ...], graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "open_sandbox", lambda **_: ScriptedSandbox(never_asked, broken=True))
    ran = graded(right, *options, "--format", "json")
    assert (ran.code, ran.report["verdict"], ran.report["score"]) == (3, "IE", None)
    assert {result["points"] for result in ran.report["results"]} == {None}
    assert "not scored" in graded(right, *options, "-q", "--lang", "en").out


def never_asked(stimulus: Stimulus) -> Observation:
    raise AssertionError(stimulus)


def test_a_mistake_of_ours_is_told_as_ours_and_traced_only_on_demand(
    graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        told = "our \x1b[31m mistake"
        raise ZeroDivisionError(told)

    monkeypatch.setattr(grading, "grade_submission", broken)
    for lang, phrase in (("en", "the grader itself failed"), ("zh", "评测系统自身出错")):
        ran = graded(right, "--lang", lang)
        assert (ran.code, ran.out) == (3, "")
        assert phrase in ran.err
        assert "Traceback" not in ran.err
        assert "\x1b" not in ran.err
    ran = graded(right, "--debug")
    assert ran.code == 3
    assert "Traceback (most recent call last)" in ran.err
    assert "\x1b" not in ran.err


def test_debug_shows_no_traceback_of_a_usage_error(graded: Grade) -> None:
    ran = graded("nowhere.py", "--debug")
    assert ran.code == 2
    assert "Traceback" not in ran.err


# Limits


@pytest.mark.parametrize(
    "options",
    [
        ("--timeout", "0"),
        ("--timeout", "-1"),
        ("--timeout", "nan"),
        ("--timeout", "inf"),
        ("--timeout", "1e9"),
        ("--timeout", "soon"),
        ("--timeout", ""),
        ("--memory", "0"),
        ("--memory", "15"),
        ("--memory", "-5"),
        ("--memory", "1.5"),
        ("--memory", "99999999999"),
        ("--fail-under", "-1"),
        ("--fail-under", "all"),
    ],
)
def test_a_limit_that_is_none_is_refused_with_what_was_expected(
    options: tuple[str, str], graded: Grade, right: Path
) -> None:
    for lang, phrase in (("en", "expected"), ("zh", "应为")):
        ran = graded(right, *options, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert f"{options[0]}" in ran.err
        assert phrase in ran.err


def test_the_report_tells_the_limit_that_was_asked_for(graded: Grade, right: Path) -> None:
    assert "time limit: 7 s" in graded(right, "--timeout", "7", "--lang", "en").out


def test_the_cases_that_finished_before_a_hang_keep_their_points(graded: Grade, tmp_path: Path) -> None:
    body = "        while self.pool_h == 3: pass\n"
    path = written(tmp_path, "s.py", filled(body + ending("return dx").partition("Begin ##########\n")[2]))
    report = graded(path, "--timeout", "1", "--format", "json").report
    verdicts = [result["verdict"] for result in report["results"]]
    assert verdicts[:3] == ["AC", "AC", "TLE"]
    assert set(verdicts[3:]) == {"SC"}
    assert (report["score"], report["verdict"]) == (18, "TLE")


def test_memory_above_the_limit_is_told(graded: Grade, tmp_path: Path) -> None:
    path = written(tmp_path, "s.py", ending("y = np.ones(100 << 20); return dx"))
    ran = graded(path, "--memory", "64", "--case", "sample", "--lang", "en")
    assert "used more than 64 MiB of memory" in ran.out
    assert graded(path, "--memory", "1024", "--case", "sample").code == 0


def test_a_small_limit_of_memory_is_enough_for_a_right_submission(graded: Grade, right: Path) -> None:
    assert graded(right, "--memory", "16").code == 0


# The template


def test_strict_template_grades_the_students_part_alone(graded: Grade, tmp_path: Path) -> None:
    changed = filled().replace("np.max(col, axis=1)", "np.min(col, axis=1)")
    path = written(tmp_path, "s.py", changed)
    loose = graded(path, "--format", "json").report
    assert loose["template"] == {"markers": True, "modified_outside_markers": True}
    assert loose["results"][0]["reason_key"] == "judge.given_changed"
    assert graded(path, "--strict-template").code == 0


def test_strict_template_tells_places_in_the_students_own_file(graded: Grade, tmp_path: Path) -> None:
    source = "# one line more\n" * 5 + filled("        return self.nothing\n")
    path = written(tmp_path, "s.py", source)
    (place,) = graded(path, "--strict-template", "--format", "json").report["results"][0]["trace"]
    assert source.splitlines()[place["line"] - 1].strip() == "return self.nothing"


def test_strict_template_cannot_be_fooled_by_a_class_outside(graded: Grade, tmp_path: Path) -> None:
    path = written(tmp_path, "s.py", template() + "\n" + filled())
    ran = graded(path, "--strict-template", "--format", "json")
    assert (ran.code, ran.report["results"][0]["verdict"]) != (0, "AC")


# Detail


def test_quiet_prints_one_line(graded: Grade, right: Path, wrong: Path) -> None:
    assert graded(right, "-q", "--lang", "en").out == "score: 100/100   verdict: passed\n"
    assert graded(wrong, "--quiet", "--lang", "zh").out == "得分：0/100   结果：答案错误\n"


def test_quiet_leaves_json_whole(graded: Grade, right: Path) -> None:
    assert len(graded(right, "-q", "--format", "json").report["results"]) == 19


def test_verbose_shows_what_passing_cases_printed(graded: Grade, tmp_path: Path) -> None:
    path = written(tmp_path, "s.py", ending("print('hello there'); return dx"))
    assert "hello there" not in graded(path).out
    assert "hello there" in graded(path, "-v").out


# Isolation


def test_layers_are_named_as_the_far_side_names_them() -> None:
    assert LAYERS == seal.LAYERS


def test_an_unknown_layer_or_level_is_a_usage_error_with_a_guess(graded: Grade, right: Path) -> None:
    ran = graded(right, "--without-layer", "secomp")
    assert ran.code == 2
    assert "did you mean 'seccomp'" in ran.err
    assert graded(right, "--require-isolation", "Z").code == 2
