"""Who makes the draws of a command: this process, processes of this machine, or the workers of a Dask scheduler."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from criteria import __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from distributed import Client

F = TypeVar("F", bound=Callable[..., Any])

PATIENCE = 0.5
"""Seconds for which draws are made in this process before others are begun, which takes about as long."""
ANSWER = 10.0
"""Seconds that a scheduler has to answer, and then for its first worker."""
COUNTED = 2.0
"""Seconds for which a count of the workers holds."""
EXTRA = "pip install 'mcda-panel[distributed]'"


class Team(NamedTuple):
    """Who is at work."""

    executor: Executor | None
    """None: this process alone."""
    in_flight: int
    """How many tasks they take at a time."""
    said: Callable[[], str] | None = None
    """What there is to say of them while they work."""


def worker_options(function: F) -> F:
    """--scheduler and --workers."""
    scheduler = click.option(
        "--scheduler",
        callback=_address,
        metavar="ADDRESS",
        help="Let the workers of a Dask scheduler draw: tcp://HOST:PORT.",
    )
    workers = click.option(
        "--workers",
        type=click.IntRange(1),
        metavar="N",
        help="Processes of this machine that draw, 1 for this one alone; else all cores, once it takes long.",
    )
    return scheduler(workers(function))


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> Address | None:  # noqa: ARG001
    """The address, taken apart."""
    return None if value is None else Address.read(value)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a scheduler listens."""

    scheme: str
    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> Address:
        """Of tcp://HOST:PORT, tls://HOST:PORT or HOST:PORT; anything else is a mistake."""
        from urllib.parse import urlsplit

        from criteria.text import quoted

        whole = text if "://" in text else f"tcp://{text}"
        try:
            parts = urlsplit(whole)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or not port or parts.scheme not in ("tcp", "tls") or parts.path or parts.query or parts.username:
            raise click.BadParameter(f"{quoted(text)} is no address of a scheduler: tcp://HOST:PORT, as it prints it")
        return cls(parts.scheme, host, port)

    def __str__(self) -> str:
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@contextmanager
def team(scheduler: Address | None, workers: int | None, say: Callable[[list[str]], None]) -> Iterator[Team]:
    """Whoever was asked for, ready to work and sent home afterwards; `say` warns.

    Raises OSError, with the address, for what a scheduler is not good for, and click.UsageError.
    """
    if scheduler is not None and workers is not None:
        raise click.UsageError(
            "--scheduler and --workers stand against each other: its workers are not of this machine"
        )
    if scheduler is not None:
        with _dask(scheduler, say) as found:
            yield found
        return
    from mcda.sensitivity.blocks import IN_FLIGHT, LostWorkersError

    if workers == 1:
        yield Team(None, IN_FLIGHT)
        return
    from mcda.sensitivity.workers import Workers, cores

    if workers is None and cores() == 1:
        yield Team(None, IN_FLIGHT)
        return
    try:
        with Workers(workers, patience=PATIENCE if workers is None else 0.0) as executor:
            yield Team(executor, max(IN_FLIGHT, 4 * executor.count))
    except LostWorkersError:
        reason = "were killed again and again, as when memory runs out: fewer --workers need less of it"
        raise OSError(None, reason, "worker processes") from None


@contextmanager
def _dask(address: Address, say: Callable[[list[str]], None]) -> Iterator[Team]:
    """The workers of a Dask scheduler."""
    try:
        import distributed
    except ImportError:
        raise click.ClickException(f"--scheduler needs the package 'distributed': {EXTRA}") from None
    import logging
    import warnings

    import dask
    from distributed.scheduler import KilledWorker

    from mcda.sensitivity.blocks import IN_FLIGHT, LostWorkersError

    # What goes wrong is said in one line below; a lost connection is no news of its own.
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            warnings.simplefilter("ignore")
            _look_at(address)
            with distributed.Client(str(address), timeout=ANSWER, set_as_default=False) as client:
                say(_checked(client, address))
                threads = sum(client.nthreads().values())
                try:
                    yield Team(client.get_executor(pure=False), max(IN_FLIGHT, 3 * threads), _Counted(client))
                except KilledWorker:
                    reason = "workers die of this work again and again, as when memory runs out"
                    raise ConnectionError(None, reason, str(address)) from None
                except Exception as failure:
                    if isinstance(failure, LostWorkersError) or client.status != "running":
                        raise ConnectionError(None, "the scheduler is gone", str(address)) from None
                    raise
    finally:
        logging.disable(before)


def _look_at(address: Address) -> None:
    """Raise ConnectionError unless a scheduler listens there: Dask itself waits long for those who do not speak."""
    import asyncio
    import socket

    from distributed import Security, rpc

    settings = Security().get_connection_args("client")
    if address.scheme == "tls" and settings.get("ssl_context") is None:
        reason = "tls needs certificates, which Dask's own settings name (distributed.comm.tls)"
        raise ConnectionError(None, reason, str(address))

    async def kind() -> Mapping[str, Any]:
        async with rpc(str(address), timeout=ANSWER, connection_args=settings) as there:
            found: Mapping[str, Any] = await there.identity()
            return found

    try:
        with socket.create_connection((address.host, address.port), timeout=ANSWER) as line:
            if address.scheme == "tcp" and not line.recv(1):
                raise ConnectionError(None, "what listens there is no scheduler")
        found = asyncio.run(asyncio.wait_for(kind(), ANSWER))
    except TimeoutError:
        reason = f"no scheduler answers within {ANSWER:g} s"
    except OSError as failure:
        reason = f"no scheduler can be reached ({failure.strerror or failure})"
    else:
        if found.get("type") == "Scheduler":
            return
        reason = "that is a worker, not its scheduler"
    raise ConnectionError(None, reason, str(address))


def _checked(client: Client, address: Address) -> list[str]:
    """Warnings about workers that are not quite alike. Raises ConnectionError where they cannot count the same."""
    try:
        client.wait_for_workers(1, timeout=ANSWER)
    except TimeoutError:
        raise ConnectionError(None, f"no worker has joined the scheduler within {ANSWER:g} s", str(address)) from None
    versions = client.get_versions()
    here, there = versions["client"]["packages"], versions["workers"]
    for worker, found in there.items():
        other = _minor(found["packages"]["python"])
        if other != _minor(here["python"]):
            reason = f"{worker} has Python {other}, here is {_minor(here['python'])}: use the same"
            raise ConnectionError(None, reason, str(address))
    # Sent as code and not by its name, since they may not know this package.
    packages = client.run(lambda: __import__("mcda") and __import__("criteria").__version__, on_error="return")
    for worker, version in packages.items():
        if isinstance(version, BaseException):
            reason = f"{worker} lacks this package: install mcda-panel {__version__} there"
            raise ConnectionError(None, reason, str(address))
        if version != __version__:
            reason = f"{worker} has mcda-panel {version}, here is {__version__}: use the same"
            raise ConnectionError(None, reason, str(address))
    return [
        f"{worker} has {package} {found['packages'][package]}, here is {here[package]}: last digits may differ"
        for worker, found in there.items()
        for package in ("numpy", "distributed")
        if found["packages"][package] != here[package]
    ]


def _minor(version: str) -> str:
    """3.11 of 3.11.7.final.0."""
    return ".".join(version.split(".")[:2])


class _Counted:
    """How many workers a scheduler has, in words, asked now and then."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._asked = -COUNTED
        self._words = ""

    def __call__(self) -> str:
        """Such as 3 workers."""
        if time.monotonic() - self._asked >= COUNTED:
            try:
                count = len(self._client.nthreads())
            except Exception:  # the work itself finds out that the scheduler is gone, and says so
                return self._words
            self._asked = time.monotonic()
            self._words = f"{count} worker{'' if count == 1 else 's'}" if count else "waiting for workers"
        return self._words
