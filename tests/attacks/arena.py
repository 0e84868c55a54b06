"""Turns a new folder into a place worth attacking, and what was done there into a list of harm.

There is a copy of the grader with its course, in which a hidden case holds a canary; files and credentials of
other people; listeners; and a bystander of the same user. All of it is compared with what it was.
"""

from __future__ import annotations

import compileall
import contextlib
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.attacks import witness
from tests.attacks.listeners import Listeners
from tests.attacks.outputs import HIDDEN_NUMBER, SECRET
from tests.attacks.processes import adopt_orphans, descendants, left_over

_ROOT: Final = Path(__file__).resolve().parents[2]
_EXERCISE: Final = "maxpool_backward"
_FOLDERS_FOR_ALL: Final = (Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"))  # noqa: S108 - where litter would be left
_REPEATED: Final = re.compile(rb"@(\d+)\*([^@]+)@")
_IPC_KEY: Final = 0x6C000000 | os.getpid()
_IPC_TABLES: Final = tuple(Path("/proc/sysvipc", kind) for kind in ("shm", "sem", "msg"))

_HIDDEN_CASE: Final = f"""
  # {SECRET}
  - name: canary
    params: {{pool_h: 2, pool_w: 2, stride: 2, pad: 0}}
    x: [[[[{HIDDEN_NUMBER}, 2.0, 0.5, 1.0], [3.0, 4.0, 6.0, 2.0]]]]
    dout: [[[[{HIDDEN_NUMBER}, 0.25]]]]
    points: 1
"""


class Arena:
    """The place.

    Parameters
    ----------
    folder : Path
        An empty folder, on a file system that others can get at.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = f"layergrade-attack-{os.getpid()}"
        self.submissions = folder / "submissions"
        self.victim = folder / "victim"
        self.home = folder / "home"
        self.current = folder / "current"
        self.install = _install(folder / "install")
        adopt_orphans()
        folder.chmod(0o755)
        self.listeners = Listeners(folder / "socket", self.mark)
        self._start_witness()
        self._fill_folders()
        self._known: set[int] = set()
        self._before = self._state()

    def fill(self, source: bytes) -> bytes:
        """Put what the arena knows in the place of words in at signs, and a thousand x for `@1000*x@`."""
        known = {
            "ARENA": self.folder,
            "MARK": self.mark,
            "TCP": self.listeners.tcp_port,
            "UDP": self.listeners.udp_port,
            "WITNESS": self._witness.pid,
            "KEY": _IPC_KEY,
        }
        for word, value in known.items():
            source = source.replace(f"@{word}@".encode(), str(value).encode())
        return _REPEATED.sub(lambda found: found[2] * int(found[1]), source)

    def place(self, name: str, source: bytes) -> Path:
        """Make a submission of a file of the set."""
        path = self.submissions / name
        path.write_bytes(self.fill(source))
        return path

    def settle(self) -> None:
        """Take what is there, and who runs, for how it should be."""
        self._known = set(descendants(os.getpid()))
        self._before = self._state()

    def take_harm(self, *, known: frozenset[int] = frozenset()) -> list[str]:
        """Say what was done since the last time, and put it right.

        Parameters
        ----------
        known : frozenset of int
            Processes that were not there at the time of `settle`, and may be here now.
        """
        harm = [f"contact: {label}" for label in self.listeners.take_contacts()]
        harm += [f"process left: {each.name} {each.pid}" for each in left_over(self._known | known)]
        harm += self._harm_to_witness() + self._litter()
        now = self._state()
        changed = sorted(
            name for name in self._before.keys() | now.keys() if self._before.get(name) != now.get(name)
        )
        harm += [f"changed: {name}" for name in changed]
        if changed:
            self._fill_folders()
            self._before = self._state()
        return harm

    def close(self) -> None:
        """End what was started."""
        self.listeners.close()
        self._witness.kill()
        self._witness.communicate()

    def _start_witness(self) -> None:
        command = [sys.executable, "-I", witness.__file__, SECRET]
        self._witness = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        assert self._witness.stdout is not None
        self._said = self._witness.stdout.fileno()
        assert os.read(self._said, 1) == b"."
        os.set_blocking(self._said, False)
        self._witness_limits = self._limits_of_witness()

    def _limits_of_witness(self) -> tuple[object, ...]:
        pid = self._witness.pid
        adjusted = Path(f"/proc/{pid}/oom_score_adj").read_text(encoding="ascii")
        limits = [resource.prlimit(pid, kind) for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU)]
        return (
            *limits,
            os.getpriority(os.PRIO_PROCESS, pid),
            os.sched_getscheduler(pid),
            os.getpgid(pid),
            adjusted,
        )

    def _harm_to_witness(self) -> list[str]:
        if self._witness.poll() is not None:
            status = self._witness.returncode
            self._start_witness()
            self._known.add(self._witness.pid)
            return [f"bystander ended: {status}"]
        harm = []
        with contextlib.suppress(BlockingIOError):
            harm += [f"signals reached a bystander: {len(os.read(self._said, 1024))}"]
        state = descendants(os.getpid())[self._witness.pid].state
        if state not in "SRD":
            os.kill(self._witness.pid, signal.SIGCONT)
            harm += [f"bystander in state {state}"]
        if self._limits_of_witness() != self._witness_limits:
            self._witness_limits = self._limits_of_witness()
            harm += ["limits or priority of a bystander changed"]
        return harm

    def _litter(self) -> list[str]:
        found = [
            path for folder in _FOLDERS_FOR_ALL if folder.is_dir() for path in folder.glob(f"*{self.mark}*")
        ]
        for path in found:
            _remove(path)
        tables = [
            path
            for path in _IPC_TABLES
            if path.exists() and str(_IPC_KEY) in path.read_text(encoding="ascii")
        ]
        return [f"litter: {path}" for path in (*found, *tables)]

    def _fill_folders(self) -> None:
        """Make the folders of other people as they should be, and the grader's as it was."""
        for path in (self.victim, self.home, self.current, self.submissions):
            _remove(path)
            path.mkdir()
            path.chmod(0o777)
        texts = {
            "victim/grades.csv": f"student,points\nada,100\ngrace,97  # {SECRET}\n",
            "victim/neighbour.py": f"# a neighbour's work: {SECRET}\n",
            "victim/step_summary.md": "",
            "victim/step_output": "",
            "home/.netrc": f"machine example.invalid login ada password {SECRET}\n",
            "home/.git-credentials": f"https://ada:{SECRET}@example.invalid\n",
            "home/.ssh/id_ed25519": f"-----BEGIN OPENSSH PRIVATE KEY-----\n{SECRET}\n",
            "current/cases/readme.txt": "nothing here is the grader's\n",
        }
        for name, text in texts.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="ascii")
            path.chmod(0o666)

    def _state(self) -> dict[str, tuple[int, ...]]:
        """Take mode, size and times of everything; the time of the last change of state cannot be forged."""
        state = {}
        for top in (self.install, self.victim, self.home, self.current, self.folder / "socket"):
            for path in (top, *top.rglob("*")) if os.path.lexists(top) else ():
                found = path.lstat()
                times = () if stat.S_ISDIR(found.st_mode) else (found.st_mtime_ns, found.st_ctime_ns)
                size = 0 if stat.S_ISDIR(found.st_mode) else found.st_size
                state[str(path.relative_to(self.folder))] = (found.st_mode, size, found.st_nlink, *times)
        return state


def _install(folder: Path) -> Path:
    """Copy the grader and its course, byte code and all, and add the case with the canary."""
    for name in ("grader", "exercises", "reference", "cases"):
        shutil.copytree(_ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "cases" / f"{_EXERCISE}.hidden.yaml").open("a", encoding="utf-8") as hidden:
        hidden.write(_HIDDEN_CASE)
    compileall.compile_dir(folder, quiet=2)
    return folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        path.chmod(0o700)
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
