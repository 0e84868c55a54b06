"""The talk with one worker, over a link of the tests' own: bytes come as a script says."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

import pytest

from grader.model.observation import (
    Captured,
    Crashed,
    Garbled,
    OutOfMemory,
    OutputTooLarge,
    TimedOut,
    TraceLine,
)
from grader.sandbox.conversation import Conversation, Death, Event, Frame, Limit, Stream
from grader.sandbox.interface import Job
from grader.sandbox.wire import EXIT_OUT_OF_MEMORY, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

JOB = Job(source="", modules=(), stimuli=(), wall_seconds=9.0, memory_bytes=1000, output_bytes=100)
ENDED = Event(Stream.ENDED)
CLOSED = Event(Stream.RESULTS)
BYTES_MAX = 64
EXIT = Death(None, 0, 500)


class ScriptedLink:
    """A worker of which it is written what it sends, one list of events at a time."""

    def __init__(self, *script: Iterable[Event], death: Death = EXIT, trace: bytes = b"") -> None:
        self.script = deque(list(events) for events in script)
        self.death = death
        self.trace = trace
        self.sent = b""
        self.waits: list[float] = []
        self.kills = 0
        self.closed = 0

    def send(self, data: bytes) -> None:
        self.sent += data

    def wait(self, seconds: float) -> list[Event]:
        self.waits.append(seconds)
        return self.script.popleft() if self.script else []

    def peak_memory_bytes(self) -> int | None:
        return 300

    def request_trace(self) -> bool:
        if self.trace:
            self.script.appendleft([Event(Stream.TRACE, self.trace)])
        return bool(self.trace)

    def kill(self) -> Death:
        self.kills += 1
        return self.death

    def drop(self) -> None:
        self.kills += 1

    def close(self) -> None:
        self.closed += 1


def frame(payload: bytes = b"", kind: bytes = b"V") -> bytes:
    return HEAD.pack(kind, len(payload)) + payload


def results(data: bytes) -> Event:
    return Event(Stream.RESULTS, data)


def printed(data: bytes) -> Event:
    return Event(Stream.OUTPUT, data)


def soon(seconds: float = 5.0) -> Limit:
    return Limit(time.monotonic() + seconds, seconds)


def ask(conversation: Conversation, data: bytes = b"asked", *, seconds: float = 5.0) -> object:
    return conversation.ask(data, answer_bytes_max=BYTES_MAX, limit=soon(seconds))


def test_a_question_is_sent_and_its_answer_given() -> None:
    link = ScriptedLink([results(frame(b"told"))])
    conversation = Conversation(link, JOB)
    assert ask(conversation) == Frame(b"V", b"told")
    assert link.sent == b"asked"
    assert conversation.ended is None
    assert conversation.peak_memory_bytes == 300
    conversation.close()
    assert (link.kills, link.closed) == (1, 1)


@pytest.mark.parametrize("place", range(1, len(frame(b"told")) + 4))
def test_frames_may_come_in_any_pieces(place: int) -> None:
    data = frame(b"told") + frame(b"more", b"X")
    link = ScriptedLink([results(data[:place])], [results(data[place:])])
    conversation = Conversation(link, JOB)
    assert ask(conversation, b"") == Frame(b"V", b"told")
    assert ask(conversation, b"") == Frame(b"X", b"more")


def test_frames_may_come_byte_by_byte() -> None:
    link = ScriptedLink(*([results(bytes([each]))] for each in frame(b"told")))
    assert ask(Conversation(link, JOB)) == Frame(b"V", b"told")


def test_an_answer_to_nothing_that_was_asked_is_garbled() -> None:
    link = ScriptedLink([results(frame(b"told") + b"left over")])
    conversation = Conversation(link, JOB)
    assert ask(conversation) == Frame(b"V", b"told")
    assert ask(conversation) == Garbled()
    assert link.sent == b"asked"
    assert link.kills == 1


@pytest.mark.parametrize(
    "data", [frame(kind=b"?"), b"\x00" * 5, frame(kind=b"J"), HEAD.pack(b"V", BYTES_MAX + 1)]
)
def test_what_is_no_frame_is_garbled_before_its_length_is_waited_for(data: bytes) -> None:
    link = ScriptedLink([results(data)])
    assert ask(Conversation(link, JOB)) == Garbled()
    assert link.kills == 1


def test_a_worker_that_sends_no_frame_and_has_ended_is_garbled_and_killed_once() -> None:
    """All that it did was read before its first frame was looked at; a link is asked once how it ended."""
    link = ScriptedLink([results(b"\x00" * 5), CLOSED, ENDED])
    conversation = Conversation(link, JOB)
    assert ask(conversation, b"") == Garbled()
    assert link.kills == 1


def test_a_flood_of_results_is_garbled_and_kept_no_longer() -> None:
    link = ScriptedLink(
        [results(frame(b"told") + bytes(BYTES_MAX))], *([results(bytes(50))] for _ in range(9))
    )
    assert ask(Conversation(link, JOB)) == Garbled()
    assert link.kills == 1
    assert len(link.script) >= 8


def test_results_before_the_end_still_count() -> None:
    link = ScriptedLink([ENDED], [results(frame(b"told"))], [CLOSED])
    conversation = Conversation(link, JOB)
    assert ask(conversation) == Frame(b"V", b"told")
    assert ask(conversation) == Crashed(status=0)


def test_output_in_the_pipe_at_the_end_is_kept() -> None:
    link = ScriptedLink([ENDED, CLOSED], [printed(b"last words")], death=Death(11, None, 10))
    conversation = Conversation(link, JOB)
    assert ask(conversation) == Crashed(signal=11)
    assert conversation.take_printed() == Captured(text="last words")
    assert link.waits[-1] == 0


def test_output_before_the_answer_is_of_the_same_case_and_later_output_of_the_next() -> None:
    link = ScriptedLink([results(frame())], [printed(b"one")], [], [printed(b"two"), results(frame())])
    conversation = Conversation(link, JOB)
    ask(conversation)
    assert conversation.take_printed() == Captured(text="one")
    ask(conversation)
    assert conversation.take_printed() == Captured(text="two")
    assert conversation.printed_bytes == 6


def test_the_cap_on_output_counts_what_was_printed_before() -> None:
    link = ScriptedLink([printed(b"x" * 60)], [results(frame())])
    assert ask(Conversation(link, JOB, printed_bytes=50)) == OutputTooLarge(limit_bytes=100)


def test_output_over_the_cap_with_the_answer_is_too_much_all_the_same() -> None:
    link = ScriptedLink([results(frame())], [printed(b"x" * 101)])
    assert ask(Conversation(link, JOB)) == OutputTooLarge(limit_bytes=100)


def test_a_closed_channel_of_a_worker_that_lives_is_garbled() -> None:
    link = ScriptedLink([CLOSED], death=Death(9, None, 10))
    assert ask(Conversation(link, JOB)) == Garbled()
    assert 0 < link.waits[-1] <= 1


def test_a_closed_channel_of_a_worker_that_is_dying_is_its_death() -> None:
    link = ScriptedLink([CLOSED], [ENDED], death=Death(9, None, 10))
    assert ask(Conversation(link, JOB)) == Crashed(signal=9)


def test_the_end_of_trace_or_output_is_no_end() -> None:
    link = ScriptedLink([Event(Stream.TRACE), Event(Stream.OUTPUT)], [results(frame())])
    assert ask(Conversation(link, JOB)) == Frame(b"V", b"")


DEATHS = {
    "exits": (Death(None, 3, 10), Crashed(status=3)),
    "is killed": (Death(9, None, 10), Crashed(signal=9)),
    "is killed near the cap": (Death(9, None, 900), OutOfMemory(limit_bytes=1000)),
    "crashes near the cap": (Death(11, None, 2000), OutOfMemory(limit_bytes=1000)),
    "exits near the cap": (Death(None, 1, 2000), Crashed(status=1)),
    "has no memory to answer": (Death(None, EXIT_OUT_OF_MEMORY, None), OutOfMemory(limit_bytes=1000)),
    "used up its time": (Death(9, None, 9, cpu_limited=True), TimedOut(limit_seconds=9.0, clock="cpu")),
    "nobody knows how large it was": (Death(9, None, None), Crashed(signal=9)),
}  # fmt: skip


@pytest.mark.parametrize(("death", "seen"), DEATHS.values(), ids=DEATHS)
def test_how_a_worker_ended(death: Death, seen: object) -> None:
    link = ScriptedLink([ENDED, CLOSED], death=death)
    conversation = Conversation(link, JOB)
    assert ask(conversation) == seen
    assert ask(conversation) == seen
    conversation.close()
    assert (link.kills, link.closed) == (1, 1)


def test_a_limit_that_is_over_ends_the_worker_but_not_an_answer_that_is_there() -> None:
    link = ScriptedLink([results(frame(b"told") + frame(b"more"))])
    conversation = Conversation(link, JOB)
    assert ask(conversation) == Frame(b"V", b"told")
    assert ask(conversation, b"", seconds=-1) == Frame(b"V", b"more")
    assert ask(conversation, seconds=-1) == TimedOut(limit_seconds=-1)
    assert link.kills == 1


STACK = b"""\
Thread 0x00007f (most recent call first):
  File "/submission.py", line 90 in other
  File "/usr/lib/python3/threading.py", line 9 in run

Current thread 0x00007e (most recent call first):
  File "/submission.py", line 12 in inner
  File "/usr/lib/numpy/core.py", line 5 in add
  File "/submission.py", line 7 in forward
  File "/inside/cases.py", line 1 in run_case
"""


def test_a_time_out_has_the_lines_of_the_current_thread() -> None:
    link = ScriptedLink(trace=STACK)
    seen = ask(Conversation(link, JOB), seconds=-1)
    trace = (TraceLine(line=7, function="forward"), TraceLine(line=12, function="inner"))
    assert seen == TimedOut(limit_seconds=-1, trace=trace)


def test_a_trace_that_was_written_before_it_was_asked_for_does_not_count() -> None:
    forged = b'Current thread\n  File "/submission.py", line 666 in forged\n'
    link = ScriptedLink([Event(Stream.TRACE, forged), results(frame())], trace=STACK)
    conversation = Conversation(link, JOB)
    ask(conversation)
    seen = ask(conversation, seconds=-1)
    assert isinstance(seen, TimedOut)
    assert [place.line for place in seen.trace] == [7, 12]


def test_a_flood_while_the_trace_is_awaited_ends_the_worker_once() -> None:
    link = ScriptedLink([printed(b"x" * 101)])
    link.request_trace = lambda: True  # type: ignore[method-assign]  # asked, and never answered
    assert ask(Conversation(link, JOB), seconds=-1) == OutputTooLarge(limit_bytes=100)
    assert link.kills == 1


def test_a_job_that_is_silent_keeps_nothing() -> None:
    silent = Job(
        source="", modules=(), stimuli=(), wall_seconds=9, memory_bytes=1, output_bytes=1, silent=True
    )
    link = ScriptedLink([printed(b"secret")], [results(frame())])
    conversation = Conversation(link, silent)
    assert ask(conversation) == Frame(b"V", b"")
    assert conversation.take_printed() == Captured()
    assert conversation.printed_bytes == 0


def test_what_is_kept_of_the_output_is_bounded_and_counted() -> None:
    large = Job(source="", modules=(), stimuli=(), wall_seconds=9, memory_bytes=1, output_bytes=1 << 20)
    link = ScriptedLink(
        [printed(b"a" * 65_000)], [printed(b"b" * 1000)], [printed(b"c" * 7)], [results(frame())]
    )
    conversation = Conversation(link, large)
    ask(conversation)
    assert conversation.take_printed() == Captured(text="a" * 65_000 + "b" * 536, cut_bytes=464 + 7)
    assert conversation.take_printed() == Captured()


def test_the_link_is_let_go_even_when_the_worker_cannot_be_ended() -> None:
    link = ScriptedLink()

    def lost() -> None:
        raise ConnectionError

    link.drop = lost  # type: ignore[method-assign]  # as when the zygote is gone
    with pytest.raises(ConnectionError):
        Conversation(link, JOB).close()
    assert link.closed == 1


def test_we_wait_no_longer_at_once_than_a_system_call_can() -> None:
    link = ScriptedLink([results(frame())])
    limit = Limit(float("inf"), float("inf"))
    Conversation(link, JOB).ask(b"", answer_bytes_max=BYTES_MAX, limit=limit)
    assert max(link.waits) <= 3600
