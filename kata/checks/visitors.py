"""Visitors of a web server, each with a thread of the check's own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Any

from kata.checks import servers
from kata.checks.concurrency import thread_of_check, thread_states

LENGTH = 90  # of a body's text in a sentence
PATIENCE = 60.0  # seconds; what nobody answers is found earlier, when all servers are at rest


class _OwnThreads:
    """The threads of this process, as a server that has something to do or not."""

    def work(self) -> object:
        """Return what differs when a thread has something to do."""
        return object() if others_run() else None


def others_run() -> bool:
    """Return whether a thread other than this one runs, or waits for a processor.

    Where the system does not tell, it is False.
    """
    own = threading.get_native_id()
    return any(state == "R" and thread != own for thread, state in thread_states().items())


def until(holds: Callable[[], Any], *others: servers.Working) -> bool:
    """Wait as ``kata.checks.servers.until`` does; visitors and back ends here count as servers."""
    return servers.until(holds, _OwnThreads(), *others)


def told(status: int, body: bytes) -> str:
    """Return a response as a sentence says it."""
    text = " ".join(body.decode(errors="replace").split())
    return f'{status} "{text if len(text) <= LENGTH else text[:LENGTH] + " ..."}"'


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
        return self.error or told(self.status, self.body)

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
