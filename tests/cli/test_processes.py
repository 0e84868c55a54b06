"""What only a process of its own can show: pipes, signals, foreign folders, what is imported."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.cli.runs import clean_environment, ending, filled, grade_command, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.runs import Process

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
BUSY_SECONDS = 0.3

HEAVY = {"numpy", "msgspec", "yaml", "rich", "difflib", "tempfile"}
TELLING_IMPORTS = [sys.executable, "-P", "-X", "importtime", "-m", "grader"]
HOSTILE = "import os\nos.write(2, b'HOSTILE ' + __file__.encode())\nos._exit(0)\n"
HOSTILE_FILES = (
    "json.py", "typing.py", "signal.py", "socket.py", "select.py", "difflib.py", "traceback.py", "click.py",
    "yaml.py", "subprocess.py", "numpy/__init__.py", "msgspec/__init__.py", "sitecustomize.py",
    "usercustomize.py", "conftest.py", "utils.py", "encodings/__init__.py",
    "reference/maxpool.py", "reference/im2col.py",
)  # fmt: skip
# What `python -m` imports from the current folder before a line of ours has run, without `-P`.
BEFORE_OUR_FIRST_LINE = ("grader.py", "runpy.py", "contextlib.py", "importlib/__init__.py")


def wait_until(holds: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Look again and again; fail when it never holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        os.sched_yield()


def fields_of(pid: int) -> list[str]:
    """Give what the kernel says of a process, from its state on; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def is_alive(pid: int) -> bool:
    return fields_of(pid)[:1] not in ([], ["Z"])


def is_busy(pid: int) -> bool:
    """Tell whether a process has computed for so long that it can only be in an endless loop."""
    used = fields_of(pid)[11:13]
    return bool(used) and sum(map(int, used)) > BUSY_SECONDS * os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """Find the processes below one, into whatever session they went."""
    everyone = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    parents = {one: int(fields[1]) for one in everyone if (fields := fields_of(one))}
    found = [pid]
    for parent in found:
        found += [one for one, above in parents.items() if above == parent]
    return found[1:]


def waiting_bytes(pipe: IO[bytes] | None) -> int:
    """Tell how much in a pipe has not been read yet."""
    assert pipe is not None
    (count,) = struct.unpack("i", fcntl.ioctl(pipe.fileno(), termios.FIONREAD, b"    "))
    return int(count)


def started(*arguments: object, folder: Path, stdin: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*grade_command(), *map(str, arguments)],
        cwd=folder,
        env=clean_environment(),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def reading_standard_input(*arguments: str, folder: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Start a command that has come as far as reading the submission; give the processes below it too."""
    grading = started("-", *arguments, folder=folder, stdin=subprocess.PIPE)
    assert grading.stdin is not None
    grading.stdin.write(b"#")
    grading.stdin.flush()
    wait_until(lambda: not waiting_bytes(grading.stdin))
    return grading, descendants(grading.pid)


def hostile_folder(folder: Path) -> Path:
    """Make a fork whose every file says that it was run."""
    for name in HOSTILE_FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        written(folder, name, HOSTILE)
    (folder / "exercises/maxpool_backward").mkdir(parents=True)
    written(folder, "exercises/maxpool_backward/exercise.yaml", "nonsense")
    (folder / "cases").mkdir()
    written(folder, "cases/maxpool_backward.yaml", "exercise: maxpool_backward\ncases: []\n")
    written(folder, "right.py", filled())
    written(folder, "wrong.py", ending("return dx + 1"))
    return folder


# One run as a student starts it


def test_a_submission_is_graded_from_end_to_end(process: Process, right: Path, wrong: Path) -> None:
    ran = process(right, env={"LANG": "zh_CN.UTF-8"})
    assert (ran.code, ran.err) == (0, "")
    assert "得分：100/100" in ran.out
    ran = process(wrong, "--format", "json")
    assert (ran.code, ran.err, ran.report["verdict"]) == (1, "", "WA")


def test_standard_input_is_read_from_a_pipe(process: Process) -> None:
    ran = process("-", "-q", input=filled().encode(), env={"GRADE_LANG": "en"})
    assert (ran.code, ran.out) == (0, "score: 100/100   verdict: passed\n")


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_console_of_another_encoding_gets_json_in_utf_8(
    encoding: str, process: Process, wrong: Path
) -> None:
    ran = process(
        wrong, "--format", "json", "--lang", "zh", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    )
    assert (ran.code, ran.err) == (1, "")
    assert "个不同" in ran.report["results"][0]["reason"]


def test_a_console_without_chinese_gets_english(process: Process, wrong: Path) -> None:
    ascii_console = {"PYTHONIOENCODING": "ascii", "GRADE_LANG": "zh"}
    ran = process(wrong, env=ascii_console)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.isascii()
    assert process("nowhere", env=ascii_console).err == "error: there is no file 'nowhere'\n"


# Whoever reads the report leaves


def test_a_reader_that_leaves_changes_no_verdict(right: Path, wrong: Path) -> None:
    for path, code in ((right, 0), (wrong, 1)):
        grading = started(path, folder=path.parent)
        assert grading.stdout is not None
        grading.stdout.close()
        assert grading.stderr is not None
        assert grading.stderr.read() == b""
        assert grading.wait(60) == code
        grading.stderr.close()


@pytest.mark.parametrize("arguments", [["--help"], ["list"]])
def test_a_reader_that_leaves_early_is_met_in_silence(arguments: list[str], tmp_path: Path) -> None:
    telling = started(*arguments, folder=tmp_path)
    assert telling.stdout is not None
    telling.stdout.close()
    assert telling.stderr is not None
    assert telling.stderr.read() == b""
    assert telling.wait(60) == 141
    telling.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told(process: Process, right: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = process(right, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert ran.code == 2
    assert "cannot write standard output: No space left on device" in ran.err


# Interrupted


@on_linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_process_and_no_file(number: signal.Signals, tmp_path: Path) -> None:
    written(tmp_path, "s.py", filled("        while True: pass\n"))
    grading = started("s.py", "-o", "report.json", "--debug", folder=tmp_path)
    wait_until(lambda: any(is_busy(pid) for pid in descendants(grading.pid)))
    begun = descendants(grading.pid)
    os.kill(grading.pid, number)
    _, told = grading.communicate(timeout=20)
    assert grading.returncode == (130 if number is signal.SIGINT else -number)
    assert told.decode() == ("\ninterrupted\n" if number is signal.SIGINT else "")
    wait_until(lambda: not any(is_alive(pid) for pid in begun))
    assert [path.name for path in tmp_path.iterdir()] == ["s.py"]


@on_linux
def test_an_interrupt_before_there_is_anything_to_grade_is_told_as_one(tmp_path: Path) -> None:
    grading, begun = reading_standard_input("--lang", "zh", folder=tmp_path)
    os.kill(grading.pid, signal.SIGINT)
    out, told = grading.communicate(timeout=20)
    assert (grading.returncode, out, told.decode()) == (130, b"", "\n已中断\n")
    wait_until(lambda: not any(is_alive(pid) for pid in begun))


@on_linux
def test_a_usage_error_leaves_no_process(tmp_path: Path) -> None:
    grading, begun = reading_standard_input("--case", "none", folder=tmp_path)
    grading.communicate(timeout=20)
    assert grading.returncode == 2
    assert begun
    assert not any(is_alive(pid) for pid in begun)


# A student's folder


def test_nothing_in_a_students_folder_is_run_or_read(process: Process, tmp_path: Path) -> None:
    fork = hostile_folder(tmp_path / "fork")
    for name in BEFORE_OUR_FIRST_LINE:
        (fork / name).parent.mkdir(exist_ok=True)
        written(fork, name, HOSTILE)
    for path, code in (("right.py", 0), ("wrong.py", 1)):
        ran = process(path, "--format", "json", cwd=fork)
        assert (ran.code, ran.err) == (code, "")
        assert len(ran.report["results"]) == 19
    assert process("list", cwd=fork).code == 0
    assert process("nowhere.py", "--debug", cwd=fork).code == 2


@pytest.mark.parametrize("options", [[], ["-P"], ["-I"]])
def test_the_module_run_as_a_command_looks_into_no_students_folder(
    options: list[str], process: Process, tmp_path: Path
) -> None:
    fork = hostile_folder(tmp_path / "fork")
    for name in BEFORE_OUR_FIRST_LINE if options else ():
        (fork / name).parent.mkdir(exist_ok=True)
        written(fork, name, HOSTILE)
    module = [sys.executable, *options, "-m", "grader"]
    for path, code in (("right.py", 0), ("wrong.py", 1)):
        ran = process(path, "-q", cwd=fork, command=module)
        assert (ran.code, ran.err) == (code, "")


# Imports


def imported(told: str) -> set[str]:
    """Read the names of modules from what `-X importtime` says."""
    return {line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--help", "--lang", "zh"], ["run", "--help"], ["--version"], []]
)
def test_help_imports_nothing_heavy(arguments: list[str], process: Process) -> None:
    ran = process(*arguments, command=TELLING_IMPORTS)
    assert ran.code == (0 if arguments else 2)
    assert ran.out
    assert "click" in imported(ran.err)
    assert not HEAVY & imported(ran.err)


def test_a_right_submission_is_graded_without_what_only_mistakes_need(process: Process, right: Path) -> None:
    ran = process(right, command=TELLING_IMPORTS)
    assert ran.code == 0
    assert "numpy" in imported(ran.err)
    assert not {"rich", "difflib", "tempfile", "traceback", "grader.diagnosis"} & imported(ran.err)
