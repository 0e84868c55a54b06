"""One process, one submission: loads it, then answers cases one by one until the parent closes the pipe."""

from __future__ import annotations

import faulthandler
import io
import signal
import sys
from typing import TYPE_CHECKING

from .blame import pack_exception
from .cases import run_case, unpack_case
from .frames import EXIT_OUT_OF_MEMORY, Channel, end_process, pack_text
from .loading import SUBMISSION_FILE, load_submission, unpack_job
from .policy import close_gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any, NoReturn


def attach_output() -> None:
    """Make descriptors 1 and 2 the submission's `sys.stdout` and `sys.stderr`, a line at a time."""
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(
            io.FileIO(descriptor, "w", closefd=False),  # raw on purpose: a line is one write
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )
        _attach(name, stream)
    # input() ends at once, as at end of file
    _attach("stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))


def _attach(name: str, stream: object) -> None:
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def answer_trace_requests(trace: int) -> None:
    """On the parent's signal, write where every thread is; works in the middle of a C call too."""
    faulthandler.register(signal.SIGUSR1, file=trace, all_threads=True)


def serve(channel: Channel, *, complete: bool, seal: Callable[[], object]) -> NoReturn:
    """Seal, take the job, load, run, and end the process.

    Parameters
    ----------
    channel : Channel
        To the parent.
    complete : bool
        Whether all the allowed modules are loaded, or only what the source seems to need.
    seal : callable
        Gives up what a submission must not have. What it raises ends the worker before the submission is
        touched.
    """
    try:
        seal()
        close_gate(None if complete else lambda: channel.end(b"N"))
        frame = channel.read()
        if frame is None:
            end_process(0)
        job = unpack_job(frame[1])
        del frame
        channel.write(b"S")
    except BaseException as error:  # noqa: BLE001 - told to the parent, whose mistake it is
        channel.end(b"F", pack_text(repr(error)))
    try:
        _serve_submission(channel, job)
        end_process(0)
    except MemoryError:
        end_process(EXIT_OUT_OF_MEMORY)
    finally:  # a submission may have broken anything that this process stands on
        end_process(1)


def _serve_submission(channel: Channel, job: dict[str, Any]) -> None:
    submission = _load(channel, job)
    _flush()
    channel.write(b"R")
    while (ordered := channel.read()) is not None:
        kind, parts = run_case(submission, unpack_case(ordered[1]), result_bytes=job["result_bytes"])
        _flush()
        channel.write(kind, *parts)


def _load(channel: Channel, job: dict[str, Any]) -> ModuleType:
    try:
        return load_submission(job)
    except BaseException as error:  # noqa: BLE001 - a submission may raise anything
        packed = pack_exception(error, filename=SUBMISSION_FILE)
    _flush()
    return channel.end(b"E", packed)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except MemoryError:
            raise
        except BaseException:  # noqa: BLE001, S112 - the submission may have put anything there
            continue
