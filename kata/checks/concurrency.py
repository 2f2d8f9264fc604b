"""Several clients at the same time, each with a database connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

from django.db import connections, transaction

from kata.checks.findings import fail, plural

T = TypeVar("T")

DEADLOCK = "20ms"  # PostgreSQL's second would be most of a check's time

_ours: WeakSet[threading.Thread] = WeakSet()


@dataclass
class Outcome:
    """What one thread's call returned, or what it raised."""

    result: Any = None
    error: BaseException | None = None

    def get(self) -> Any:
        """Return the result, or raise the error."""
        if self.error:
            raise self.error
        return self.result


def concurrently(
    call: Callable[[int], Any], threads: int = 8, *, timeout: float = 30.0
) -> list[Outcome]:
    """Call ``call(0)`` to ``call(threads - 1)`` at the same moment and return what became of each.

    A barrier starts them together. Every thread's connections are closed when it ends.

    Args:
        timeout: seconds of wall time after which the threads count as stuck.

    Raises:
        CheckFailed: a thread is still running after ``timeout``, or a connection was left open.
    """
    before = sessions()
    outcomes = [Outcome() for _ in range(threads)]
    barrier = threading.Barrier(threads)

    def run(number: int) -> None:
        try:
            barrier.wait(timeout)
            outcomes[number].result = call(number)
        except BaseException as error:
            outcomes[number].error = error
        finally:
            connections.close_all()

    workers = [thread_of_check(run, n) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout)
    if late := sum(worker.is_alive() for worker in workers):
        raise fail(stuck(late, threads, timeout))
    refuse_leaks(before, threads)
    return outcomes


def blocked_by(
    lock: Callable[[], object], *calls: Callable[[], Any], commits: bool = True
) -> list[Outcome]:
    """Let calls wait for a lock of another client, and go on together. PostgreSQL only.

    The other client locks something in a transaction. Then the calls begin, in threads of their
    own. The transaction ends when each of them waits, or after some seconds if one does not.

    Args:
        lock: locks rows, or inserts some that the calls insert as well.
        calls: what waits for that lock.
        commits: whether the transaction ends with a COMMIT or with a ROLLBACK.

    Returns:
        What became of each call.
    """
    is_locked = threading.Event()

    def client(number: int) -> Any:
        end_deadlocks_soon(connections["default"])
        if number < len(calls):
            is_locked.wait()
            return calls[number]()
        try:
            with transaction.atomic():
                lock()
                is_locked.set()
                until_blocked(len(calls))
                transaction.set_rollback(not commits)
        finally:
            is_locked.set()

    *outcomes, other = concurrently(client, len(calls) + 1)
    other.get()
    return outcomes


@contextmanager
def another_client(lock_timeout: str = "300ms") -> Iterator[None]:
    """Let a block be another client's, with a connection of its own. For that no thread is needed.

    On SQLite it has the same connection, so what is not committed is there for it as well.

    Args:
        lock_timeout: how long PostgreSQL lets it wait. The client that has the lock stands still,
            so it would wait without end.
    """
    own = connections["default"]
    if own.vendor != "postgresql":
        yield
        return
    connections["default"] = other = own.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{lock_timeout}'")
        yield
    finally:
        other.close()
        connections["default"] = own


def until_blocked(number: int, *, patience: float = 3.0) -> bool:
    """Return True as soon as so many sessions of this database wait for a lock. PostgreSQL only.

    Args:
        patience: seconds of wall time after which it is False: nobody has to wait, and only an
            answer that does not takes so long.
    """
    late = time.monotonic() + patience
    with connections["default"].cursor() as cursor:
        while time.monotonic() < late:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the first one
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= number:
                return True
            time.sleep(0.002)
    return False


def end_deadlocks_soon(own: Any) -> None:
    """Let PostgreSQL look for a deadlock after a moment, where our role may say so."""
    if own.vendor == "postgresql":
        from psycopg import Error

        own.ensure_connection()
        with suppress(Error):
            own.connection.execute(f"SET deadlock_timeout = '{DEADLOCK}'")


def stuck(late: int, threads: int, timeout: float) -> str:
    """Return the sentence about threads that do not end."""
    says = f"{late} of {threads} threads did not come back within {timeout:g} seconds"
    if threads == 1:
        return f"The call did not come back within {timeout:g} seconds."
    if late == 1:
        return f"{says}: it waits for something that does not come."
    return f"{says}: they wait for each other, or for something that does not come."


def thread_of_check(target: Callable[..., None], *args: Any) -> threading.Thread:
    """Return a thread that is the check's own: when it hangs, the answer has not left it behind."""
    thread = threading.Thread(target=target, args=args, daemon=True)
    _ours.add(thread)
    return thread


def is_of_check(thread: threading.Thread) -> bool:
    """Whether a check has started a thread, and not the answer."""
    return thread in _ours


def in_new_thread(call: Callable[..., T], *args: Any, **named: Any) -> T:
    """Return what a call returns in a thread that ends with it, or raise what it raises."""
    with ThreadPoolExecutor(1) as thread:
        try:
            return thread.submit(call, *args, **named).result()
        finally:
            thread.submit(connections.close_all).result()


def thread_states(pid: int | None = None) -> dict[int, str]:
    """Return the state of each thread of a process, by the number that the system gives it.

    ``R`` runs or waits for a processor, ``D`` waits for a disk, ``S`` sleeps. It is empty for a
    process that has ended, and where the system does not tell: only Linux does.

    Args:
        pid: the number of the process; None for this one.
    """
    found = dict[int, str]()
    with suppress(OSError):  # the process has just ended
        for file in Path(f"/proc/{pid or 'self'}/task").glob("*/stat"):
            with suppress(OSError):  # the thread has
                found[int(file.parent.name)] = file.read_text().rpartition(")")[2].split()[0]
    return found


def refuse_leaks(before: int, threads: int) -> None:
    """Fail if there are more sessions now than before some threads that have ended.

    Raises:
        CheckFailed: a connection was left open.
    """
    leaked = sessions(down_to=before) - before
    if leaked > 0:  # below 0: somebody else's session has ended
        raise fail(
            f"{plural(leaked, 'connection')} to the database still open after "
            f"{plural(threads, 'thread')} ended.",
            "to close a connection in the thread that opened it.",
        )


def sessions(down_to: int | None = None) -> int:
    """Return how many sessions the database has, after waiting up to a second for them to end.

    PostgreSQL takes a moment to notice that a client has gone.
    """
    patience = 50
    while (count := _count()) > (down_to if down_to is not None else count) and patience:
        time.sleep(0.02)
        patience -= 1
    return count


def _count() -> int:
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])
