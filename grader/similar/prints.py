"""Turns the tokens of a submission into its prints: the hashes of all short runs of tokens in it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.similar.tokens import all_tokens, own_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.similar.tokens import Token

RUN_TOKENS: Final = 10
"""About a line of code: shorter runs are common to all who write Python, longer ones are lost by one edit."""

_HASH_BYTES: Final = 8
_SEPARATOR: Final = "\x1f"


class Prints(NamedTuple):
    """What is compared of a submission.

    Parameters
    ----------
    id : str
        Whose it is.
    source : str
        To be shown.
    whole : bytes
        A digest of all its tokens: equal where two differ in names, comments and layout alone.
    prints : frozenset of int
        What it has of its own.
    """

    id: str
    source: str
    whole: bytes
    prints: frozenset[int]


def prints_of(submission_id: str, source: str, *, known: frozenset[int] = frozenset()) -> Prints:
    """Take the prints of a submission, without those that are known from elsewhere.

    Parameters
    ----------
    known : frozenset of int
        Prints that say nothing: those of the template, the reference and the given modules.
    """
    tokens = own_tokens(source)
    whole = blake2b(_SEPARATOR.join(token.text for token in tokens).encode("utf-8", "replace")).digest()
    return Prints(submission_id, source, whole, frozenset(_runs(tokens)) - known)


def known_prints(sources: Iterable[str]) -> frozenset[int]:
    """Take the prints of texts that every student has, or may come to by themselves."""
    return frozenset(print_ for source in sources for print_ in _runs(all_tokens(source)))


def alike_lines(source: str, shared: frozenset[int]) -> frozenset[int]:
    """Find the lines of a text, counted from 1, of which every token stands in a print that is shared."""
    tokens = own_tokens(source)
    begins = (at for at, print_ in enumerate(_runs(tokens)) if print_ in shared)
    covered = {at for begin in begins for at in range(begin, begin + RUN_TOKENS)}
    lines = (range(token.first_line, token.last_line + 1) for token in tokens)
    alike, others = set[int](), set[int]()
    for at, numbers in enumerate(lines):
        (alike if at in covered else others).update(numbers)
    return frozenset(alike - others)


def _runs(tokens: Sequence[Token]) -> Iterator[int]:
    texts = [token.text for token in tokens]
    for begin in range(len(texts) - RUN_TOKENS + 1):
        run = _SEPARATOR.join(texts[begin : begin + RUN_TOKENS]).encode("utf-8", "replace")
        yield int.from_bytes(blake2b(run, digest_size=_HASH_BYTES).digest(), "big", signed=True)
