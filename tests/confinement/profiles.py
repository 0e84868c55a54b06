"""Reads a Seatbelt profile as macOS does: the last rule that matches decides."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

Form: TypeAlias = "str | list[Form]"

WHATEVER_THE_SYSTEM_ALLOWS = ("network*", "file-write*", "process*", "mach-lookup", "sysctl-read", "signal")
"""What the imported profile may allow, at worst; that it leaves files alone is Apple's promise."""


class Rule(NamedTuple):
    allows: bool
    operations: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]

    def matches(self, operation: str, subject: str) -> bool:
        named = any(_is_operation(operation, pattern) for pattern in self.operations)
        return named and (not self.filters or any(_is_subject(subject, *each) for each in self.filters))


def _is_operation(operation: str, pattern: str) -> bool:
    if pattern == "default":
        return True
    return operation.startswith(pattern[:-1]) if pattern.endswith("*") else operation == pattern


def _is_subject(subject: str, kind: str, value: str) -> bool:
    if kind == "subpath":
        return subject == value or subject.startswith(f"{value.rstrip('/')}/")
    return subject.startswith(value) if kind.endswith("-prefix") else subject == value


def read_forms(text: str) -> list[Form]:
    """Read s-expressions; raises when brackets or quotes do not balance."""
    open_forms: list[list[Form]] = [[]]
    pieces = re.findall(r'"[^"\\]*"|[()]|[^\s()"]+|.', re.sub(r"\s+", " ", text))
    for piece in pieces:
        if piece == "(":
            open_forms.append([])
        elif piece == ")":
            done = open_forms.pop()
            open_forms[-1].append(done)
        elif piece != " ":
            assert piece != '"', "a quote that is never closed"
            open_forms[-1].append(piece.strip('"'))
    (forms,) = open_forms
    return forms


def read_rules(text: str, parameters: dict[str, str]) -> list[Rule]:
    version, *forms = read_forms(text)
    assert version == ["version", "1"]
    rules = []
    for form in forms:
        assert isinstance(form, list)
        if form[0] == "import":
            rules.append(Rule(True, WHATEVER_THE_SYSTEM_ALLOWS, ()))  # noqa: FBT003 - reads like the rule
            continue
        operations = tuple(part for part in form[1:] if isinstance(part, str))
        filters = tuple(_read_filter(part, parameters) for part in form[1:] if isinstance(part, list))
        rules.append(Rule(form[0] == "allow", operations, filters))
    return rules


def _read_filter(form: list[Form], parameters: dict[str, str]) -> tuple[str, str]:
    kind, value = form
    if isinstance(value, list):
        assert value[0] == "param"
        value = parameters[str(value[1])]
    return str(kind), value


def is_allowed(rules: list[Rule], operation: str, subject: str = "") -> bool:
    (*_, last) = (rule for rule in rules if rule.matches(operation, subject))
    return last.allows
