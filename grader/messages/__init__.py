"""Messages for people: a key and its arguments on one side, a Chinese or English sentence on the other.

Everything that the grader says to a person travels as a `Message` and becomes a sentence at the very end, so that
machines can read the key and people their own language. The sentences stand in one module an area, under `EN` and
`ZH`: the key `cli.no_file` is found in `grader.messages.cli`. A test proves that both languages know the same keys
and the same arguments.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, Final, Literal, NamedTuple, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")


class Message(NamedTuple):
    """What is to be said: the key of a sentence and what stands in its gaps."""

    key: str
    args: dict[str, Any]


def message(key: str, /, **args: object) -> Message:
    """Make a message; an argument may be a message itself and is then said in the same language."""
    return Message(key, dict(args))


@cache
def sentences(area: str, lang: Lang) -> dict[str, str]:
    """All the sentences of one area in one language, by their keys."""
    module = import_module(f"grader.messages.{area}")
    found: dict[str, str] = getattr(module, lang.upper())
    return found


def say(told: Message, lang: Lang) -> str:
    """Say a message in one language.

    Raises
    ------
    KeyError
        When the key, or one of the arguments that its sentence needs, is unknown: our own mistake.
    """
    args = {
        name: say(value, lang) if isinstance(value, Message) else value for name, value in told.args.items()
    }
    area = told.key.partition(".")[0]
    return sentences(area, lang)[told.key].format(**args)
