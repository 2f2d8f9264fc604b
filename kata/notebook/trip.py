"""A database that is further away than it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created

_waiting: list[float] = []


@contextmanager
def round_trip(ms: float) -> Iterator[None]:
    """Let every statement of the block wait, as if the database were so far away.

    Here the database is on the same machine; in production it is half a millisecond to a few
    milliseconds away. It is a wait in an ``execute_wrapper``: once for each ``execute()`` or
    ``executemany()``, on every connection. COMMIT is not delayed. What is measured with it
    says so.
    """

    def wait(execute: Any, *arguments: Any) -> Any:
        time.sleep(ms / 1000)
        return execute(*arguments)

    _waiting.append(ms)
    try:
        with everywhere(wait):
            yield
    finally:
        _waiting.remove(ms)


def is_on() -> bool:
    """Whether statements wait now."""
    return sum(_waiting) > 0


def note() -> str:
    """Return what an output must say while statements wait; empty while they do not."""
    return f"With a round trip of {sum(_waiting):g} ms added to each query." if is_on() else ""


@contextmanager
def everywhere(wrapper: Any) -> Iterator[None]:
    """Have an execute wrapper outermost on this thread's connections, and on new ones."""

    def install(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.insert(0, wrapper)
        left.callback(connection.execute_wrappers.remove, wrapper)

    with ExitStack() as left:
        for connection in connections.all():
            install(connection)

        def opened(connection: Any, **_: Any) -> None:
            if wrapper not in connection.execute_wrappers:
                install(connection)

        connection_created.connect(opened)
        left.callback(connection_created.disconnect, opened)
        yield
