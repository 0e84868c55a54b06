"""Turns where a cluster is into a client that is connected to its scheduler, and lets go of it in the end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from distributed import Client

from grader.batch.cluster.address import Here
from grader.batch.cluster.certificates import context_of, security_of
from grader.batch.cluster.here import started
from grader.batch.cluster.reach import knock
from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.batch.cluster.address import Scheduler
    from grader.batch.cluster.certificates import Certificates

_CONNECT_SECONDS: Final = 10.0
_NAME: Final = "layergrade"


@contextmanager
def connected(found: Scheduler | Here, certificates: Certificates) -> Iterator[Client]:
    """Connect to a scheduler, or to one that is started here.

    Raises
    ------
    UsageError
        The certificates are wrong, or no scheduler answers there.
    """
    if isinstance(found, Here):
        if any(certificates):
            raise UsageError(message("cluster.certificates_for_local"))
        with (
            started(found.workers) as cluster,
            Client(
                cluster,
                set_as_default=False,
                name=_NAME,
                timeout=_CONNECT_SECONDS,
                direct_to_workers=True,  # on one machine, each can be reached: answers need no detour
            ) as client,
        ):
            yield client
        return
    with _reached(found, certificates) as client:
        yield client


def _reached(scheduler: Scheduler, certificates: Certificates) -> Client:
    security = security_of(scheduler, certificates)
    knock(scheduler, context_of(security), seconds=_CONNECT_SECONDS)
    try:
        return Client(
            str(scheduler), security=security, set_as_default=False, name=_NAME, timeout=_CONNECT_SECONDS
        )
    except Exception as error:
        # Whatever it is that answers: what it says is unpacked by Dask, and may fail there in any way.
        told = message(
            "cluster.no_scheduler", address=str(scheduler), text=str(error) or type(error).__name__
        )
        raise UsageError(told) from error
