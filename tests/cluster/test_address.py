"""What `--cluster` takes."""

from __future__ import annotations

import pytest

from grader.batch.cluster.address import Here, Scheduler, read_address
from grader.errors import UsageError


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tls://grading.example.org:9000", Scheduler("tls", "grading.example.org", 9000)),
        ("tls://grading.example.org", Scheduler("tls", "grading.example.org", 8786)),
        ("tls://10.0.0.5:8786/", Scheduler("tls", "10.0.0.5", 8786)),
        ("tcp://127.0.0.1:8786", Scheduler("tcp", "127.0.0.1", 8786)),
        ("tcp://127.9.9.9:8786", Scheduler("tcp", "127.9.9.9", 8786)),
        ("tcp://localhost:1", Scheduler("tcp", "localhost", 1)),
        ("tcp://[::1]:8786", Scheduler("tcp", "::1", 8786)),
        ("local:1", Here(1)),
        ("local:256", Here(256)),
    ],
)
def test_an_address_is_read(text: str, meant: Scheduler | Here) -> None:
    assert read_address(text, force=False) == meant


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "cluster.no_address"),
        ("grading.example.org:8786", "cluster.no_address"),
        ("http://grading.example.org:8786", "cluster.no_address"),
        ("ucx://10.0.0.5:8786", "cluster.no_address"),
        ("inproc://10.0.0.5/1/1", "cluster.no_address"),
        ("tls://", "cluster.no_address"),
        ("tls://:8786", "cluster.no_address"),
        ("tls://host:0", "cluster.no_address"),
        ("tls://host:70000", "cluster.no_address"),
        ("tls://host:port", "cluster.no_address"),
        ("tls://[::1:8786", "cluster.no_address"),
        ("tls://user@host:8786", "cluster.no_address"),
        ("tls://host:8786/path", "cluster.no_address"),
        ("local", "cluster.no_address"),
        ("local:", "cluster.no_number"),
        ("local:0", "cluster.no_number"),
        ("local:-1", "cluster.no_number"),
        ("local:257", "cluster.no_number"),
        ("local:1e1", "cluster.no_number"),
        ("local:²", "cluster.no_number"),
        ("local:" + "9" * 5000, "cluster.no_number"),
        ("tcp://10.0.0.5:8786", "cluster.not_encrypted"),
        ("tcp://grading.example.org:8786", "cluster.not_encrypted"),
        ("tcp://localhost.example.org:8786", "cluster.not_encrypted"),
        ("tcp://0.0.0.0:8786", "cluster.not_encrypted"),
        ("tcp://[fe80::1]:8786", "cluster.not_encrypted"),
    ],
)
def test_what_is_no_address_is_refused(text: str, key: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_address(text, force=False)
    assert refused.value.told.key == key


def test_a_connection_without_encryption_can_be_forced() -> None:
    assert read_address("tcp://10.0.0.5:8786", force=True) == Scheduler("tcp", "10.0.0.5", 8786)


@pytest.mark.parametrize("text", ["tls://grading.example.org:9000", "tcp://[::1]:8786"])
def test_an_address_is_shown_as_it_is_written(text: str) -> None:
    assert str(read_address(text, force=False)) == text
