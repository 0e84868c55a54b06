"""A submission that does not load, lacks something or raises is seen as just that, with its own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.model.observation import (
    Crashed,
    LoadRaised,
    NoClass,
    Raised,
    Returned,
    TraceLine,
    Unloadable,
)
from tests.sandbox.conftest import layer, line_of, lines, stimulus

if TYPE_CHECKING:
    from grader.model.observation import ExceptionInfo
    from tests.sandbox.conftest import Bench


def load_exception(bench: Bench, source: str) -> ExceptionInfo:
    seen = bench.seen(source)
    assert isinstance(seen, Unloadable)
    assert isinstance(seen.cause, LoadRaised)
    return seen.cause.exception


def raised(bench: Bench, source: str) -> Raised:
    seen = bench.seen(source)
    assert isinstance(seen, Raised), seen
    return seen


def test_a_syntax_error_has_its_line_and_column(bench: Bench) -> None:
    exception = load_exception(bench, "x = 1\ny = (2 +* 3)\n")
    assert (exception.kind, exception.type_name) == ("syntax", "SyntaxError")
    assert exception.trace == (TraceLine(line=2, function=""),)
    assert exception.column == 9
    assert exception.text


def test_a_syntax_error_of_other_text_is_no_syntax_error_of_the_file(forked: Bench) -> None:
    exception = load_exception(forked, "\neval('1 +')\n")
    assert (exception.kind, exception.type_name, exception.column) == ("other", "SyntaxError", None)
    assert exception.trace == (TraceLine(line=2, function="<module>"),)


def test_an_indentation_error_is_a_syntax_error(forked: Bench) -> None:
    exception = load_exception(forked, "if True:\nx = 1\n")
    assert (exception.kind, exception.type_name) == ("syntax", "IndentationError")
    assert exception.trace[0].line == 2


def test_what_an_import_raises_makes_every_case_unloadable(bench: Bench) -> None:
    result = bench.run("def f():\n    raise LookupError('far')\nf()\n", stimulus(), stimulus())
    for run in result.runs:
        assert isinstance(run.observation, Unloadable)
        assert isinstance(run.observation.cause, LoadRaised)
        exception = run.observation.cause.exception
        assert (exception.type_name, exception.text, exception.kind) == ("LookupError", "far", "other")
        assert exception.trace == (TraceLine(line=3, function="<module>"), TraceLine(line=2, function="f"))


@pytest.mark.parametrize(
    ("source", "kind", "type_name"),
    [
        ("import torch", "no_import", "ModuleNotFoundError"),
        ("import sys\nsys.exit(3)", "exit", "SystemExit"),
        ("raise KeyboardInterrupt", "other", "KeyboardInterrupt"),
        ("raise MemoryError", "memory", "MemoryError"),
        ("raise BaseException('x')", "other", "BaseException"),
        ("raise GeneratorExit", "other", "GeneratorExit"),
        ("raise ExceptionGroup('g', [ValueError(1)])", "other", "ExceptionGroup"),
        ("(lambda: 1)(2)", "other", "TypeError"),
        ("x = '\\ud800'.encode()", "other", "UnicodeEncodeError"),
    ],
)
def test_kinds_of_exceptions_at_import(forked: Bench, source: str, kind: str, type_name: str) -> None:
    exception = load_exception(forked, source)
    assert (exception.kind, exception.type_name) == (kind, type_name)


def test_an_exception_in_a_call_names_the_call_and_the_own_lines(bench: Bench) -> None:
    source = layer("return x", "return self.deep(dout)")
    source += "    def deep(self, d):\n        return d[5, 5]\n"
    seen = raised(bench, source)
    assert seen.call == "backward"
    assert seen.exception.type_name == "IndexError"
    assert "out of bounds" in seen.exception.text
    assert seen.exception.trace == (
        TraceLine(line=line_of(source, "self.deep(dout)"), function="backward"),
        TraceLine(line=line_of(source, "d[5, 5]"), function="deep"),
    )


def test_an_exception_in_forward_or_in_the_constructor_says_so(bench: Bench) -> None:
    assert raised(bench, layer("raise ValueError(x.shape)")).call == "forward"
    source = layer() + "    def __init__(self):\n        raise ValueError('early')\n"
    assert raised(bench, source).call is None


@pytest.mark.parametrize(
    ("forward", "kind"),
    [
        ("import sys; sys.exit(0)", "exit"),
        ("exit()", "other"),  # a NameError: there is no `site`
        ("raise KeyboardInterrupt", "other"),
        ("x.no_such()", "other"),
        ("np.sum(1, 2, 3, 4, 5, 6, 7, 8, 9)", "other"),  # a TypeError, but of a line of its own
        ("import torch", "no_import"),
        ("input()", "other"),
    ],
)
def test_kinds_of_exceptions_in_a_call(forked: Bench, forward: str, kind: str) -> None:
    assert raised(forked, layer(forward)).exception.kind == kind


@pytest.mark.parametrize("signature", ["self", "self, a, b", "", "self, *, x"])
def test_a_method_of_another_signature_is_told_from_an_error_inside(bench: Bench, signature: str) -> None:
    source = f"class Layer:\n    def forward({signature}):\n        return 1\n"
    seen = raised(bench, source)
    assert (seen.call, seen.exception.kind) == ("forward", "signature")


def test_a_constructor_that_wants_more_is_a_signature_too(forked: Bench) -> None:
    seen = raised(forked, "class Layer:\n    def __init__(self, a): pass\n")
    assert (seen.call, seen.exception.kind) == (None, "signature")


def test_a_missing_class_comes_with_those_that_are_there(bench: Bench) -> None:
    seen = bench.seen("class Layr: pass\nLayer_ = 1\nclass Other: pass\nglobals()[3] = int\n")
    assert seen == NoClass(name="Layer", near=("Layr", "Other"))


def test_a_missing_method_comes_with_those_that_are_there(bench: Bench) -> None:
    seen = bench.seen(
        "class Layer:\n    def forward(self, x): return x\n    def backwrd(self, d): return d\n"
    )
    assert seen == NoClass(name="Layer.backward", near=("backwrd", "forward"))


@pytest.mark.parametrize("value", ["None", "3", "lambda: None", "object()", "__import__('numpy')"])
def test_a_class_must_be_a_class(forked: Bench, value: str) -> None:
    assert isinstance(forked.seen(f"Layer = {value}"), NoClass)


def test_an_attribute_that_cannot_be_called_is_no_method_and_not_like_one(forked: Bench) -> None:
    seen = forked.seen("class Layer:\n    forward = 3\n    def forwrd(self, x): return x\n")
    assert seen == NoClass(name="Layer.forward", near=("forwrd",))


def test_a_case_that_fails_leaves_the_next_ones_alone(bench: Bench) -> None:
    source = layer("if x == 1: raise ValueError\nreturn x")
    runs = bench.run(source, stimulus(0), stimulus(1), stimulus(2)).runs
    assert [type(run.observation) for run in runs] == [Returned, Raised, Returned]


HOSTILE = {
    "str that raises": """
        class E(Exception):
            def __str__(self): raise KeyboardInterrupt
    """,
    "str that exits": """
        class E(Exception):
            def __str__(self): raise SystemExit(0)
    """,
    "str that is none": """
        class E(Exception):
            def __str__(self): return 3
    """,
    "name that is no str": """
        class M(type):
            __name__ = 5
        class E(Exception, metaclass=M): pass
    """,
    "name that raises": """
        class M(type):
            __name__ = property(lambda cls: 1 / 0)
        class E(Exception, metaclass=M): pass
    """,
    "class that raises": """
        class E(Exception):
            __class__ = property(lambda self: 1 / 0)
    """,
    "traceback that raises": """
        class E(Exception):
            __traceback__ = property(lambda self: 1 / 0)
    """,
    "traceback that is none": """
        class E(Exception):
            __traceback__ = 'no'
    """,
    "file name that raises": """
        class E(SyntaxError):
            filename = property(lambda self: 1 / 0)
            lineno = offset = 1 << 80
    """,
    "a line that is none": """
        class E(SyntaxError):
            filename = '/submission.py'
            lineno = offset = -(1 << 80)
            msg = 3
    """,
    "errno that raises": """
        class N:
            def __eq__(self, other): raise SystemExit
            __hash__ = None
        class E(OSError):
            errno = N()
    """,
    "attributes that raise": """
        class E(Exception):
            def __getattribute__(self, name): raise SystemExit
    """,
    "repr of arguments": """
        class R:
            def __repr__(self): raise SystemExit
        class E(KeyError):
            def __init__(self, *a): super().__init__(R())
    """,
}


@pytest.mark.parametrize("before", HOSTILE.values(), ids=HOSTILE)
def test_an_exception_that_resists_is_still_an_exception(forked: Bench, before: str) -> None:
    seen = raised(forked, layer("raise E('told')", before=before))
    assert (seen.call, seen.exception.kind) in {("forward", "other"), ("forward", "syntax")}
    exception = load_exception(forked, lines(before, "raise E('told')"))
    assert exception.kind in {"other", "syntax"}


def test_text_in_a_subclass_of_str_is_still_text(forked: Bench) -> None:
    before = "class S(str):\n    def encode(self, *a): return 3\n    def __getitem__(self, i): return 1/0\n"
    before += "class E(Exception):\n    def __str__(self): return S('told')\n"
    assert raised(forked, layer("raise E", before=before)).exception.text == "told"


def test_a_long_text_is_cut(forked: Bench) -> None:
    seen = raised(forked, layer("raise ValueError('é' * 100_000)"))
    assert seen.exception.text == "é" * 4000
    seen = raised(forked, layer("raise type('E' * 10_000, (Exception,), {})('\\udcff')"))
    assert seen.exception.type_name == "E" * 200
    assert seen.exception.text == "\\udcff"


def test_a_deep_recursion_shows_its_first_and_last_lines(forked: Bench) -> None:
    source = layer("return self.forward(x)")
    seen = raised(forked, source)
    assert seen.exception.type_name == "RecursionError"
    assert (
        seen.exception.trace == (TraceLine(line=line_of(source, "self.forward(x)"), function="forward"),) * 8
    )


def test_a_recursion_beyond_the_stack_is_a_crash(forked: Bench) -> None:
    source = layer(
        "import sys\nsys.setrecursionlimit(10**9)\nx = list()\nfor _ in range(10**5): x = [x]\nreturn repr(x)"
    )
    assert isinstance(forked.seen(source), (Crashed, Raised))


def test_a_chain_of_20000_exceptions_is_one(forked: Bench) -> None:
    forward = """
    last = None
    for number in range(20000):
        new = ValueError(number)
        new.__cause__ = new.__context__ = last
        last = new
    raise last
    """
    seen = raised(forked, layer(forward))
    assert (seen.exception.type_name, seen.exception.text) == ("ValueError", "19999")


def test_a_lowered_recursion_limit_harms_nobody_else(forked: Bench) -> None:
    forward = """
    import sys
    try:
        for limit in range(60, 4, -1):
            sys.setrecursionlimit(limit)
    except RecursionError:
        pass
    return x
    """
    assert isinstance(forked.seen(layer(forward)), (Returned, Raised, Crashed))
    assert isinstance(forked.seen(layer()), Returned)
