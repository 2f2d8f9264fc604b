"""Visitors of a web server, and back ends behind it that do what a check says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kata.checks import servers
from kata.checks.concurrency import thread_of_check

PATIENCE = 60.0  # seconds; what nobody answers is found earlier, when all servers are at rest


class _OwnThreads:
    """The threads of this process, as a server that has something to do or not."""

    def work(self) -> object:
        """Return what differs when a thread other than this one runs, or waits for a processor."""
        own = str(threading.get_native_id())
        for task in Path("/proc/self/task").glob("*/stat"):
            with suppress(OSError):
                ready = task.read_text().rpartition(")")[2].split()[0] == "R"
                if ready and task.parent.name != own:
                    return object()
        return None


def until(holds: Callable[[], Any], *others: servers.Working) -> bool:
    """Wait as ``kata.checks.servers.until`` does; visitors and back ends here count as servers."""
    return servers.until(holds, _OwnThreads(), *others)


class _Connection(HTTPConnection):
    """An HTTP connection to a server that listens at a socket of the file system."""

    def __init__(self, address: str) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.address)


class Asking:
    """A request on a connection of its own, and what comes back.

    Attributes:
        status: of the response; 0 where there is none.
        headers: of the response, by their names in small letters.
        body: its bytes.
        error: what happened instead of a response; empty for nothing.
        is_sent: whether all of the request has left; who connects later comes after it.
    """

    def __init__(
        self, address: str, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> None:
        """Send a request, and return immediately.

        Args:
            headers: with ``_`` for ``-``.
        """
        self.status, self.body, self.error, self.is_sent = 0, b"", "", False
        self.headers: dict[str, str] = {}
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self._thread = thread_of_check(self._run, address, method, path, body, names)
        self._thread.start()

    def done(self) -> bool:
        """Return whether a response, or an error, is there."""
        return not self._thread.is_alive()

    def told(self) -> str:
        """Return what came back, as a sentence says it."""
        return self.error or f"{self.status}, {self.body[:60]!r}"

    def _run(
        self, address: str, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> None:
        connection = _Connection(address)
        try:
            connection.request(method, path, body or None, headers)
            self.is_sent = True
            response = connection.getresponse()
            self.status, self.body = response.status, response.read()
            self.headers = {name.lower(): value for name, value in response.headers.items()}
        except (OSError, HTTPException) as error:
            self.error = f"{type(error).__name__} instead of a response"
        finally:
            connection.close()


@dataclass(frozen=True)
class Received:
    """A request that a back end has got: its headers' names are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What a back end answers."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class BackEnd:
    """A server at a socket that answers as a check says, and can be killed.

    Attributes:
        address: of its socket.
        received: the requests so far, in the order in which they came.
        lost: how many connections it closed without a response, because it was killed.
    """

    def __init__(self, address: str, reply: Callable[[Received], Reply]) -> None:
        """Listen; ``reply`` is called in a thread for each request, and may wait."""
        self.address, self.received, self.lost = address, list[Received](), 0
        self._reply, self._killed = reply, False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.start()

    def start(self) -> None:
        """Listen, after having been killed as well."""
        Path(self.address).unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address)
        self._listener.listen(1024)
        self._killed = False
        thread_of_check(self._accept, self._listener).start()

    def kill(self) -> None:
        """Refuse connections from now on, and end those that are open without a response."""
        with self._lock:
            self._killed = True
            with suppress(OSError):  # closing alone does not wake a thread that accepts
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self.lost += len(self._open)
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

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
        try:
            with suppress(OSError, ValueError):
                while request := _read(connection):
                    self.received.append(request)
                    self._answer(connection, request)
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _answer(self, connection: socket.socket, request: Received) -> None:
        reply = self._reply(request)
        headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
        headers["Content-Length"] = str(len(reply.body))
        lines = [f"HTTP/1.1 {reply.status} Status", *(f"{k}: {v}" for k, v in headers.items())]
        head = "\r\n".join([*lines, "", ""]).encode()
        connection.sendall(head + (b"" if request.method == "HEAD" else reply.body))


def _read(connection: socket.socket) -> Received | None:
    """Return the next request of a connection, None where it has ended."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(1 << 16)
        if not part:
            return None
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _chunks(connection, body)
    while len(body) < int(headers.get("content-length", 0)):
        part = connection.recv(1 << 16)
        if not part:
            return None
        body += part
    method, path, _ = first.split(" ")
    return Received(method, path, headers, body)


def _chunks(connection: socket.socket, rest: bytes) -> bytes:
    """Return the body of a request that is sent in chunks."""
    while not rest.endswith(b"0\r\n\r\n"):
        rest += connection.recv(1 << 16)
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    return body


@contextmanager
def back_ends(number: int, reply: Callable[[int, Received], Reply]) -> Iterator[list[BackEnd]]:
    """Run some back ends for the length of a block.

    Args:
        reply: is given the number of the back end, from 0, and the request.
    """
    with TemporaryDirectory(prefix="kata_") as folder:  # short: so must be the name of a socket
        made = [
            BackEnd(f"{folder}/{n}.sock", lambda request, n=n: reply(n, request))  # type: ignore[misc]
            for n in range(number)
        ]
        try:
            yield made
        finally:
            for each in made:
                each.kill()
