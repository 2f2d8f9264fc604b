"""Django under ASGI, as in uvicorn: one thread has the event loop, and requests come to it."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import ModuleType
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.signals import got_request_exception
from django.test import override_settings

from kata.checks.concurrency import thread_of_check

Message = dict[str, Any]


class Visit:
    """A request that was sent, and what came back.

    Attributes:
        status: of the response; 0 until it has one.
        content: its bytes, so far.
        content_type: what its header says.
    """

    def __init__(self, handler: Any, path: str, loop: asyncio.AbstractEventLoop) -> None:
        """Send a GET request to the event loop, and return immediately."""
        self.status, self.content, self.content_type = 0, b"", ""
        self._loop, self._asked, self._left = loop, False, asyncio.Event()
        scope = {**_SCOPE, "path": path, "raw_path": path.encode()}
        self._over: Future[None] = asyncio.run_coroutine_threadsafe(
            handler(scope, self._receive, self._send), loop
        )

    def ends(self, seconds: float) -> bool:
        """Return whether the server is through with it, after waiting for that."""
        return bool(wait([self._over], seconds).done)

    def leave(self) -> None:
        """Close the connection, as a visitor who does not want to wait any longer."""
        self._loop.call_soon_threadsafe(self._left.set)

    async def _receive(self) -> Message:
        if self._asked:
            await self._left.wait()
            return {"type": "http.disconnect"}
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.content_type = dict(message["headers"]).get(b"Content-Type", b"").decode()
        self.content += message.get("body", b"")


class AsgiSite:
    """A server with some views, for the length of a block.

    Attributes:
        errors: the exceptions of which Django has made a page with status 500.

    Example::

        with AsgiSite(urls({"contests/<slug>/": answer.page})) as site:
            visit = site.open("/contests/spring/")
    """

    def __init__(self, root: ModuleType, threads: int = 32) -> None:
        """Prepare a site.

        Args:
            root: its views, from ``kata.checks.urls``.
            threads: how many the event loop has for ``asyncio.to_thread()`` and its like.
        """
        self._settings = override_settings(ROOT_URLCONF=root, MIDDLEWARE=[])
        self._threads = threads
        self.errors: list[BaseException | None] = []

    def __enter__(self) -> AsgiSite:
        self._settings.enable()
        self._handler, self._loop = ASGIHandler(), asyncio.new_event_loop()
        self._executor = ThreadPoolExecutor(self._threads)
        self._loop.set_default_executor(self._executor)
        self._thread = thread_of_check(self._loop.run_forever)
        self._thread.start()
        got_request_exception.connect(self._failed)
        return self

    def __exit__(self, *exception: object) -> None:
        got_request_exception.disconnect(self._failed)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._executor.shutdown()
        self._loop.close()
        self._settings.disable()

    def open(self, path: str) -> Visit:
        """Send a request, and return immediately."""
        return Visit(self._handler, path, self._loop)

    def _failed(self, sender: object, **more: object) -> None:
        self.errors.append(sys.exc_info()[1])


_SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "query_string": b"",
    "headers": [(b"host", b"testserver")],
    "server": ("testserver", 80),
    "client": ("127.0.0.1", 1),
}
