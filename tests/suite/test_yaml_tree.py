from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import grader.suite.tree
from grader.errors import CourseError
from grader.suite.text import MAX_BYTES, read_text
from grader.suite.tree import ListNode, MapNode, ScalarNode, document, read_document

PATH = Path("cases.yaml")

BROKEN = [
    ("name：a\n", None),  # A lone text: refused later, as no mapping.
    ("- name：a\n  seed: 5\n", (1, 7, "suite.wide_character")),
    ("name: “a: b”\nb: 1\n", (1, 7, "suite.wide_character")),
    ("a: {b: 3， c: 1}\n", (1, 9, "suite.wide_character")),
    ("x: [[0.1, 2], [3，4]]\ny: ]\n", (1, 17, "suite.wide_character")),
    ("zh: 窗口：三\ny: ]\n", (2, 4, "suite.yaml_unclosed")),
    ("seed:5\nb: 1\n", (1, 5, "suite.space_after_colon")),
    ("a: 1\nseed:5\n", (2, 5, "suite.space_after_colon")),
    ("a: 1\nseed:5\nb: 2\n", (2, 5, "suite.space_after_colon")),
    ("a: b: c\n", (1, 5, "suite.yaml_colon")),
    ("a: 1\n  b: 2\n", (2, 4, "suite.yaml_colon")),
    ("a: [1, 2\nb: 3\n", (2, 2, "suite.yaml_bracket")),
    ("[1, 2", (1, 6, "suite.yaml_bracket")),
    ("a: {b: 1]\n", (1, 9, "suite.yaml_brace")),
    ("a: {\n\n", (1, 5, "suite.yaml_unclosed")),
    ("a: @x\n", (1, 4, "suite.yaml_start")),
    ("a: `x`\n", (1, 4, "suite.yaml_start")),
    ("a: 'x\nb: 1\n", (1, 4, "suite.yaml_quote")),
    ("a:\n  - b\n c: 1\n", (3, 2, "suite.yaml_indent")),
    ("- a\nb: 1\n", (2, 1, "suite.yaml_indent")),
    ("a: 1\n- b\n", (2, 1, "suite.yaml_indent")),
    ("a: 1\nb\nc: 2\n", (2, 1, "suite.yaml_no_colon")),
    ("\ta: 1\n", (1, 1, "suite.tab")),
    ("a:\n  \tb: 1\n", (2, 3, "suite.tab")),
    ("a: &n 1\n", (1, 4, "suite.anchor")),
    ("a: *n\n", (1, 4, "suite.alias")),
    ("a: !!python/object/apply:os.system [ls]\n", (1, 4, "suite.explicit_tag")),
    ("a: !!str 1\n", (1, 4, "suite.explicit_tag")),
    ("a: ! 1\n", (1, 4, "suite.explicit_tag")),
    ("<<: {a: 1}\n", (1, 1, "suite.merge_key")),
    ("a: 1\n---\nb: 2\n", (2, 1, "suite.second_document")),
    ("1: 2\n", (1, 1, "suite.key_not_text")),
    ("true: 2\n", (1, 1, "suite.key_not_text")),
    ("? [a]\n: 1\n", (1, 3, "suite.key_not_text")),
    ("a: 1\nb: 2\na: 3\n", (3, 1, "suite.duplicate_key")),
    ("a: " + "[" * 20 + "]" * 20, (1, 23, "suite.too_deep")),
    ("", (1, 1, "suite.empty_file")),
    ("# nothing\n", (1, 1, "suite.empty_file")),
    ("a: \x07\n", (1, 4, "suite.unprintable")),
    ("a: 1\nb: 池\x00\n", (2, 5, "suite.unprintable")),
    ("a: 1\rb: [\ufffe]\r", (2, 5, "suite.unprintable")),
]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    if name == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("this PyYAML was built without libyaml")
    loader = yaml.CSafeLoader if name == "libyaml" else yaml.SafeLoader
    monkeypatch.setattr(grader.suite.tree, "_LOADER", loader)
    return name


def _refusal(text: str) -> tuple[int | None, int | None, str] | None:
    try:
        document(PATH, text).problems.raise_if_any()
    except CourseError as error:
        first = error.problems[0]
        return first.line, first.column, first.told.key
    return None


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "refusal"), BROKEN)
def test_what_is_no_strict_yaml_is_refused_at_its_place(
    text: str, refusal: tuple[int, int, str] | None
) -> None:
    assert _refusal(text) == refusal


@pytest.mark.usefixtures("parser")
def test_parts_know_their_places() -> None:
    root = document(PATH, 'a: [1, "2"]\nb:\n  c: 池 化\n').root
    assert root == MapNode(
        {
            "a": ListNode(
                (
                    ScalarNode("1", plain=True, line=1, column=5),
                    ScalarNode("2", plain=False, line=1, column=8),
                ),
                1,
                4,
            ),
            "b": MapNode(
                {"c": ScalarNode("池 化", plain=True, line=3, column=6)},
                {"c": ScalarNode("c", plain=True, line=3, column=3)},
                3,
                3,
            ),
        },
        {
            "a": ScalarNode("a", plain=True, line=1, column=1),
            "b": ScalarNode("b", plain=True, line=2, column=1),
        },
        1,
        1,
    )


def test_mistakes_that_leave_the_rest_readable_are_all_told() -> None:
    with pytest.raises(CourseError) as caught:
        document(PATH, "a: &n 1\nb: *n\na: !t 2\n").problems.raise_if_any()
    keys = [problem.told.key for problem in caught.value.problems]
    assert keys == ["suite.anchor", "suite.alias", "suite.duplicate_key", "suite.explicit_tag"]


def test_a_problem_carries_its_source_line() -> None:
    with pytest.raises(CourseError) as caught:
        document(PATH, "a: 1\r\n  b: 2\r\n")
    assert caught.value.problems[0].source_line == "  b: 2"


def test_a_line_of_many_characters_is_not_shown_whole() -> None:
    with pytest.raises(CourseError) as caught:
        document(PATH, "a: {b: 1] " + "x" * 10_000)
    assert len(caught.value.problems[0].source_line or "") <= 300
    with pytest.raises(CourseError) as caught:
        document(PATH, f"a: [{' ' * 10_000}" + "}")
    assert caught.value.problems[0].source_line is None


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    with pytest.raises(CourseError) as caught:
        document(PATH, "a: \x1b[31m\n")
    assert "\x1b" not in caught.value.text("en")


FILES = [
    (b"\xef\xbb\xbfa: 1\n", None),
    ("a: 池化\n".encode("gbk"), (1, 4, "suite.encoding_gbk")),
    ("a: 1\nb: 池化 # 中\n".encode("gb18030"), (2, 4, "suite.encoding_gbk")),
    ("a: 1\n".encode("utf-16"), (1, 1, "suite.encoding_other")),
    (b"a: 1\nb: \xff\n", (2, 4, "suite.encoding_other")),
    (b"a" * (MAX_BYTES + 1), (None, None, "suite.too_large")),
]


@pytest.mark.parametrize(("content", "refusal"), FILES)
def test_files_are_utf_8_of_bounded_size(
    tmp_path: Path, content: bytes, refusal: tuple[int, int, str] | None
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    if refusal is None:
        assert read_text(path) == "a: 1\n"
        return
    with pytest.raises(CourseError) as caught:
        read_document(path)
    [problem] = caught.value.problems
    assert (problem.line, problem.column, problem.told.key) == refusal


def test_a_gbk_line_is_shown_as_its_author_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\r\nb: 池化\r\n".encode("gbk"))
    with pytest.raises(CourseError) as caught:
        read_document(path)
    assert caught.value.problems[0].source_line == "b: 池化"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, key in ((tmp_path, "suite.not_a_file"), (tmp_path / "no.yaml", "suite.no_such_file")):
        with pytest.raises(CourseError) as caught:
            read_document(path)
        assert caught.value.problems[0].told.key == key
