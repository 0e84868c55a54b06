"""Turns what a submission raised into what mostly helps, in words that do not need Python's English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from grader.diagnosis.clues import clue
from grader.model.observation import LoadRaised, Raised, Unloadable

if TYPE_CHECKING:
    from grader.model.diagnosis import Clue
    from grader.model.observation import ExceptionInfo
    from grader.model.seen import Seen


class _Advice(NamedTuple):
    """What helps against exceptions of some types, or of a kind, whose text holds a pattern."""

    clue: str
    raised: str
    pattern: str = ""


# The first that fits is given. What a pattern's group holds is a word of the submission.
_KNOWN: Final = (
    _Advice("raised_no_numpy", "NameError", r"name '(?P<name>np|numpy)' is not defined"),
    _Advice("raised_exported", "NameError", r"name 'get_ipython' is not defined"),
    _Advice("raised_python2", "NameError", r"name '(?P<name>xrange|raw_input|unicode|long)' is not defined"),
    _Advice("damaged_entity", "NameError", r"name '(?P<name>lt|gt|amp|quot|nbsp)' is not defined"),
    _Advice("raised_name", "NameError", r"name '(?P<name>[^'\n]{1,40})' is not defined"),
    _Advice("raised_unbound", "UnboundLocalError", r"variable '(?P<name>\w{1,40})'"),
    _Advice("raised_input", "EOFError", r"EOF when reading a line"),
    _Advice("raised_power", "TypeError", r"'bitwise_xor'|for \^:"),
    _Advice("raised_negated_mask", "TypeError", r"numpy boolean (?:negative|subtract)"),
    _Advice("raised_truth", "ValueError", r"truth value of an array"),
    _Advice("raised_product", "ValueError", r"not aligned|mismatch in its core dimension"),
    _Advice("raised_broadcast", "ValueError", r"could not (?:be )?broadcast"),
    _Advice("raised_broadcast", "IndexError", r"could not be broadcast"),
    _Advice(
        "raised_empty",
        "ValueError",
        r"zero-size array to reduction|arg(?:max|min) of an empty|(?:arg is an|argument is) empty",
    ),
    _Advice(
        "raised_index",
        "IndexError",
        r"out of bounds for axis (?P<axis>\d{1,2}) with size (?P<size>\d{1,20})",
    ),
    _Advice("raised_index_kind", "IndexError", r"are valid indices|must be of integer"),
    _Advice("raised_axes", "IndexError", r"too many indices for array"),
    _Advice("raised_axes", "ValueError", r"axes don't match array"),
    _Advice("raised_axes", "AxisError"),
    _Advice("raised_unpack", "ValueError", r"(?:not enough|too many) values to unpack"),
    _Advice("raised_reshape", "ValueError", r"cannot reshape array of size"),
    _Advice("raised_attribute_of_none", "AttributeError", r"'NoneType' object has no attribute"),
    _Advice(
        "raised_attribute_of_value",
        "AttributeError",
        r"'(?:numpy\.)?(?P<type>u?int\d*|float\d*|list|tuple|bool|str|function)' object has no attribute",
    ),
    _Advice(
        "raised_module",
        "AttributeError",
        r"module '(?P<module>[\w.]{1,40})' has no attribute '(?P<name>\w{1,40})'",
    ),
    _Advice("raised_attribute", "AttributeError", r"object has no attribute '(?P<name>\w{1,40})'"),
    _Advice("raised_called", "TypeError", r"'(?:numpy\.)?(?P<type>\w{1,40})' object is not callable"),
    _Advice("raised_none", "TypeError", r"'NoneType' object is not|and 'NoneType'|'NoneType' and "),
    _Advice(
        "raised_size_is_float",
        "TypeError",
        r"float(?:64)?' object cannot be interpreted|slice indices|a single integer, got",
    ),
    _Advice("raised_integers", "UFuncTypeError", r"Cannot cast ufunc .{1,40} to dtype\('u?int"),
    _Advice("raised_one_number", "TypeError", r"only (?:0-dimensional|length-1|size-1) arrays"),
    _Advice("raised_recursion", "RecursionError"),
    _Advice("raised_import_name", "ImportError", r"cannot import name"),
    _Advice("raised_relative", "ImportError", r"attempted relative import"),
    _Advice("raised_package", "no_import", r"'(?P<name>\w{1,40})' is not a package"),
    _Advice("raised_import", "no_import"),
    _Advice("raised_signature", "signature"),
    _Advice(
        "raised_arguments",
        "TypeError",
        r"\(\) (?:missing \d|takes .{1,40} positional arg|got an unexpected keyword|got multiple values)",
    ),
    _Advice(
        "raised_full_width",
        "syntax",
        r"invalid character '(?P<mark>[\u2018-\u201d\u2026\u3001-\u3015\uff01-\uffe5])'",
    ),
    _Advice("raised_character", "syntax", r"invalid character"),
    _Advice("raised_blank", "syntax", r"non-printable character"),
    _Advice("raised_tabs", "syntax", r"inconsistent use of tabs"),
    _Advice("raised_indent", "syntax", r"unexpected indent|unindent does not|expected an indented block"),
    _Advice("raised_outside", "syntax", r"'return' outside function"),
    _Advice("raised_bracket", "syntax", r"was never closed|unmatched '|does not match opening"),
    _Advice("raised_string", "syntax", r"unterminated .{0,20}string literal"),
    _Advice("raised_print", "syntax", r"call to 'print'"),
    _Advice("raised_colon", "syntax", r"expected ':'"),
    _Advice("raised_comparison", "syntax", r"Maybe you meant '=='"),
)


def advice(seen: Seen) -> Clue | None:
    """Say what mostly helps against the exception of a judged case, where it raised one that is known."""
    match seen.observation:
        case Raised(exception=exception) | Unloadable(cause=LoadRaised(exception=exception)):
            return _against(exception)
        case _:
            return None


def _against(exception: ExceptionInfo) -> Clue | None:
    for known in _KNOWN:
        if known.raised in {exception.type_name, exception.kind}:
            fits = re.search(known.pattern, exception.text)
            if fits is not None:
                return clue(known.clue, **fits.groupdict())
    return None
