"""Django's two stacks of middleware, WSGI's and ASGI's, with a visitor and without a server.

A request that is sent to a thread passes the event loop's ``run_in_executor()``, from
``sync_to_async()`` and from ``asyncio.to_thread()``. So switches are counted there.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import aclosing, contextmanager
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from unittest.mock import patch

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception
from django.test import AsyncRequestFactory, RequestFactory, override_settings

from kata.checks.findings import expect, fail

T = TypeVar("T")
WSGI, ASGI = "WSGI", "ASGI"


class Stack:
    """A stack of middleware around the views of ``ROOT_URLCONF``, made once, as by a server.

    A response has two attributes more: ``body``, the content that was read, and ``failure``, the
    exception that Django has made a page of. It is closed, as by a server.

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
        self._handler: Any = BaseHandler()
        with override_settings(MIDDLEWARE=middleware):
            self._handler.load_middleware(is_async=kind == ASGI)

    def get(
        self,
        url: str,
        status: int | None = 200,
        given: str = "",
        chunks: int | None = None,
        **headers: str,
    ) -> Any:
        """Return the response to a visitor.

        Args:
            url: the path, and a query string.
            status: the status that it must have; None for any.
            given: what a failure adds: in which case it happened.
            chunks: after so many chunks the visitor leaves; None for all.
            headers: what the visitor sends, such as ``X_Request_ID="1"``.

        Raises:
            CheckFailed: the response has another status.
        """
        if self.kind == ASGI:
            return run(partial(self.aget, url, status, given, chunks, **headers))
        request = RequestFactory().get(url, headers=_names(headers))
        with self._asking(request, given):
            response = self._handler.get_response(request)
        try:
            response.body = b"".join(islice(response, chunks))
        finally:
            response.close()
        return self._served(request, response, status, given)

    async def aget(
        self,
        url: str,
        status: int | None = 200,
        given: str = "",
        chunks: int | None = None,
        **headers: str,
    ) -> Any:
        """Return the response to a visitor, in the event loop that runs. ASGI only."""
        request = AsyncRequestFactory().get(url, headers=_names(headers))
        async with ThreadSensitiveContext():  # as in ASGIHandler
            with self._asking(request, given):
                response = await self._handler.get_response_async(request)
            try:
                response.body = await _read(response, chunks)
            finally:
                await sync_to_async(response.close)()
        return self._served(request, response, status, given)

    def switches(self, url: str) -> Counter[str]:
        """Return how many ``switches`` to threads a request takes, and how many ``loops``."""

        async def ask() -> Counter[str]:
            request = AsyncRequestFactory().get(url)
            async with ThreadSensitiveContext():
                await sync_to_async(int)()  # the request's thread begins, as with a server
                with self._asking(request), switches() as counts:
                    response = await self._handler.get_response_async(request)
                await sync_to_async(response.close)()
            self._served(request, response)
            return counts

        if self.kind == ASGI:
            return run(ask)
        request = RequestFactory().get(url)
        with self._asking(request), switches() as counts:
            response = self._handler.get_response(request)
        response.close()
        self._served(request, response)
        return counts

    @contextmanager
    def _asking(self, request: Any, given: str = "") -> Iterator[None]:
        """Store at the request the exception that Django makes a page of, and tell any other."""

        def store(sender: Any, request: Any, **more: Any) -> None:
            request.failure = sys.exc_info()[1]

        got_request_exception.connect(store)
        try:
            yield
        except Exception as error:
            before = getattr(request, "failure", None)
            first = f", after {before!r}"[:160] if before else ""
            says = f"{self.kind}: {request.path} gets no response{given}, but {error!r}"
            raise fail(f"{says}{first}.") from error
        finally:
            got_request_exception.disconnect(store)

    def _served(
        self, request: Any, response: Any, status: int | None = 200, given: str = ""
    ) -> Any:
        response.failure = getattr(request, "failure", None)
        says = f"{self.kind}: {request.path} is answered with status {response.status_code}{given}"
        why = f": {response.failure!r}"[:160] if response.failure else ""
        is_right = status in (None, response.status_code)
        expect(is_right, f"{says}{why}.", f"status {status}.")
        return response


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


async def _read(response: Any, chunks: int | None) -> bytes:
    """Read what ASGIHandler would send: a synchronous stream is read in a thread, at one go."""
    if not response.streaming:
        return bytes(response.content)
    if not response.is_async:
        return b"".join(await sync_to_async(lambda: [*islice(response, chunks)])())
    parts: list[bytes] = []
    if chunks != 0:
        async with aclosing(aiter(response)) as content:
            async for part in content:
                parts.append(part)
                if len(parts) == chunks:
                    break
    return b"".join(parts)


def run(call: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function in an event loop of its own, and return its result.

    At the end of a ThreadSensitiveContext asgiref starts a thread that joins another one, and does
    not wait for its last moment. An answer has not left it behind.
    """
    try:
        return asyncio.run(call())
    finally:
        for thread in threading.enumerate():
            if thread.name.endswith("(join)"):
                thread.join(1)


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
