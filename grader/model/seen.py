"""What is known of a case once it was run: the case, what the sandbox saw of it, and how that was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from grader.model.case import Case
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation


class Seen(NamedTuple):
    """A case, what the sandbox saw of it, and how that was judged."""

    case: Case
    observation: Observation
    judgement: Judgement

    @property
    def passed(self) -> bool:
        """Whether the case was accepted."""
        return self.judgement.verdict is Verdict.AC
