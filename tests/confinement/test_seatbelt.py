"""The profile of macOS, as far as it can be tried elsewhere: what it says, and how it is passed on."""

from __future__ import annotations

import os
import sys
import sysconfig
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml

import grader
from grader.sandbox.interpreter import Places, places_of_interpreter, ways
from grader.sandbox.proving import prove
from grader.sandbox.seatbelt import Seatbelt, profile_of
from grader.sandbox.spawned import SpawnedSandbox
from tests.confinement.profiles import Rule, is_allowed, read_forms, read_rules
from tests.sandbox.conftest import Bench, layer

if sys.platform == "win32":
    pytest.skip("paths are those of POSIX", allow_module_level=True)

PACKAGE = Path(grader.__file__).resolve().parent
LIBRARY = Path(np.__file__).resolve().parent.parent
PLAIN = ["python", "-c", "pass"]
ODD_NAMES = {
    "a quote that ends the text": '/folder/a") (allow default) (literal "',
    "brackets": "/folder/((a)",
    "a comment": "/folder/;a",
    "a backslash": "/folder/a\\",
    "another parameter": "/folder/PATH_0=b",
    "an option": "/folder/-D",
    "a line": "/folder/a\n(allow default)",
    "no ASCII": "/folder/作业 é",
}


def parameters_of(arguments: list[str]) -> dict[str, str]:
    named = [value for option, value in pairwise(arguments) if option == "-D"]
    return dict(pair.split("=", 1) for pair in named)


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    profile = profile_of(places_of_interpreter())
    return read_rules(profile.text, parameters_of(profile.parameters))


def test_the_profile_denies_before_it_allows_anything() -> None:
    assert profile_of(places_of_interpreter()).text.splitlines()[:2] == ["(version 1)", "(deny default)"]


def test_the_profile_is_well_formed_and_holds_no_path() -> None:
    text = profile_of(places_of_interpreter()).text
    assert text.isascii()
    assert "/" not in text
    assert {str(form[0]) for form in read_forms(text)} == {"version", "deny", "import", "allow"}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_no_name_of_a_folder_becomes_a_rule(name: str) -> None:
    def made(path: str) -> Places:
        return Places((path,), (path,), (f"{path}/c",), (f"{path}/o",), (f"{path}/l",))

    odd, usual = profile_of(made(name)), profile_of(made("/folder/usual"))
    assert odd.text == usual.text
    assert name in parameters_of(odd.parameters).values()


def test_every_parameter_is_given_and_used() -> None:
    profile = profile_of(places_of_interpreter())
    names = list(parameters_of(profile.parameters))
    assert len(profile.parameters) == 2 * len(names)
    assert all(f'(param "{name}")' in profile.text for name in names)


def test_nothing_is_allowed_without_saying_what() -> None:
    nothing = Places((), (), (), (), ())
    for places in (nothing, places_of_interpreter()):
        profile = profile_of(places)
        read = read_rules(profile.text, parameters_of(profile.parameters))
        assert all(rule.filters for rule in read if rule.allows and "network*" not in rule.operations)


@pytest.mark.parametrize(
    ("operation", "subject"),
    [
        ("file-read-data", "/Users/a/cases/hidden.yaml"),
        ("file-read-metadata", "/Users/a/cases/hidden.yaml"),
        ("file-read-data", "/etc/passwd"),
        ("file-read-data", f"{PACKAGE}/report/text.py"),
        ("file-read-data", f"{PACKAGE}/course/cases/a.hidden.yaml"),
        ("file-read-data", f"{PACKAGE}/sandbox/wire.py"),
        ("file-read-data", f"{LIBRARY}/other/settings.py"),
        ("file-map-executable", f"{LIBRARY}/other/library.so"),
        ("file-write-create", "/folder/a"),
        ("file-write-data", f"{PACKAGE}/sandbox/inside/worker.py"),
        ("file-write-data", "/dev/disk0"),
        ("process-exec", "/bin/sh"),
        ("process-exec", "/usr/bin/osascript"),
        ("process-fork", ""),
        ("process-info-pidinfo", "others"),
        ("network-outbound", "remote"),
        ("network-bind", "local"),
        ("signal", "others"),
        ("sysctl-read", "kern.procargs2"),
        ("sysctl-read", "kern.proc.all"),
        ("mach-lookup", "com.apple.pasteboard.1"),
        ("ipc-posix-shm-read-data", "a"),
        ("iokit-open", "a"),
    ],
)
def test_what_a_submission_has_no_business_with_is_denied(
    rules: list[Rule], operation: str, subject: str
) -> None:
    assert not is_allowed(rules, operation, subject)


@pytest.mark.parametrize(
    ("operation", "subject"),
    [
        ("process-exec", sys.executable),
        ("process-exec", os.path.realpath(sys.executable)),
        ("file-read-data", sys.executable),
        ("file-read-data", f"{sysconfig.get_path('stdlib')}/json/__init__.py"),
        ("file-map-executable", f"{sysconfig.get_path('platstdlib')}/lib-dynload/_json.so"),
        ("file-read-data", f"{LIBRARY}/numpy/__init__.py"),
        ("file-map-executable", f"{LIBRARY}/numpy/_core/_multiarray_umath.so"),
        ("file-read-data", f"{LIBRARY}"),
        ("file-read-metadata", f"{LIBRARY.parent}"),
        ("file-read-data", f"{PACKAGE}/sandbox/inside/worker.py"),
        ("file-read-data", f"{PACKAGE}/sandbox"),
        ("file-read-data", "/"),
        ("file-map-executable", "/usr/lib/libSystem.B.dylib"),
        ("file-read-data", "/dev/urandom"),
        ("file-write-data", "/dev/null"),
        ("signal", "self"),
        ("sysctl-read", "hw.ncpu"),
        ("sysctl-read", "hw.optional.neon"),
    ],
)
def test_what_python_and_numpy_need_is_allowed(rules: list[Rule], operation: str, subject: str) -> None:
    assert is_allowed(rules, operation, subject)


def test_modules_that_an_exercise_allows_can_be_read() -> None:
    profile = profile_of(places_of_interpreter(extra=("yaml.nodes", "absent_of_course")))
    read = read_rules(profile.text, parameters_of(profile.parameters))
    assert is_allowed(read, "file-read-data", yaml.__file__)


def test_every_step_of_a_link_is_named(tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    real = folder / "python-3.12.1" / "bin"
    real.mkdir(parents=True)
    (real / "python3").touch()
    (real / "python").symlink_to("python3")
    (folder / "python-3.12").symlink_to("python-3.12.1")
    (folder / "venv").mkdir()
    (folder / "venv" / "python").symlink_to("../python-3.12/bin/python")
    names = [name.removeprefix(f"{folder}/") for name in ways(f"{folder}/venv/python")]
    assert names == [
        "venv/python",
        "python-3.12/bin/python",
        "python-3.12.1/bin/python",
        "python-3.12.1/bin/python3",
    ]


def test_links_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert len(ways(str(tmp_path / "a"))) < 100


@pytest.fixture
def stand_in(tmp_path: Path) -> str:
    """A tool that takes the arguments of the real one, and confines nothing."""
    tool = tmp_path / "sandbox-exec"
    tool.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != -- ]; do\n'
        '    case "$1$2" in -DPATH_*=*) ;; -p*) profile=$2 ;; *) exit 64 ;; esac\n'
        "    shift 2\n"
        "done\n"
        "shift\n"
        'case "$profile" in "(version 1)"*) exec "$@" ;; esac\n'
        "exit 65\n",
        encoding="utf-8",
    )
    tool.chmod(0o755)
    return str(tool)


def test_a_command_is_passed_on_behind_the_profile() -> None:
    arguments = Seatbelt(program="/tool").arguments(PLAIN)
    assert arguments[0] == "/tool"
    assert arguments[-5] == profile_of(places_of_interpreter()).text
    assert (arguments[-6], arguments[-4:]) == ("-p", ["--", *PLAIN])


def test_a_tool_that_confines_nothing_proves_nothing(stand_in: str) -> None:
    isolation = prove(Seatbelt(program=stand_in))
    assert isolation.level == "N"
    assert not isolation.canaries["read_file"]
    assert not isolation.canaries["fork"]


def test_submissions_run_under_the_tool(stand_in: str) -> None:
    with SpawnedSandbox(confinement=Seatbelt(program=stand_in)) as sandbox:
        assert Bench(sandbox, "seatbelt").array("x * 2", before="x = np.ones(3)").tolist() == [2, 2, 2]
        assert sandbox.isolation.layers == ("seatbelt", "process_limits")


def test_a_tool_that_refuses_is_told_and_done_without(tmp_path: Path) -> None:
    refusing = tmp_path / "sandbox-exec"
    refusing.write_text("#!/bin/sh\necho 'profile: line 7' >&2\nexit 65\n", encoding="utf-8")
    refusing.chmod(0o755)
    for program, told in ((str(refusing), "profile: line 7"), (str(tmp_path / "absent"), "No such file")):
        with SpawnedSandbox(confinement=Seatbelt(program=program)) as sandbox:
            assert sandbox.isolation.level == "N"
            assert told in sandbox.isolation.failed["seatbelt"]
            Bench(sandbox, "seatbelt").case(layer())


@pytest.mark.skipif(sys.platform != "darwin", reason="Seatbelt is macOS's")
def test_macos_proves_level_m() -> None:
    with SpawnedSandbox() as sandbox:
        isolation = sandbox.isolation
        assert isolation.level == "M", isolation
        assert not isolation.canaries["memory_beyond_limit"]
        assert Bench(sandbox, "seatbelt").array("np.linalg.inv(np.eye(2))").tolist() == [[1, 0], [0, 1]]
