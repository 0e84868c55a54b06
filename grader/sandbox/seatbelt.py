"""macOS: turns the command that starts a worker into one that starts it under a profile of `sandbox-exec`.

The profile denies by default. What Python and numpy need to start can be read, and nothing else; nothing can
be written, sent, forked or run. Apple calls the tool deprecated and has no other for this purpose; browsers
and package managers rely on the same rules. It limits no memory, nor does setrlimit(2) on macOS, and level M
says so.

The text of a profile holds no path. Paths are parameters, which `sandbox-exec -D` takes as arguments of their
own, so that no folder's name can be read as a rule. The rules are those of `sandbox-exec(1)` and of the
profiles in /System/Library/Sandbox/Profiles; of two that match, the later one holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from grader.sandbox.confinement import NoHold
from grader.sandbox.interpreter import places_of_interpreter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.model.report import Level
    from grader.sandbox.confinement import Hold
    from grader.sandbox.interpreter import Places

SANDBOX_EXEC: Final = "/usr/bin/sandbox-exec"

_SYSTEM_TREES: Final = (
    "/System/Library",
    "/System/Volumes/Preboot/Cryptexes/OS",
    "/usr/lib",
    "/private/var/db/dyld",
)
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
# About the machine and its system, none about other processes: kern.procargs2 would tell their environment.
_MACHINE_FACTS: Final = tuple(
    f"hw.{name}"
    for name in (
        *(
            "activecpu",
            "byteorder",
            "cachelinesize",
            "cachelinesize_compat",
            "cpufamily",
            "cpusubtype",
            "cputype",
        ),
        *(
            "l1dcachesize",
            "l1icachesize",
            "l2cachesize",
            "l3cachesize",
            "logicalcpu",
            "logicalcpu_max",
            "machine",
        ),
        *(
            "memsize",
            "model",
            "ncpu",
            "nperflevels",
            "packages",
            "pagesize",
            "pagesize_compat",
            "physicalcpu",
        ),
        *("physicalcpu_max", "tbfrequency", "tbfrequency_compat", "vectorunit"),
    )
)
_SYSTEM_FACTS: Final = tuple(
    f"kern.{name}"
    for name in (
        *(
            "argmax",
            "bootargs",
            "maxfilesperproc",
            "maxproc",
            "ngroups",
            "osproductversion",
            "osrelease",
            "ostype",
        ),
        *("osvariant_status", "osversion", "secure_kernel", "usrstack64", "version"),
    )
)
_FACT_PREFIXES: Final = ("hw.optional.", "hw.perflevel", "machdep.cpu.")


class Profile:
    """A profile that is written rule by rule, and the parameters that hold its paths."""

    def __init__(self) -> None:
        self._lines = ["(version 1)", "(deny default)", '(import "system.sb")']
        self._names: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The rules."""
        return "\n".join(self._lines) + "\n"

    @property
    def parameters(self) -> list[str]:
        """The arguments that give each parameter its path."""
        return [part for path, name in self._names.items() for part in ("-D", f"{name}={path}")]

    def deny_all(self, *operations: str) -> None:
        """Deny operations whatever they are applied to."""
        self._lines += [f"(deny {operation})" for operation in operations]

    def rule(self, verb: str, operation: str, filters: Sequence[str]) -> None:
        """Add a rule for what any of the filters matches; without a filter it would match everything."""
        if filters:
            self._lines.append("\n    ".join((f"({verb} {operation}", *filters)) + ")")

    def paths(self, kind: str, paths: Iterable[str]) -> list[str]:
        """Make filters, `literal` or `subpath`, of paths."""
        return [f'({kind} (param "{self._name(path)}"))' for path in paths]

    def _name(self, path: str) -> str:
        return self._names.setdefault(path, f"PATH_{len(self._names)}")


def profile_of(places: Places) -> Profile:
    """Write the profile under which a worker is started."""
    made = Profile()
    made.deny_all(
        *("network*", "file-write*", "process-fork", "process-exec", "process-info*"),
        *("mach-lookup", "sysctl-read", "signal"),
    )
    made.rule("allow", "process-exec", made.paths("literal", places.programs))
    libraries = [
        *made.paths("subpath", (*_SYSTEM_TREES, *places.trees)),
        *made.paths("literal", places.programs),
    ]
    made.rule("allow", "file-read* file-map-executable", libraries)
    # The loader reads the root itself; "/" as a subpath would be every file.
    made.rule("allow", "file-read*", made.paths("literal", ("/", *_DEVICES)))
    made.rule("deny", "file-read* file-map-executable", made.paths("subpath", places.closed))
    made.rule("allow", "file-read-metadata", made.paths("literal", places.above()))
    made.rule("allow", "file-read*", made.paths("literal", places.listed))
    made.rule("allow", "file-read* file-map-executable", made.paths("subpath", places.opened))
    made.rule("allow", "file-write-data", made.paths("literal", ("/dev/null",)))
    made.rule("allow", "signal", ["(target self)"])
    made.rule("allow", "process-info*", ["(target self)"])
    facts = [f'(sysctl-name "{name}")' for name in (*_MACHINE_FACTS, *_SYSTEM_FACTS)]
    prefixes = [f'(sysctl-name-prefix "{prefix}")' for prefix in _FACT_PREFIXES]
    made.rule("allow", "sysctl-read", [*facts, *prefixes])
    made.rule("allow", "mach-lookup", ['(global-name "com.apple.system.opendirectoryd.libinfo")'])
    return made


class Seatbelt:
    """The confinement of macOS.

    Parameters
    ----------
    extra : sequence of str
        Modules that workers may import beside numpy and the standard library; what these import themselves
        must be among them.
    program : str
        The tool.
    """

    level: ClassVar[Level] = "M"
    layers: ClassVar[tuple[str, ...]] = ("seatbelt", "process_limits")
    needed: ClassVar[frozenset[str]] = frozenset(
        {
            *("read_file", "list_folder", "write_file", "connect_tcp", "send_udp", "fork", "execute"),
            *("signal_parent", "parent_environment", "raise_limit", "environment"),
        }
    )
    creation_flags: ClassVar[int] = 0

    def __init__(self, *, extra: Sequence[str] = (), program: str = SANDBOX_EXEC) -> None:
        profile = profile_of(places_of_interpreter(extra))
        self._command = [program, *profile.parameters, "-p", profile.text, "--"]

    def arguments(self, plain: Sequence[str]) -> list[str]:
        """Start a command under the profile, in the same process."""
        return [*self._command, *plain]

    def attach(self, pid: int, *, memory_bytes: int, cpu_seconds: int) -> Hold:
        """Do nothing: the profile is in force already, and the process sets the other limits itself."""
        del pid, memory_bytes, cpu_seconds
        return NoHold()
