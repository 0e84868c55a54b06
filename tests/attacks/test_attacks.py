"""Every hostile submission fails and harms nothing; every unusual but right one gets full marks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.attacks.arena import Arena
from tests.attacks.corpus import Entry, benign_entries, hostile_entries
from tests.attacks.graders import WarmGrader
from tests.attacks.made import MADE, try_made
from tests.attacks.trial import Defect, try_command, try_others, try_warm

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the isolation of other systems does not hold these"
)

_ROOT: Final = Path(__file__).resolve().parents[2]
_ORDINARY_USER: Final = 65533
_OTHERS_EVERY: Final = 10
_AS_TEXT: Final = frozenset({"injection"})
_SEALED: Final = ("A", "B")
_HOSTILE: Final = hostile_entries()
_BENIGN: Final = benign_entries()
_IN_OTHER_WAYS: Final = ("file_system/*", "network/*", "processes/*", "kernel/*", "secrets/*")


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    with tempfile.TemporaryDirectory(prefix="layergrade-arena-") as folder:
        made = Arena(Path(folder))
        yield made
        made.close()


@pytest.fixture(scope="session")
def warm(arena: Arena) -> Iterator[WarmGrader]:
    with WarmGrader(arena) as grader:
        if grader.level not in _SEALED:
            pytest.skip(f"isolation {grader.level}: not with attacks that would get through")
        arena.settle()
        yield grader


@pytest.fixture(scope="session")
def cold(arena: Arena) -> Iterator[WarmGrader]:
    with WarmGrader(arena, warm=False) as grader:
        yield grader


def _each(entries: list[Entry]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", entries, ids=[entry.name for entry in entries])


@_each(_HOSTILE)
def test_hostile_submission_gets_nothing(entry: Entry, warm: WarmGrader, arena: Arena) -> None:
    assert _told(try_warm(entry, warm, arena)) == []
    if _HOSTILE.index(entry) % _OTHERS_EVERY == 0 or entry is _HOSTILE[-1]:
        assert _told(try_others(warm, arena)) == []


@_each([entry for entry in _HOSTILE if entry.by_command])
def test_hostile_submission_gets_nothing_from_the_command(
    entry: Entry, warm: WarmGrader, arena: Arena
) -> None:
    arena.settle()
    assert warm.level in _SEALED
    form = "text" if entry.category in _AS_TEXT else "json"
    assert _told(try_command(entry, arena, form=form)) == []


@_each(_BENIGN)
def test_right_submission_gets_full_marks(
    entry: Entry, warm: WarmGrader, cold: WarmGrader, arena: Arena
) -> None:
    arena.settle()
    assert _told(try_warm(entry, warm, arena)) == []
    assert _told(try_warm(entry, cold, arena)) == []


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_honest_file_is_refused(name: str, warm: WarmGrader, arena: Arena) -> None:
    arena.settle()
    assert warm.level in _SEALED
    assert _told(try_made(name, arena)) == []


@pytest.mark.parametrize("user", [None, _ORDINARY_USER], ids=["this user", "an ordinary user"])
@pytest.mark.parametrize("without", [(), ("landlock",)], ids=["all layers", "without landlock"])
def test_attacks_fail_in_other_ways_of_running(
    user: int | None, without: tuple[str, ...], warm: WarmGrader
) -> None:
    assert warm.level in _SEALED
    if user is None and not without:
        pytest.skip("that is how all the others were run")
    if user is not None:
        _require_readable_python(user)
    command = [
        sys.executable,
        "-m",
        "tests.attacks.campaign",
        *(part for name in _IN_OTHER_WAYS for part in ("--only", name)),
    ]
    command += [part for layer in without for part in ("--without-layer", layer)]
    command += [] if user is None else ["--user", str(user)]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=_ROOT, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_set_is_large_enough() -> None:
    assert len(_HOSTILE) >= 130
    assert len(_BENIGN) >= 45


def _require_readable_python(user: int) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    command = [sys.executable, "-c", "import click, msgspec, numpy, yaml"]
    try:
        subprocess.run(command, check=True, capture_output=True, user=user, group=user, extra_groups=[])
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("an ordinary user cannot run this Python")


def _told(found: list[Defect]) -> list[str]:
    return [str(defect) for defect in found]
