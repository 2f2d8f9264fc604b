"""Back ends of the check's own behind a proxy: they reply what a check says, and know what came."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, parse_headers, responses
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import BinaryIO

from kata.checks.concurrency import thread_of_check

PATIENCE = 60.0  # seconds for which a request may be held
FOLDER = "KATA_CHECK"  # in the environment of a verdict: the name of its folder
LONGEST = 70  # bytes, because the name of a socket has at most 103 on macOS
PIECE = 1 << 16  # bytes of a chunk


@dataclass
class Request:
    """A request that has reached a back end.

    Attributes:
        connection: the number of its connection, from 1.
        headers: by their names in lower case.
        body: None until all of it has come.
        is_sent: whether the response has left the back end.
    """

    connection: int
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None
    is_sent: bool = False


@dataclass
class Reply:
    """What a back end answers: with its length, or in chunks."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = False


Replies = Mapping[str, Reply] | Callable[[Request], Reply]


class BackEnd:
    """A server at a socket that answers as a check says, and can be killed.

    Attributes:
        address: of its socket.
        requests: in the order in which their headers came.
        connections: how many were opened.
    """

    def __init__(self, address: str, replies: Replies) -> None:
        """Listen.

        Args:
            replies: by path with its query, all others an empty page; or a function, which is
                called in a thread for each request, and may wait.
        """
        self.address, self.requests, self.connections = address, list[Request](), 0
        self._replies = replies
        self._open: set[socket.socket] = set()
        self._lock, self._go = threading.Lock(), threading.Event()
        self._go.set()
        self.start()

    def start(self) -> None:
        """Accept connections, after `kill()` too."""
        self._killed = False
        Path(self.address).unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address)
        self._listener.listen(1024)
        thread_of_check(self._accept, self._listener).start()

    def hold(self) -> None:
        """Let the requests that come from now on wait for their responses."""
        with self._lock:
            if self._go.is_set():
                self._go = threading.Event()

    def let_go(self) -> None:
        """Respond to the requests that are held, and to later ones."""
        self._go.set()

    def kill(self) -> None:
        """Refuse connections from now on, and end those that are open without a response."""
        with self._lock:
            self._killed = True
            with suppress(OSError):  # closing alone does not wake a thread that accepts
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.let_go()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                thread_of_check(self._serve, connection).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            if self._killed:
                connection.close()
                return
            self._open.add(connection)
            self.connections += 1
            number = self.connections
        try:
            with (
                suppress(OSError, ValueError, HTTPException),
                connection.makefile("rb") as file,
            ):
                while self._respond(number, connection, file):
                    pass
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _respond(self, number: int, connection: socket.socket, file: BinaryIO) -> bool:
        """Answer the next request of a connection; return whether one may follow."""
        method, path, version = file.readline().decode("latin-1").split()
        headers = {name.lower(): value for name, value in parse_headers(file).items()}
        request = Request(number, method, path, headers)
        with self._lock:
            self.requests.append(request)
            may_go = self._go
        request.body = _body(file, headers)
        replies = self._replies
        reply = replies(request) if callable(replies) else replies.get(path, Reply())
        may_go.wait(PATIENCE)
        wish = headers.get("connection", "").lower()
        is_last = wish == "close" or (version == "HTTP/1.0" and wish != "keep-alive")
        for piece in _response(reply, is_last, method):
            connection.sendall(piece)
        request.is_sent = True
        return not is_last


def _body(file: BinaryIO, headers: dict[str, str]) -> bytes:
    """Return the body of a request, as soon as all of it is there."""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        file.readline()
        return body
    size = int(headers.get("content-length", 0))
    body = file.read(size)
    if len(body) < size:
        raise ConnectionError("the body has no end")
    return body


def _response(reply: Reply, is_last: bool, method: str) -> Iterator[bytes]:
    """Yield the bytes of a response."""
    length = {"Content-Length": str(len(reply.body))}
    headers = {"Transfer-Encoding": "chunked"} if reply.chunked else length
    if is_last:  # as gunicorn does: else the proxy may use the connection once more
        headers["Connection"] = "close"
    lines = [f"{name}: {value}" for name, value in (headers | reply.headers).items()]
    status = f"HTTP/1.1 {reply.status} {responses[reply.status]}"
    yield "\r\n".join([status, *lines, "", ""]).encode()
    if method == "HEAD":
        return
    if not reply.chunked:
        yield reply.body
        return
    for start in range(0, len(reply.body), PIECE):
        piece = reply.body[start : start + PIECE]
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def _place() -> Path:
    """Return the verdict's own folder, which is removed even if the verdict is killed."""
    own = Path(gettempdir(), os.environ.get(FOLDER, ""))
    return own if own.is_dir() and len(os.fsencode(own)) <= LONGEST else Path("/tmp")


@contextmanager
def back_ends(*replies: Replies) -> Iterator[list[BackEnd]]:
    """Run a back end for each of some replies, for the length of a block.

    Example::

        with back_ends(PAGES) as [app], nginx(site, {"app.sock": app.address}) as server:
            ...
    """
    with TemporaryDirectory(prefix="kata-", dir=_place()) as folder:
        made = [BackEnd(f"{folder}/{number}.sock", each) for number, each in enumerate(replies)]
        try:
            yield made
        finally:
            for each in made:
                each.kill()
