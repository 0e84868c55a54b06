from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from grader.batch.lock import locked
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from grader.batch.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(UsageError, match=r"batch\.locked") as caught, locked(tmp_path):
        pass
    assert str(os.getpid()) in caught.value.text("en")
    with locked(tmp_path):
        pass


def test_the_lock_ends_with_its_process_however_it_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=r"batch\.locked"), locked(tmp_path):
            pass
        holder.kill()
    with locked(tmp_path):
        pass
