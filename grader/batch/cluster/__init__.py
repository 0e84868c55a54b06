"""Turns an address into a pool whose lanes are the workers of a Dask cluster.

address       what `--cluster` says
certificates  what a connection is secured with
reach         whether a scheduler answers there
connecting    the client that talks to it
here          a cluster on this machine, to try it
checking      whether its workers grade as this machine would
shipping      what a worker is asked to do
pool          who does what, and what happens when something is lost
believing     whether what a worker answers is an answer to what it was asked
quiet         Dask's own talk
"""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from grader.batch.cluster.address import read_address
from grader.batch.cluster.certificates import Certificates
from grader.errors import InternalError, UsageError
from grader.messages import message

if TYPE_CHECKING:
    from grader.batch.cluster.pool import ClusterPool
    from grader.batch.task import Order

__all__ = ["Certificates", "open_cluster"]

_WORKER_SECONDS: Final = 60.0


def open_cluster(
    address: str,
    order: Order,
    *,
    force: bool = False,
    certificates: Certificates = Certificates(),  # noqa: B008 - a constant
    verbose: bool = False,
) -> ClusterPool:
    """Connect to a cluster, or start one on this machine, and check its workers.

    Parameters
    ----------
    address : str
        `tls://HOST:PORT`, `tcp://HOST:PORT` or `local:N`.
    order : Order
        How everything is graded, with its digest.
    force : bool
        Whether connections without encryption may leave this machine.
    certificates : Certificates
        For `tls://`; what is not given is looked for in Dask's configuration.
    verbose : bool
        Whether what Dask logs is shown.

    Returns
    -------
    ClusterPool
        To be closed by the caller.

    Raises
    ------
    UsageError
        The address or the certificates are wrong, or no scheduler answers there.
    InternalError
        There is no worker, or some would grade in another way.
    IsolationError
        Some isolate submissions less than is required.
    """
    found = read_address(address, force=force)
    _require_dask()
    import dask  # noqa: PLC0415 - only where a cluster is asked for

    from grader.batch.cluster.checking import check_workers  # noqa: PLC0415 - as above
    from grader.batch.cluster.connecting import connected  # noqa: PLC0415 - as above
    from grader.batch.cluster.here import CONFIGURATION  # noqa: PLC0415 - as above
    from grader.batch.cluster.pool import ClusterPool, Opened  # noqa: PLC0415 - as above
    from grader.batch.cluster.quiet import silenced  # noqa: PLC0415 - as above

    with ExitStack() as stack:
        if not verbose:
            stack.enter_context(silenced())
        stack.enter_context(dask.config.set(CONFIGURATION))
        client = stack.enter_context(connected(found, certificates))
        try:
            lanes = check_workers(client, address, order, seconds=_WORKER_SECONDS)
        except (OSError, CancelledError) as error:
            raise InternalError(message("cluster.scheduler_lost", address=address)) from error
        opened = stack.pop_all()
    return ClusterPool(Opened(client, address, lanes, opened.close), order)


def _require_dask() -> None:
    try:
        import distributed  # noqa: F401, PLC0415 - Dask, only where it is asked for
    except ImportError as error:
        raise UsageError(message("cluster.not_there")) from error
