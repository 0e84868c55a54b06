"""Turns entries and a roster into who handed in what, who nothing, and what nobody claims."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from unicodedata import normalize

from grader.intake.roster import Person, Roster, comparable_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.intake.entry import Entry

By = Literal["id", "zeros", "within", "name"]

_WORDS: Final = re.compile(r"[0-9a-z]+")
_LONG_ENOUGH: Final = 5  # characters of an id that is looked for within another one


class Match(NamedTuple):
    """One of the roster and what they handed in.

    Parameters
    ----------
    person : Person
        Of the roster.
    entry : Entry or None
        None where nothing was handed in.
    by : str or None
        How it was found: the same id; one but for zeros before it, which spreadsheets lose; the roster's id
        as a word within the entry's; the same name, where the platform has ids of its own. All but the first
        only where just one entry and one person fit.
    """

    person: Person
    entry: Entry | None
    by: By | None


class Matched(NamedTuple):
    """Everybody on the roster in its order, and the entries that nobody there claims."""

    people: tuple[Match, ...]
    unclaimed: tuple[Entry, ...]

    @property
    def missing(self) -> tuple[Person, ...]:
        """Those who handed in nothing."""
        return tuple(match.person for match in self.people if match.entry is None)


def match(entries: Sequence[Entry], roster: Roster) -> Matched:
    """Find the entry of each person; nobody gets two, and no entry has two owners."""
    claims = _Claims(entries, roster.people)
    claims.by_id()
    claims.by("zeros", lambda entry: _digits(entry.id), lambda person: _digits(person.id))
    claims.by("within", lambda entry: _words(entry.id), lambda person: _long(person.id))
    claims.by("name", lambda entry: _name(entry.name), lambda person: _name(person.name))
    people = tuple(Match(person, *claims.of.get(person, (None, None))) for person in roster.people)
    claimed = {entry.id for entry, _ in claims.of.values()}
    return Matched(people, tuple(entry for entry in entries if entry.id not in claimed))


class _Claims:
    """Who has which entry so far."""

    def __init__(self, entries: Sequence[Entry], people: Sequence[Person]) -> None:
        self.of: dict[Person, tuple[Entry, By]] = {}
        self._entries = list(entries)
        self._people = list(people)

    def by_id(self) -> None:
        """Give each person the entry with the same id: the one in the same case, if there are several."""
        by_id: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            by_id[comparable_id(entry.id)].append(entry)
        for person in self._people:
            found = by_id.get(comparable_id(person.id), [])
            if found:
                self.of[person] = (min(found, key=lambda entry: entry.id != person.id), "id")

    def by(
        self,
        how: By,
        of_entry: Callable[[Entry], Iterable[str]],
        of_person: Callable[[Person], Iterable[str]],
    ) -> None:
        """Give entries to those left over who alone have a key in common with one that is left over."""
        claimed = {entry.id for entry, _ in self.of.values()}
        owners = _by_key(self._people, of_person)
        left = [entry for entry in self._entries if entry.id not in claimed]
        found = []
        for entry in left:
            people = {person for key in of_entry(entry) for person in owners.get(key, ())}
            if len(people) == 1 and (person := people.pop()) not in self.of:
                found.append((person, entry))
        times = Counter(person for person, _ in found)
        self.of |= {person: (entry, how) for person, entry in found if times[person] == 1}


def _by_key(people: Iterable[Person], keys: Callable[[Person], Iterable[str]]) -> dict[str, list[Person]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for key in keys(person):
            found[key].append(person)
    return found


def _digits(id_: str) -> list[str]:
    plain = comparable_id(id_)
    return [plain.lstrip("0")] if plain.isascii() and plain.isdigit() else []


def _words(id_: str) -> list[str]:
    return _WORDS.findall(comparable_id(id_))


def _long(id_: str) -> list[str]:
    plain = comparable_id(id_)
    return [plain] if len(plain) >= _LONG_ENOUGH and _WORDS.fullmatch(plain) else []


def _name(name: str | None) -> list[str]:
    """Write a name without blanks and punctuation: Canvas writes `Lee, Ann` as `leeann`."""
    plain = re.sub(r"[\W_]", "", normalize("NFKC", name or "")).casefold()
    return [plain] if plain else []
