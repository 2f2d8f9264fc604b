"""A back end of the check's own, behind a proxy: which connections and requests reach it."""

from __future__ import annotations

import hashlib
import socket
import socketserver
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kata.checks.concurrency import thread_of_check

LATEST = 25.0  # seconds for which a request may be held
PIECE = 1 << 16


@dataclass
class Request:
    """A request that has reached the back end.

    Attributes:
        connection: which one it came over: the first is 1.
        line: its method and path, such as ``GET /``.
        headers: by their names in lower case.
        body: the SHA-256 of its body, and the number of bytes; None until it is complete.
        is_sent: whether the response has left the back end.
    """

    connection: int
    line: str
    headers: dict[str, str]
    body: tuple[str, int] | None = None
    is_sent: bool = False


@dataclass
class Page:
    """What a path answers: so many bytes, as chunks without a length or not, with headers."""

    size: int = 2
    chunked: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def content(self) -> bytes:
        """Return the body."""
        return self.body or b"0123456789abcdef" * (self.size // 16) + b"." * (self.size % 16)


class BackEnd:
    """A web server in threads of the check, at a socket of the file system.

    A GET below ``/wait`` is answered when ``let_go()`` is called.

    Example::

        with BackEnd({"/report": Page(10_000_000)}) as app, nginx(site, {"app.sock": app.address}):
            ...
    """

    def __init__(self, pages: dict[str, Page] | None = None) -> None:
        self.pages = pages or {}
        self.requests: list[Request] = []
        self.connections = 0
        self._go, self._lock = threading.Event(), threading.Lock()
        self._folder = Path(mkdtemp(prefix="kata-", dir="/tmp"))  # TMPDIR may be too long
        self.address = str(self._folder / "app.sock")

    def __enter__(self) -> BackEnd:
        self._server = _Server(self.address, _handler(self))
        self._thread = thread_of_check(self._server.serve_forever, 0.02)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.close_all()
        Path(self.address).unlink(missing_ok=True)
        self._folder.rmdir()

    def let_go(self) -> None:
        """Answer the requests that are noted by now, and let later ones wait."""
        with self._lock:
            self._go.set()
            self._go = threading.Event()

    def work(self) -> object:
        """Return what differs when a thread of this back end has worked, or could."""
        own = str(threading.get_native_id())
        for task in Path("/proc/self/task").glob("*/stat"):
            try:
                ready = task.read_text().rpartition(")")[2].split()[0] == "R"
            except OSError:
                continue
            if ready and task.parent.name != own:
                return object()
        return len(self.requests), sum(request.is_sent for request in self.requests)

    def note(self, request: Request) -> threading.Event:
        """Note a request, and return what ``let_go`` sets for those that are noted before it."""
        with self._lock:
            self.requests.append(request)
            return self._go


class _Server(socketserver.ThreadingUnixStreamServer):
    """Closes what is still open when it ends: a thread may send to a client that never reads."""

    request_queue_size = 512

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.open: list[socket.socket] = []
        self.threads: list[threading.Thread] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, _ = super().get_request()
        self.open.append(connection)
        return connection, ("", 0)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = thread_of_check(self.process_request_thread, request, client_address)
        self.threads.append(thread)
        thread.start()

    def close_all(self) -> None:
        self.server_close()
        for connection in self.open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self.threads:
            thread.join(LATEST)

    def handle_error(self, *_: Any) -> None:
        """Say nothing: the proxy has closed a connection, or the check has ended."""


def _handler(back_end: BackEnd) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            back_end.connections += 1
            self.number = back_end.connections

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.number, f"{self.command} {self.path}", headers)
            may_go = back_end.note(request)
            request.body = self.read_body()
            if self.path.startswith("/wait"):
                may_go.wait(LATEST)
            page = back_end.pages.get(self.path, Page())
            self.send_response(200)
            self.send_header(
                *("Transfer-Encoding", "chunked")
                if page.chunked
                else ("Content-Length", str(len(page.content())))
            )
            if self.close_connection:  # as gunicorn does: else the proxy may use it once more
                self.send_header("Connection", "close")
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.send_body(page)
            request.is_sent = True

        do_POST = do_HEAD = do_GET

        def read_body(self) -> tuple[str, int]:
            digest, left = hashlib.sha256(), int(self.headers.get("Content-Length") or 0)
            size = left
            while left:
                piece = self.rfile.read(min(left, PIECE))
                if not piece:
                    raise ConnectionError("the body has no end")
                digest.update(piece)
                left -= len(piece)
            return digest.hexdigest(), size

        def send_body(self, page: Page) -> None:
            content = b"" if self.command == "HEAD" else page.content()
            if not page.chunked:
                self.wfile.write(content)
                return
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
