"""One process, one submission: loads it, then answers one case after another until the parent closes the pipe."""

from __future__ import annotations

import faulthandler
import io
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from .blame import pack_exception
from .cases import run_case, unpack_case
from .frames import Channel, pack_text
from .loading import SUBMISSION_FILE, load_submission
from .policy import CORE, close_gate, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TRACE_SIGNAL = getattr(signal, "SIGUSR1", None)


def attach_output() -> None:
    """Make descriptors 1 and 2 the submission's `sys.stdout` and `sys.stderr`, a line at a time."""
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(
            io.FileIO(descriptor, "w", closefd=False),  # type: ignore[arg-type]  # raw on purpose: a line is one write
            encoding="utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = sys.__stdin__ = io.StringIO()  # type: ignore[misc]  # input() ends at once, as at end of file


def answer_trace_requests(trace: int) -> None:
    """On the parent's signal, write where every thread is; works in the middle of a C call too."""
    if _TRACE_SIGNAL is not None:
        faulthandler.register(_TRACE_SIGNAL, file=trace, all_threads=True)


def serve(
    channel: Channel, *, preload: Sequence[str] | None, seal: Callable[[], object], trace: int | None
) -> None:
    """Set up, load, run; does not return.

    Parameters
    ----------
    channel : Channel
        To the parent.
    preload : sequence of str or None
        The allowed modules that the source seems to need; None when all are loaded.
    seal : callable
        Gives up what a submission must not have. What it raises ends the worker before the submission is touched.
    trace : int or None
        A descriptor for the stack at a time-out.
    """
    try:
        attach_output()
        load([*CORE, *(preload or ())])
        if trace is not None:
            answer_trace_requests(trace)
        seal()
        close_gate(None if preload is None else lambda: channel.end(b"N"))
        channel.write(b"S")
        frame = channel.read()
    except BaseException as error:  # noqa: BLE001 - told to the parent, whose mistake it is
        channel.end(b"F", pack_text(repr(error)))
    if frame is not None:
        _serve_submission(channel, json.loads(bytes(frame[1])))
    os._exit(0)


def _serve_submission(channel: Channel, job: dict[str, object]) -> None:
    try:
        submission = load_submission(job)
    except BaseException as error:  # noqa: BLE001 - a submission may raise anything
        _flush()
        channel.end(b"E", pack_exception(error, filename=SUBMISSION_FILE))
    _flush()
    channel.write(b"R")
    while (frame := channel.read()) is not None:
        kind, payload = run_case(submission, unpack_case(frame[1]))
        _flush()
        channel.write(kind, payload)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: BLE001, S112 - the submission may have put anything there
            continue
