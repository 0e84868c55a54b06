"""Turns a class's submissions into groups and pairs that are alike: something to look at, never a verdict.

Written by hand, for want of a library that fits: `copydetect` brings matplotlib with it, `compare50` is under
the GPL and brings a client of a git host, and both read code with lexers that back-track on hostile text.
What is needed here is small: k-grams of tokens, counted.
"""

from __future__ import annotations

from grader.similar.pairs import Group, Likeness, Pair, compare
from grader.similar.prints import Prints, known_prints, prints_of

__all__ = ["Group", "Likeness", "Pair", "Prints", "compare", "known_prints", "prints_of"]
