"""Certificates come from options or from Dask's configuration, and what is wrong with them is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dask
import pytest

from grader.batch.cluster.address import Scheduler
from grader.batch.cluster.certificates import Certificates, context_of, security_of
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from distributed.security import Security

TLS = Scheduler("tls", "10.0.0.5", 8786)


def written(folder: Path, security: Security) -> Certificates:
    """Write certificates into files."""
    parts = {
        "ca.pem": security.tls_ca_file,
        "cert.pem": security.tls_client_cert,
        "key.pem": security.tls_client_key,
    }
    for name, text in parts.items():
        (folder / name).write_text(text, encoding="ascii")
    return Certificates(*(str(folder / name) for name in parts))


def test_certificates_come_from_files(tmp_path: Path, ours: Security) -> None:
    security = security_of(TLS, written(tmp_path, ours))
    assert security.require_encryption
    assert context_of(security) is not None


def test_certificates_come_from_the_configuration_of_dask(tmp_path: Path, ours: Security) -> None:
    files = written(tmp_path, ours)
    said = {
        "distributed.comm.tls.ca-file": files.ca_file,
        "distributed.comm.tls.client.cert": files.cert,
        "distributed.comm.tls.client.key": files.key,
    }
    with dask.config.set(said):
        assert context_of(security_of(TLS, Certificates())) is not None


def test_missing_certificates_are_named() -> None:
    with pytest.raises(UsageError) as refused:
        security_of(TLS, Certificates())
    assert refused.value.told.args["names"] == "--tls-ca-file, --tls-cert"


@pytest.mark.parametrize("missing", Certificates._fields)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, ours: Security, missing: str) -> None:
    files = written(tmp_path, ours)._replace(**{missing: str(tmp_path / "gone.pem")})
    with pytest.raises(UsageError) as refused:
        security_of(TLS, files)
    assert refused.value.told.key == "cluster.no_certificate_file"
    assert refused.value.told.args["option"] == f"--tls-{missing.replace('_', '-')}"


@pytest.mark.parametrize("broken", Certificates._fields)
def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path, ours: Security, broken: str) -> None:
    files = written(tmp_path, ours)
    (tmp_path / "broken.pem").write_text("no certificate", encoding="ascii")
    security = security_of(TLS, files._replace(**{broken: str(tmp_path / "broken.pem")}))
    with pytest.raises(UsageError) as refused:
        context_of(security)
    assert refused.value.told.key == "cluster.bad_certificates"


def test_a_key_of_another_certificate_is_refused(tmp_path: Path, ours: Security, others: Security) -> None:
    files = written(tmp_path, ours)
    (tmp_path / "other.pem").write_text(others.tls_client_key, encoding="ascii")
    with pytest.raises(UsageError) as refused:
        context_of(security_of(TLS, files._replace(key=str(tmp_path / "other.pem"))))
    assert refused.value.told.key == "cluster.bad_certificates"


def test_certificates_are_not_silently_left_out(tmp_path: Path, ours: Security) -> None:
    with pytest.raises(UsageError) as refused:
        security_of(Scheduler("tcp", "127.0.0.1", 8786), written(tmp_path, ours))
    assert refused.value.told.key == "cluster.certificates_for_tcp"
