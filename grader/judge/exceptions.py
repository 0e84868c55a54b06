"""Turns an exception of a submission into the reason that its author reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.messages import message

if TYPE_CHECKING:
    from grader.messages import Message
    from grader.model.observation import ExceptionInfo

_OWN_SENTENCE = {
    "syntax": "judge.syntax",
    "no_import": "judge.no_import",
    "touched": "judge.touched",
    "exit": "judge.exit",
    "signature": "judge.signature",
    "threads": "judge.threads",
    "memory": "judge.out_of_memory",
}


def raised_reason(exception: ExceptionInfo, *, call: str | None, at_import: bool = False) -> Message:
    """Say what was raised, and where: at import, in the constructor, or in a call."""
    key = _OWN_SENTENCE.get(exception.kind, "judge.raised")
    if exception.kind == "signature" and at_import:
        key = "judge.raised"
    told = message(key, type_name=exception.type_name, text=exception.text)
    if exception.kind == "syntax":
        return told
    if at_import:
        return message("judge.at_import", reason=told)
    if call is None:
        return message("judge.in_constructor", reason=told)
    return message("judge.in_call", call=call, reason=told)
