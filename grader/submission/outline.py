"""Turns source text into its outline: which classes and methods it defines, and where its regions stand.

The text is only looked at: it may be no valid Python, and whatever it is, this takes linear time.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from grader.submission.markers import find_regions
from grader.submission.scan import is_string, logical_lines

_DEFINITION: Final = re.compile(
    r"^[ \t\f]*+(?:async[ \t]++)?(?P<kind>class|def)[ \t]++(?P<name>\w++)", re.MULTILINE
)
_MOST_REGIONS: Final = 64


class Place(NamedTuple):
    """Where a region stands: the class and the method whose headers come last before it."""

    class_name: str
    method: str


class Outline(NamedTuple):
    """What a text defines, as far as a look at its lines tells.

    Parameters
    ----------
    classes : frozenset of str
        At whatever depth.
    regions : tuple of Place
        In the order of the text; empty where there are none, or the markers do not alternate.
    methods : frozenset of Place
        Every function, with the class whose header comes last before it.
    """

    classes: frozenset[str]
    regions: tuple[Place, ...]
    methods: frozenset[Place]


def outline(source: str) -> Outline:
    """Look at a text: a submission or a template, with line ends of one kind."""
    definitions = list(_DEFINITION.finditer(source))
    classes = frozenset(found["name"] for found in definitions if found["kind"] == "class")
    begins = [region.first_line for region in find_regions(source)[:_MOST_REGIONS]]
    regions: list[Place] = []
    methods: set[Place] = set()
    here = Place("", "")
    line, position = 1, 0
    for found in definitions:
        line += source.count("\n", position, found.start())
        position = found.start()
        while len(regions) < len(begins) and begins[len(regions)] <= line:
            regions.append(here)
        name = found["name"]
        here = Place(name, "") if found["kind"] == "class" else here._replace(method=name)
        methods.add(here)
    rest = (here for _ in begins[len(regions) :])
    return Outline(classes, (*regions, *rest), frozenset(methods))


def given_statements(source: str) -> frozenset[tuple[str, ...]] | None:
    """Collect the statements outside the regions, each as its tokens; None where they cannot be told apart.

    Comments, docstrings, blanks, layout and the choice of quotes do not count.
    """
    texts = source.split("\n")
    for region in find_regions(source):
        texts[region.first_line - 1 : region.last_line] = [""] * (region.last_line - region.first_line + 1)
    lines = logical_lines("\n".join(texts))
    if lines is None:
        return None
    plain = (tuple(token.replace("'", '"') for token in line.tokens) for line in lines)
    return frozenset(tokens for tokens in plain if not all(map(is_string, tokens)))
