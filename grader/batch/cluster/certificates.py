"""Turns options and Dask's own configuration into the certificates that a connection is made with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    import ssl

    from distributed.security import Security

    from grader.batch.cluster.address import Scheduler


class Certificates(NamedTuple):
    """Files in PEM form, named as `dask worker` names them; None for what Dask's configuration says.

    Parameters
    ----------
    ca_file : str or None
        `--tls-ca-file`: whose signature the scheduler's certificate must bear.
    cert : str or None
        `--tls-cert`: our own.
    key : str or None
        `--tls-key`: to our own certificate, unless it stands in the same file.
    """

    ca_file: str | None = None
    cert: str | None = None
    key: str | None = None


def security_of(scheduler: Scheduler, certificates: Certificates) -> Security:
    """Find what a connection to this scheduler is secured with.

    Raises
    ------
    UsageError
        Certificates are missing, or are none, or are given for a connection without encryption.
    """
    from distributed.security import Security  # noqa: PLC0415 - Dask, only where it is asked for

    if scheduler.scheme == "tcp":
        if any(certificates):
            raise UsageError(message("cluster.certificates_for_tcp", address=str(scheduler)))
        return Security()
    asked = {
        "tls_ca_file": certificates.ca_file,
        "tls_client_cert": certificates.cert,
        "tls_client_key": certificates.key,
    }
    security = Security(
        require_encryption=True, **{name: value for name, value in asked.items() if value is not None}
    )
    _refuse_missing(scheduler, security)
    return security


def context_of(security: Security) -> ssl.SSLContext | None:
    """Load the certificates; None for a connection without encryption.

    Raises
    ------
    UsageError
        They cannot be read, or do not belong together.
    """
    try:
        context: ssl.SSLContext | None = security.get_connection_args("client")["ssl_context"]
    except (OSError, ValueError) as error:  # `ssl.SSLError` is one: no PEM, or a key of another certificate
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise UsageError(message("cluster.bad_certificates", reason=reason)) from error
    return context


def _refuse_missing(scheduler: Scheduler, security: Security) -> None:
    needed = {"--tls-ca-file": security.tls_ca_file, "--tls-cert": security.tls_client_cert}
    missing = [option for option, value in needed.items() if not value]
    if missing:
        names = ", ".join(missing)
        raise UsageError(message("cluster.no_certificates", address=str(scheduler), names=names))
    named = {**needed, "--tls-key": security.tls_client_key}
    for option, value in named.items():
        if value and "\n" not in value and not Path(value).is_file():  # Dask also takes the text itself
            raise UsageError(message("cluster.no_certificate_file", option=option, path=value))
