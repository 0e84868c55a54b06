"""Turns what a worker answers into an answer to what it was asked, or into a failure of that worker.

It is our own code that answers, and no student's runs in its process. But what it says has come over a
network from a machine that may be out of order, and must become nobody else's grade and end no run.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec

from grader.batch.task import Graded, NotGraded
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.model.report import LEVELS
from grader.report.document import ReportDocument

if TYPE_CHECKING:
    from grader.batch.task import Answer, Order, Task

DOCUMENT_BYTES_MAX: Final = 64 << 20
"""Far more than what a report shows of all that a submission may print."""

_documents: Final = msgspec.json.Decoder(ReportDocument)


def believed(answer: Answer, task: Task, order: Order) -> Answer:
    """Give the answer if it is one to this task; else a failure, which is tried again elsewhere."""
    if answer.sha256 == task.sha256 and (isinstance(answer, NotGraded) or _is_sound(answer, task, order)):
        return answer
    return NotGraded(sha256=task.sha256, detail=say(message("cluster.no_answer_to_it"), order.lang))


def _is_sound(answer: Graded, task: Task, order: Order) -> bool:
    if len(answer.document) > DOCUMENT_BYTES_MAX:
        return False
    try:
        document = _documents.decode(answer.document)
    except (msgspec.DecodeError, RecursionError):
        return False
    return (
        document.exercise == order.exercise
        and document.submission.path == ""
        and document.submission.sha256 == sha256(task.data).hexdigest()
        and document.verdict != Verdict.IE
        and document.score is not None
        and 0 <= document.score <= document.max_score
        and LEVELS.index(document.isolation.level) <= LEVELS.index(order.required)
    )
