"""A forked process that serves HTTP, with requests that last until the check lets them go."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from select import select
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings

from kata.checks.concurrency import thread_states
from kata.checks.endpoints import urls
from kata.checks.findings import expect, fail

# A process that is idle at so many looks, one after the other, does nothing more. Time in which it
# waits for a processor doesn't count, where the system tells.
LOOK = 0.02  # seconds
SETTLED, HANGS = (5, 30) if thread_states() else (25, 500)
GIVES_UP = 500  # looks, for a process that may wait for others, such as the database
MOST = 1000  # looks at a process that never rests


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 200

    def server_bind(self) -> None:
        super(WSGIServer, self).server_bind()  # which needs no name of the host
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]
        self.setup_environ()


class _Handler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Print nothing."""


class ForkedServer(ForkProcess):
    """A process with a server of wsgiref's, and the check's side of it.

    Three paths are the check's own: ``/quick/`` is answered immediately, ``/work/`` when the check
    lets it ``go``, and of ``/stream/`` the second half comes when the check lets it ``go_on``.

    Example::

        with ForkedServer(answer.run, {"live/": answer.live}) as process:
            began = process.begin("/work/")
            process.terminate()
            process.finish(process.go, began)
    """

    def __init__(
        self, run: Callable[..., object], views: Mapping[str, Callable[..., Any]], *args: object
    ) -> None:
        """Listen.

        Args:
            run: is called in the process, with the server and ``args``; then the process exits, as
                Python does.
            views: further views, by their paths.
        """
        self._server, self._visits = _Server(("127.0.0.1", 0), _Handler), list[socket.socket]()
        self._inside, self.go, self.go_on = (get_context("fork").Semaphore(0) for _ in range(3))
        self._views = {"work/": self._work, "stream/": self._stream, "quick/": _quick, **views}
        super().__init__(target=run, args=(self._server, *args))

    def __enter__(self) -> ForkedServer:
        connections.close_all()
        root = urls(self._views)
        with override_settings(ROOT_URLCONF=root, MIDDLEWARE=[], ALLOWED_HOSTS=["*"]):
            self._server.set_app(WSGIHandler())
            self.start()
        self._server.socket.close()
        try:
            expect(self.get("/quick/", GIVES_UP) == "200", "run() doesn't serve requests.")
            self.settle()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for visit in self._visits:
            visit.close()
        self.kill()
        self.join()

    def _work(self, request: object) -> HttpResponse:
        self._inside.release()
        self.go.acquire()
        return HttpResponse("worked.")

    def _stream(self, request: object) -> StreamingHttpResponse:
        def chunks() -> Iterator[str]:
            yield "streamed"
            self._inside.release()
            self.go_on.acquire()
            yield "."

        return StreamingHttpResponse(chunks())

    def begin(self, path: str) -> socket.socket:
        """Send a request, and wait until it is inside ``/work/`` or ``/stream/``."""
        visit = self._send(path)
        if not self.until(lambda: self._inside.acquire(block=False)):
            raise fail(f"A request for {path} doesn't begin.", "new requests are answered.")
        return visit

    def finish(self, go: Any, *visits: socket.socket) -> None:
        """Let requests go that have begun, and fail unless their responses are whole."""
        for _ in visits:
            go.release()
        for visit in visits:
            got = self._reply(visit, GIVES_UP).partition("\r\n\r\n")[2]
            says = f"A request that began before the end gets {got or 'no answer'!r}."
            expect(got in ("worked.", "streamed."), says, "the whole response.")

    def connect(self) -> socket.socket:
        """Connect, and send nothing."""
        visit = socket.create_connection(("127.0.0.1", self._server.server_port))
        self._visits.append(visit)
        return visit

    def leave(self, visit: socket.socket) -> None:
        """Close a connection so that the server's next bytes are refused."""
        visit.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        visit.close()

    def get(self, path: str, looks: int = HANGS) -> str:
        """Return the status that a new request gets, in words if it gets none."""
        try:
            return self._reply(self._send(path), looks)[9:12] or "no answer"
        except OSError:
            return "no connection"

    def accepts(self) -> bool:
        """Return whether the process accepts a connection."""
        try:
            socket.create_connection(("127.0.0.1", self._server.server_port)).close()
        except OSError:
            return False
        return True

    def terminate(self) -> None:
        """Send SIGTERM, and wait until the process has done what it does then."""
        super().terminate()
        self.settle()

    def settle(self, looks: int = SETTLED) -> None:
        """Wait until the process has done what it was told."""
        self.until(lambda: False, looks)

    def ended(self) -> int | None:
        """Return the exit status, None if the process doesn't end."""
        self.until(lambda: self.exitcode is not None)
        return self.exitcode

    def until(self, holds: Callable[[], object], looks: int = GIVES_UP) -> bool:
        """Return whether something holds, when it does or the process does nothing more."""
        idle = 0
        for _ in range(MOST):
            if (found := holds()) or idle == looks:
                return bool(found)
            time.sleep(LOOK)
            idle = idle + 1 if self.is_idle() else 0
        return bool(holds())

    def is_idle(self) -> bool:
        """Return whether no thread of the process is running or waits for a processor."""
        return not {"R", "D"} & {*thread_states(self.pid).values()}

    def _send(self, path: str) -> socket.socket:
        visit = self.connect()
        visit.sendall(f"GET {path} HTTP/1.0\r\nHost: arena\r\n\r\n".encode())
        return visit

    def _reply(self, visit: socket.socket, looks: int) -> str:
        """Return what comes, until the end or until the process does nothing for it."""
        read = b""
        with suppress(OSError):
            while self.until(lambda: select([visit], [], [], 0)[0], looks):
                if not (chunk := visit.recv(10_000)):
                    break
                read += chunk
        return read.decode()


def _quick(request: object) -> HttpResponse:
    return HttpResponse("quick")
