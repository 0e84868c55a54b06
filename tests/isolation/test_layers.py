"""What each layer stops, and that the same attempt gets through without it."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, NamedTuple

import pytest

from grader.sandbox.inside import landlock
from grader.sandbox.inside.seal import LAYERS
from tests.isolation.attempts import SURFACE

if TYPE_CHECKING:
    from tests.isolation.conftest import Outcomes, Script

LEVEL_B = ("landlock",)
FILTER_ALONE = tuple(layer for layer in LAYERS if layer != "seccomp")
LANDLOCK_ALONE = tuple(layer for layer in LAYERS if layer != "landlock")
LIMITS_AND_PIPES_ALONE = ("namespaces", "privileges", "landlock", "seccomp")


class Row(NamedTuple):
    """An attempt, what stops it under every layer, and whether the filter or Landlock alone stops it too."""

    name: str
    stopped_by: str = "EPERM"
    by_filter: bool = True
    by_landlock: bool = False


ROWS = (
    Row("read_a_file", by_landlock=True),
    Row("stat_a_file"),
    Row("stat_a_file_by_empty_path_flag"),
    Row("ask_whether_a_file_exists"),
    Row("list_a_folder", by_landlock=True),
    Row("read_a_link"),
    Row("write_a_file", by_landlock=True),
    Row("make_a_fifo", by_landlock=True),
    Row("change_folder"),
    Row("reopen_a_descriptor"),
    Row("change_mode_of_a_file", "stopped"),
    Row("reach_a_listener_by_tcp"),
    Row("listen_on_tcp"),
    Row("send_a_datagram"),
    Row("reach_a_service_by_path"),
    Row("reach_a_service_by_abstract_name"),
    Row("make_a_socket_pair"),
    Row("fork"),
    Row("fork_by_clone"),
    Row("clone3_reaches_the_kernel", "ENOSYS"),
    Row("execute_a_program", by_landlock=True),
    Row("execute_in_place", by_landlock=True),
    Row("kill_a_neighbour", "stopped"),
    Row("kill_a_neighbour_by_tkill", "stopped"),
    Row("kill_a_neighbour_by_tgkill", "stopped"),
    Row("kill_a_neighbour_by_queued_signal", "stopped"),
    Row("kill_a_neighbour_by_pidfd", "stopped"),
    Row("kill_a_neighbour_by_owner_of_a_pipe", "stopped"),
    Row("name_an_owner_of_an_open_pipe"),
    Row("signal_the_parent"),
    Row("signal_the_own_group"),
    Row("limit_the_parent"),
    Row("outlive_the_parent"),
    Row("write_to_a_descriptor_of_the_zygote", "stopped", by_filter=False),
    Row("write_to_a_descriptor_far_up", "stopped", by_filter=False),
    Row("control_an_open_descriptor"),
    Row("make_a_file_in_memory"),
    Row("share_memory"),
    Row("make_a_pipe"),
    Row("map_a_gigabyte", "ENOMEM", by_filter=False),
    Row("start_threads_without_end", "EAGAIN", by_filter=False),
    Row("raise_a_limit"),
    Row("fill_a_file", "EFBIG", by_filter=False),
)
# These depend on more of the machine than the layers before they can get through.
ROWS_OF_SOME_MACHINES = (
    Row("read_the_memory_of_the_parent"),
    Row("open_the_environment_of_the_parent", by_landlock=True),
    Row("open_the_memory_of_the_parent", by_landlock=True),
    Row("fork_by_clone_in_a_new_user_namespace"),
    Row("type_into_a_terminal_of_the_zygote", "stopped"),
    Row("type_into_a_terminal_taken_by_path", "stopped"),
    Row("lock_memory"),
    Row("thread_like_clone_in_a_new_namespace"),
)
EVERY_ROW = (*ROWS, *ROWS_OF_SOME_MACHINES)
NAMES = tuple(row.name for row in EVERY_ROW)
X86_NAMES = ("call_by_x32_numbers", "call_by_32_bit_convention")


def _id(row: Row) -> str:
    return row.name


@pytest.mark.parametrize("row", EVERY_ROW, ids=_id)
def test_stopped_by_all_layers(row: Row, user: int | None, outcomes: Outcomes) -> None:
    assert outcomes("attempts", NAMES, user=user)[row.name] == row.stopped_by


@pytest.mark.parametrize("row", EVERY_ROW, ids=_id)
def test_stopped_where_there_is_no_landlock(row: Row, user: int | None, outcomes: Outcomes) -> None:
    assert outcomes("attempts", NAMES, user=user, without=LEVEL_B)[row.name] == row.stopped_by


@pytest.mark.parametrize("row", [row for row in EVERY_ROW if row.by_filter], ids=_id)
def test_stopped_by_the_filter_alone(row: Row, user: int | None, outcomes: Outcomes) -> None:
    assert outcomes("attempts", NAMES, user=user, without=FILTER_ALONE)[row.name] == row.stopped_by


@pytest.mark.parametrize("row", [row for row in EVERY_ROW if not row.by_filter], ids=_id)
def test_stopped_by_limits_and_closed_descriptors_alone(
    row: Row, user: int | None, outcomes: Outcomes
) -> None:
    assert outcomes("attempts", NAMES, user=user, without=LIMITS_AND_PIPES_ALONE)[row.name] == row.stopped_by


@pytest.mark.parametrize("row", [row for row in EVERY_ROW if row.by_landlock], ids=_id)
def test_stopped_by_landlock_alone(row: Row, user: int | None, outcomes: Outcomes) -> None:
    if landlock.abi() == 0:
        pytest.skip("this kernel has no Landlock")
    assert outcomes("attempts", NAMES, user=user, without=LANDLOCK_ALONE)[row.name] == "EACCES"


@pytest.mark.parametrize("row", EVERY_ROW, ids=_id)
def test_gets_through_without_layers(row: Row, user: int | None, outcomes: Outcomes) -> None:
    outcome = outcomes("attempts", NAMES, user=user, without=LAYERS)[row.name]
    if outcome != "through" and row in ROWS_OF_SOME_MACHINES:
        pytest.skip(f"this machine itself stops it: {outcome}")
    assert outcome == "through"


@pytest.mark.parametrize("without", [(), LEVEL_B, FILTER_ALONE], ids=["all", "level B", "filter alone"])
def test_every_other_door_of_the_kernel_is_shut(
    without: tuple[str, ...], user: int | None, outcomes: Outcomes
) -> None:
    told = outcomes("attempts", ("call_everything_else",), user=user, without=without)["call_everything_else"]
    assert told == dict.fromkeys(SURFACE, "EPERM")


@pytest.mark.skipif(platform.machine() != "x86_64", reason="these are x86-64's other calling conventions")
@pytest.mark.parametrize("name", X86_NAMES)
def test_another_calling_convention_ends_the_worker(name: str, user: int | None, outcomes: Outcomes) -> None:
    assert outcomes("attempts", X86_NAMES, user=user)[name] == "SIGSYS"
    assert outcomes("attempts", X86_NAMES, user=user, without=("seccomp",))[name] != "SIGSYS"


def test_a_worker_that_kills_everyone_kills_nobody(user: int | None, script: Script) -> None:
    outcome = script("kill_everyone.py", {"user": user, "sealed": True})
    if outcome.startswith("not tried"):
        pytest.skip(outcome)
    assert outcome == "stopped"
    assert script("kill_everyone.py", {"user": user, "sealed": False}) == "through"
