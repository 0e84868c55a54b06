"""A task's name stands for what is graded and how it is read, and nothing else can have it."""

from __future__ import annotations

from grader.batch.task import task_of
from grader.messages import message
from grader.model.observation import Unreadable

BOOK = b'{"cells": []}'
GONE = Unreadable(told=message("submission.empty"))


def test_equal_submissions_have_one_name() -> None:
    assert task_of(BOOK, notebook=True).sha256 == task_of(BOOK, notebook=True).sha256
    assert task_of(GONE, notebook=True).sha256 == task_of(GONE, notebook=False).sha256


def test_no_script_has_the_name_of_a_notebook_or_of_what_cannot_be_read() -> None:
    """Whoever hands it in first would otherwise decide the grade of the other."""
    script = task_of(b"notebook\0" + BOOK, notebook=False)
    assert script.sha256 != task_of(BOOK, notebook=True).sha256
    script = task_of(b"unreadable\0" + repr(GONE.told).encode(), notebook=False)
    assert script.sha256 != task_of(GONE, notebook=False).sha256
