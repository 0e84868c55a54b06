"""What a submission might try, a function each; sealed_process.py runs them in workers sealed in many ways.

A plain function runs in the worker: it returns when the attempt got through, and raises what stopped it. A
generator runs in the zygote: it yields what the worker shall do, after preparing it; is sent the worker's
outcome; and yields the outcome that counts, since a call's return does not always tell whether it worked.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import platform
import resource
import select
import signal
import socket
import struct
import tempfile
import termios
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Staged = Generator["Callable[[], object] | str", str, None]

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_ARM = platform.machine() == "aarch64"
_FOLDER = Path(tempfile.gettempdir())
THROUGH = "through"
_TIOCSTI = 0x5412

PIPE: list[int] = []
"""Both ends of a pipe that every worker may keep, as the grader's workers keep theirs."""

KEEP: set[int] = set()
"""Further descriptors that the next worker may keep."""


def raw(x86: int, arm: int, *arguments: int | bytes) -> int:
    words = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result: int = _libc.syscall(ctypes.c_long(arm if _ARM else x86), *words)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


# Files


def read_a_file() -> None:
    os.close(os.open("/proc/version", os.O_RDONLY))


def stat_a_file() -> None:
    Path("/").stat()


def stat_a_file_by_empty_path_flag() -> None:
    raw(262, 79, -100, b"/", bytes(256), 0x1000)


def ask_whether_a_file_exists() -> None:
    raw(269, 48, -100, b"/", 0)


def list_a_folder() -> None:
    list(Path("/").iterdir())


def read_a_link() -> None:
    Path("/proc/self/cwd").readlink()


def write_a_file() -> None:
    path = _FOLDER / f".attempt-{os.getpid()}"
    path.touch(0o600, exist_ok=False)
    path.unlink()


def make_a_fifo() -> None:
    path = _FOLDER / f".attempt-{os.getpid()}"
    os.mkfifo(path, 0o600)
    path.unlink()


def change_folder() -> None:
    os.chdir("/dev")


def reopen_a_descriptor() -> None:
    os.close(os.open(f"/proc/self/fd/{PIPE[1]}", os.O_WRONLY))


def change_mode_of_a_file() -> Staged:
    with tempfile.NamedTemporaryFile() as file:
        path = Path(file.name)
        yield lambda: path.chmod(0o644)
        yield THROUGH if path.stat().st_mode & 0o777 == 0o644 else "stopped"


# Network


def reach_a_listener_by_tcp() -> Staged:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        yield lambda: _connect(socket.AF_INET, address)


def listen_on_tcp() -> None:
    socket.create_server(("127.0.0.1", 0)).close()


def send_a_datagram() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", 9))


def reach_a_service_by_path() -> Staged:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as service:
        Path(folder).chmod(0o711)
        service.bind(folder + "/service")
        Path(folder, "service").chmod(0o666)
        service.listen()
        yield lambda: _connect(socket.AF_UNIX, folder + "/service")


def reach_a_service_by_abstract_name() -> Staged:
    with socket.socket(socket.AF_UNIX) as service:
        name = b"\0attempt-%d" % os.getpid()
        service.bind(name)
        service.listen()
        yield lambda: _connect(socket.AF_UNIX, name)


def _connect(family: int, address: object) -> None:
    with socket.socket(family) as client:
        client.connect(address)  # type: ignore[arg-type]  # what an address is depends on the family


def make_a_socket_pair() -> None:
    for end in socket.socketpair():
        end.close()


# Processes


def fork() -> None:
    _fork_and_end(os.fork)


def fork_by_clone() -> None:
    _fork_and_end(lambda: raw(56, 220, signal.SIGCHLD, 0, 0, 0, 0))


def fork_by_clone_in_a_new_user_namespace() -> None:
    _fork_and_end(lambda: raw(56, 220, signal.SIGCHLD | 0x10000000, 0, 0, 0, 0))


def _fork_and_end(forking: Callable[[], int]) -> None:
    pid = forking()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def clone3_reaches_the_kernel() -> None:
    """Ask with a size that is too small: EINVAL comes from the kernel's own code."""
    _reaches(errno.EINVAL, lambda: raw(435, 435, bytes(8), 8))


def execute_a_program() -> None:
    pid = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(pid, 0)


def execute_in_place() -> None:
    os.execve("/bin/true", ["true"], {})  # noqa: S606 - to see that it cannot be done


# Signals and other processes


class Victim:
    """A process of the zygote's that waits until it is killed."""

    def __init__(self) -> None:
        self._hold_read, self._hold = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._hold)
            os.read(self._hold_read, 1)
            os._exit(0)

    def end(self) -> str:
        """Whether it was killed, found out by letting it go; it is gone then."""
        os.close(self._hold)
        os.close(self._hold_read)
        _, status = os.waitpid(self.pid, 0)
        return THROUGH if os.WIFSIGNALED(status) else "stopped"


def kill_a_neighbour() -> Staged:
    victim = Victim()
    yield lambda: os.kill(victim.pid, signal.SIGKILL)
    yield victim.end()


def kill_a_neighbour_by_tkill() -> Staged:
    victim = Victim()
    yield lambda: raw(200, 130, victim.pid, signal.SIGKILL)
    yield victim.end()


def kill_a_neighbour_by_tgkill() -> Staged:
    victim = Victim()
    yield lambda: raw(234, 131, victim.pid, victim.pid, signal.SIGKILL)
    yield victim.end()


def kill_a_neighbour_by_queued_signal() -> Staged:
    victim = Victim()
    information = struct.pack("=iii", signal.SIGKILL, 0, -1) + bytes(116)
    yield lambda: raw(129, 138, victim.pid, signal.SIGKILL, information)
    yield victim.end()


def kill_a_neighbour_by_pidfd() -> Staged:
    victim = Victim()
    yield lambda: signal.pidfd_send_signal(os.pidfd_open(victim.pid), signal.SIGKILL)
    yield victim.end()


def kill_a_neighbour_by_owner_of_a_pipe() -> Staged:
    """Have the kernel send the signal, when a pipe that the worker holds becomes readable."""
    victim = Victim()

    def own() -> None:
        f_setsig = 10
        readable, writable = PIPE
        fcntl.fcntl(readable, fcntl.F_SETOWN, victim.pid)
        fcntl.fcntl(readable, f_setsig, signal.SIGKILL)
        fcntl.fcntl(readable, fcntl.F_SETFL, os.O_ASYNC)
        os.write(writable, b"x")

    yield own
    yield victim.end()


def name_an_owner_of_an_open_pipe() -> Staged:
    """The same, as far as it goes with a descriptor that a worker has anyway."""
    victim = Victim()
    yield lambda: fcntl.fcntl(PIPE[0], fcntl.F_SETOWN, victim.pid)
    victim.end()


def signal_the_parent() -> None:
    os.kill(os.getppid(), 0)


def signal_the_own_group() -> None:
    os.kill(0, 0)


def limit_the_parent() -> None:
    parent = os.getppid()
    resource.prlimit(parent, resource.RLIMIT_NOFILE, resource.prlimit(parent, resource.RLIMIT_NOFILE))


def read_the_memory_of_the_parent() -> None:
    here = ctypes.create_string_buffer(8)
    vector = struct.pack("QQ", ctypes.addressof(here), 8)
    _reaches(errno.EFAULT, lambda: raw(310, 270, os.getppid(), vector, 1, vector, 1, 0))


def open_the_environment_of_the_parent() -> None:
    os.close(os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY))


def open_the_memory_of_the_parent() -> None:
    os.close(os.open(f"/proc/{os.getppid()}/mem", os.O_RDWR))


def outlive_the_parent() -> None:
    pr_set_pdeathsig = 1
    raw(157, 167, pr_set_pdeathsig, 0, 0, 0, 0)


# Descriptors and terminals


def write_to_a_descriptor_of_the_zygote() -> Staged:
    readable, writable = os.pipe()
    yield lambda: os.write(writable, b"x")
    os.close(writable)
    yield THROUGH if os.read(readable, 1) else "stopped"


def write_to_a_descriptor_far_up() -> Staged:
    readable, writable = os.pipe()
    far = fcntl.fcntl(writable, fcntl.F_DUPFD, 900)
    yield lambda: os.write(far, b"x")
    os.close(far)
    os.close(writable)
    yield THROUGH if os.read(readable, 1) else "stopped"


def type_into_a_terminal_of_the_zygote() -> Staged:
    """TIOCSTI on an inherited descriptor."""
    yield from _typing(lambda slave, _name: slave)


def type_into_a_terminal_taken_by_path() -> Staged:
    """TIOCSTI on a terminal that becomes the process's own by being opened."""

    def take(_slave: int, name: str) -> int:
        os.setsid()
        return os.open(name, os.O_RDWR)

    yield from _typing(take)


def _typing(get: Callable[[int, str], int]) -> Staged:
    master, slave = os.openpty()
    name = os.ttyname(slave)
    attributes = termios.tcgetattr(slave)
    attributes[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    yield lambda: fcntl.ioctl(get(slave, name), _TIOCSTI, b"x")
    readable, _, _ = select.select([slave], [], [], 0)
    os.close(master)
    os.close(slave)
    yield THROUGH if readable else "stopped"


def control_an_open_descriptor() -> None:
    _reaches(errno.ENOTTY, lambda: termios.tcgetattr(0))


# Memory and limits


def make_a_file_in_memory() -> None:
    os.close(os.memfd_create("attempt"))


def share_memory() -> None:
    segment = raw(29, 194, 0, mmap.PAGESIZE, 0o600)
    raw(31, 195, segment, 0, 0)


def make_a_pipe() -> None:
    for end in os.pipe():
        os.close(end)


def lock_memory() -> None:
    with mmap.mmap(-1, mmap.PAGESIZE * 64) as held:
        address = ctypes.addressof(ctypes.c_char.from_buffer(held))
        raw(149, 228, address, mmap.PAGESIZE * 64)


def map_a_gigabyte() -> None:
    mmap.mmap(-1, 1 << 30).close()


def start_threads_without_end() -> None:
    """Get through when a thousand are there at once."""
    gate = threading.Event()
    threads = [threading.Thread(target=gate.wait) for _ in range(1000)]
    try:
        for thread in threads:
            thread.start()
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, str(error)) from error
    finally:
        gate.set()


def raise_a_limit() -> None:
    infinite = resource.RLIM_INFINITY
    try:
        resource.setrlimit(resource.RLIMIT_AS, (infinite, infinite))
    except ValueError as error:
        raise PermissionError(errno.EPERM, str(error)) from error


def fill_a_file() -> Staged:
    """Write to a regular file that was left open."""
    with tempfile.TemporaryFile() as file:
        KEEP.add(file.fileno())
        yield lambda: os.write(file.fileno(), b"x")
        KEEP.clear()


# The machine's other doors


def call_by_x32_numbers() -> None:
    _reaches(errno.ENOSYS, lambda: raw(0x40000000 + 39, 0, 0))


def call_by_32_bit_convention() -> None:
    """getpid by int 0x80: number 20 there, which is writev here."""
    code = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    ctypes.CFUNCTYPE(ctypes.c_int)(address)()


def _reaches(code: int, attempt: Callable[[], object]) -> None:
    """Count the kernel's own complaint as having got through to it."""
    try:
        attempt()
    except (OSError, termios.error) as error:
        if error.args[0] != code:
            raise OSError(*error.args) from error


# Calls that are refused before the kernel looks at their arguments

SURFACE = {
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "personality": (135, 92),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "eventfd2": (290, 19),
    "epoll_create1": (291, 20),
    "timerfd_create": (283, 85),
    "signalfd4": (289, 74),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "memfd_secret": (447, 447),
    "mq_open": (240, 180),
    "semget": (64, 190),
    "msgget": (68, 186),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "kcmp": (312, 272),
    "setns": (308, 268),
    "unshare": (272, 97),
    "mount": (165, 40),
    "chroot": (161, 51),
    "setuid": (105, 146),
    "setresuid": (117, 147),
    "capset": (126, 91),
    "prctl": (157, 167),
    "seccomp": (317, 277),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "execveat": (322, 281),
    "openat2": (437, 437),
    "name_to_handle_at": (303, 264),
    "statx": (332, 291),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "dup3": (292, 24),
    "splice": (275, 76),
    "vmsplice": (278, 75),
    "sync": (162, 81),
    "reboot": (169, 142),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "sethostname": (170, 161),
}


def call_everything_else() -> dict[str, str]:
    """Make each of those calls with arguments that can do no harm; for filtered workers only."""
    told = {}
    for name, (x86, arm) in SURFACE.items():
        try:
            raw(x86, arm, -1, -1, -1, -1, -1, -1)
        except OSError as error:
            told[name] = errno.errorcode[error.errno or 0]
        else:
            told[name] = THROUGH
    return told


def thread_like_clone_in_a_new_namespace() -> None:
    """CLONE_THREAD with CLONE_NEWNET: a thread to a filter that looks at one flag only."""
    raw(56, 220, 0x00010000 | 0x40000000, 0, 0, 0, 0)
