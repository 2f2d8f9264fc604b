"""Django's two stacks of middleware, WSGI's and ASGI's, with a visitor and without a server.

A request that is sent to a thread passes the event loop's ``run_in_executor()``, from
``sync_to_async()`` and from ``asyncio.to_thread()``. So switches are counted there.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar
from unittest.mock import patch

from asgiref.sync import ThreadSensitiveContext
from django.test import AsyncClient, Client, override_settings

from kata.checks.findings import expect

T = TypeVar("T")
WSGI, ASGI = "WSGI", "ASGI"


class Stack:
    """A stack of middleware around the views of ``ROOT_URLCONF``, made once, as by a server.

    A response has two attributes more: ``body``, all of its content, and ``failure``, the exception
    that Django has made a page of.

    Example::

        stack = Stack(ASGI, ["arena.middleware.Timing"])
        response = stack.get("/")
    """

    def __init__(self, kind: str, middleware: Sequence[str]) -> None:
        """Load the middleware.

        Args:
            kind: ``WSGI`` or ``ASGI``.
            middleware: what the setting ``MIDDLEWARE`` would say.
        """
        self.kind = kind
        self._client: Any = AsyncClient if kind == ASGI else Client
        self._handler = self._client().handler
        with override_settings(MIDDLEWARE=middleware):
            self._handler.load_middleware(is_async=kind == ASGI)

    def get(self, url: str, status: int = 200, given: str = "", **headers: str) -> Any:
        """Return the response to a visitor.

        Args:
            url: the path, and a query string.
            status: the status that it must have.
            given: what a failure adds: in which case it happened.
            headers: what the visitor sends, such as ``X_Request_ID="1"``.

        Raises:
            CheckFailed: the response has another status.
        """
        if self.kind == ASGI:
            return run(partial(self.aget, url, status, given, **headers))
        return self._served(self._read(self._ask(url, headers)), url, status, given)

    async def aget(self, url: str, status: int = 200, given: str = "", **headers: str) -> Any:
        """Return the response to a visitor, in the event loop that runs. ASGI only."""
        async with ThreadSensitiveContext():  # as in ASGIHandler
            response = await self._aread(await self._ask(url, headers))
        return self._served(response, url, status, given)

    def switches(self, url: str) -> Counter[str]:
        """Return how many ``switches`` to threads a request takes, and how many ``loops``."""

        async def ask() -> Counter[str]:
            async with ThreadSensitiveContext():
                with switches() as counts:  # what enters and leaves the context is not counted
                    response = await self._ask(url, {})
                self._served(await self._aread(response), url)
                return counts

        if self.kind == ASGI:
            return run(ask)
        with switches() as counts:
            response = self._ask(url, {})
        self._served(self._read(response), url)
        return counts

    def _ask(self, url: str, headers: dict[str, str]) -> Any:
        client = self._client(raise_request_exception=False)
        client.handler = self._handler
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(url, headers=names)

    def _read(self, response: Any) -> Any:
        response.body = b"".join(response)
        return response

    async def _aread(self, response: Any) -> Any:
        parts = [part async for part in response] if response.streaming else [response.content]
        response.body = b"".join(parts)
        return response

    def _served(self, response: Any, url: str, status: int = 200, given: str = "") -> Any:
        response.failure = response.exc_info[1] if response.exc_info else None
        says = f"{self.kind}: {url} is answered with status {response.status_code}{given}"
        why = f": {response.failure!r}"[:160] if response.failure else ""
        expect(response.status_code == status, f"{says}{why}.", f"status {status}.")
        return response


def run(call: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function in an event loop of its own, and return its result."""
    return asyncio.run(call())


@contextmanager
def switches() -> Iterator[Counter[str]]:
    """Count what is sent to threads, threads that start, and event loops that are made."""
    counts: Counter[str] = Counter()
    names = {
        (asyncio.BaseEventLoop, "run_in_executor"): "switches",
        (threading.Thread, "start"): "switches",
        (asyncio.BaseEventLoop, "__init__"): "loops",
    }

    def counted(method: Any, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            counts[name] += 1
            return method(*args, **kwargs)

        return call

    patches = [
        patch.object(cls, method, counted(getattr(cls, method), name))
        for (cls, method), name in names.items()
    ]
    for one in patches:
        one.start()
    try:
        yield counts
    finally:
        for one in patches:
            one.stop()
