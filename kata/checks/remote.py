"""A service on another machine, as it seems: it answers, or fails in one of many ways.

It listens on the loopback, in threads of the check, and knows numbers by their keys.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures.thread import _worker
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from kata.checks.concurrency import is_of_check, thread_of_check

_EARLY = '{"7": 4.'
_BARE, _CUT = "503 alone", "cut off"
# What a service may do instead of responding, and how a sentence tells it.
NO_RESPONSE = {
    "refused": "the connection is refused",
    "closed": "the connection is closed without a response",
    "reset": "the connection is reset without a response",
}
STATUSES = {status: f"it responds {status}" for status in ("302", "400", "404", "500", "503")}
NO_BODY = {_BARE: "it responds 503, and the body doesn't come"}
BODIES = {
    " ": "the body is empty",
    "<h1>Log in</h1>": "the body is HTML",
    "[4.5]": "the body is a list",
    "null": "the body is null",
    _EARLY: "the body ends early",
    '{"7": "\xe9"}': "the body isn't in UTF-8",
    "[" * 100_000: "the body is a list in a list in a list, and so on",
    _CUT: "the connection is reset in the middle of the body",
}
NO_HTTP = {"no HTTP": "what comes is no HTTP"}
SILENT = {
    "late": "503 comes late, and nothing after that",
    "nothing": "nothing comes",
    "no body": "nothing comes after the headers",
    "drip": "the body comes byte by byte",
}
FAILURES = NO_RESPONSE | STATUSES | NO_BODY | BODIES | NO_HTTP | SILENT

now = time.monotonic  # which no check makes slower
LOOK = 0.01  # seconds
DRIP = 0.02
LATE = 0.6  # seconds
ENDING = 300  # looks, for threads of a client that hears only now that nothing comes any more


class Service:
    """A web server for the length of a block. It answers ``?ids=1,2`` with ``{"1": 4.5}``.

    Example::

        with Service({"1": 4.5}) as service:
            service.will("503", "closed")  # and answer from then on
            page(service.url)
            print(service.asked)

    Attributes:
        numbers: what it knows.
        url: without ``?ids=``.
        asked: the paths of the requests since it was last told what to do.
    """

    def __init__(self, numbers: Mapping[str, float]) -> None:
        self.numbers = numbers
        self._over = threading.Event()
        self.will()

    def __enter__(self) -> Service:
        self._threads = set(threading.enumerate())
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self._address = self._listener.getsockname()
        self.url = f"http://127.0.0.1:{self._address[1]}/"
        self._patch = patch.object(socket.socket, "connect", self._connect())
        self._patch.start()
        thread_of_check(self._accept).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._patch.stop()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # it wakes the thread that accepts
        self._listener.close()
        threads_left(self._threads, ENDING, pools=False)

    def will(self, *failures: str, stays: bool = False) -> None:
        """Say what becomes of the next requests, each a key of ``FAILURES`` or ``ok``.

        Args:
            stays: whether the last one is also what becomes of all later ones.
        """
        self._next, self._stays, self.asked = list(failures), stays, list[str]()

    def right(self, keys: list[int]) -> dict[int, float | None]:
        """Return the number of each key, None for one that it doesn't know."""
        return {key: self.numbers.get(str(key)) for key in keys}

    def _take(self, path: str) -> str:
        """Count a request, and return what becomes of it."""
        self.asked.append(path)
        failure = self._next[0] if self._next else "ok"
        if not (self._stays and len(self._next) == 1):
            del self._next[:1]
        return failure

    def _connect(self) -> Callable[..., None]:
        """Return a method of sockets that refuses a connection when the service would.

        A port where nobody listens refuses them all, and doesn't tell how often it was asked.
        """
        connect = socket.socket.connect

        def refuses(own: socket.socket, address: Any) -> None:
            if address[:2] == self._address and self._next[:1] == ["refused"]:
                self._take("")
                raise ConnectionRefusedError(111, "Connection refused")
            connect(own, address)

        return refuses

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                thread_of_check(self._serve, self._listener.accept()[0]).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (part := connection.recv(1 << 16)):
                    return
                request += part
            path = request.split()[1].decode()
            self._answer(connection, path, self._take(path))

    def _answer(self, connection: socket.socket, path: str, failure: str) -> None:
        if failure in ("reset", _CUT):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if failure == "nothing":
            self._over.wait()
        if failure == "late":
            self._over.wait(LATE)
            failure = "503"
        if failure in NO_HTTP:
            connection.sendall(b"hello\r\n\r\n")
        if failure in NO_RESPONSE or failure in NO_HTTP or failure == "nothing":
            return
        keys = ",".join(parse_qs(urlsplit(path).query).get("ids", [])).split(",")
        body = json.dumps({key: self.numbers[key] for key in keys if key in self.numbers}).encode()
        if failure in BODIES:
            body = (_EARLY if failure == _CUT else failure).strip().encode("latin-1")
        size = len(body) + 9 * (failure in (_EARLY, _CUT))
        if failure in SILENT or failure in NO_BODY:
            body, size = b" ", 10_000
        status = failure if failure in STATUSES else "200"
        if failure in NO_BODY:
            status = "503"
        head = f"HTTP/1.1 {status} Status\r\nContent-Length: {size}\r\nConnection: close\r\n"
        head += f"Location: {path}\r\n\r\n" if status == "302" else "\r\n"
        connection.sendall(head.encode())
        if failure == "no body":
            self._over.wait()
        if failure in NO_BODY:  # those who wait for it get to know in the end
            self._over.wait(LATE)
            return
        connection.sendall(body)
        while failure == "drip" and not self._over.wait(DRIP):
            connection.sendall(body)


def threads_left(
    before: Collection[threading.Thread], looks: int, *, pools: bool = True
) -> list[threading.Thread]:
    """Wait until a client's threads have ended; return those that have not.

    Args:
        before: the threads that do not count.
        looks: how often it looks, before it gives up.
        pools: whether those of a pool count, which stay.
    """
    left: list[threading.Thread] = []
    for _ in range(looks):
        own = (one for one in threading.enumerate() if one not in before and not is_of_check(one))
        left = [one for one in own if pools or getattr(one, "_target", None) is not _worker]
        if not left:
            break
        time.sleep(LOOK)
    return left


@contextmanager
def slow_motion(factor: int = 20) -> Iterator[None]:
    """Let time pass slower for Python's clocks and time-outs in a block.

    A client that waits for a quarter of a second gives up on a busy machine although the service
    has answered. An answer has to be loaded inside: it may import a clock by its name.
    """
    with ExitStack() as patches:

        def replace(owner: Any, name: str, value: Any) -> None:
            patches.enter_context(patch.object(owner, name, value))

        for name in ("time", "monotonic", "perf_counter"):
            replace(time, name, _slow(getattr(time, name), factor))
            replace(time, f"{name}_ns", _slow(getattr(time, f"{name}_ns"), factor))
        for owner, name in (
            (socket.socket, "settimeout"),
            (threading.Condition, "wait"),
            (threading.Thread, "join"),
        ):
            replace(owner, name, _patient(getattr(owner, name), factor))
        yield


def _slow(clock: Callable[[], Any], factor: int) -> Callable[[], Any]:
    began = clock()
    return lambda: began + type(began)((clock() - began) / factor)


def _patient(wait: Callable[..., Any], factor: int) -> Callable[..., Any]:
    def waits(own: Any, timeout: float | None = None) -> Any:
        return wait(own, timeout if timeout is None else timeout * factor)

    return waits


class Call:
    """A call in a thread of its own, which may never return.

    Attributes:
        result: what it has returned.
        error: what it has raised.
    """

    def __init__(self, call: Callable[[], Any]) -> None:
        """Begin it."""
        self.result: Any = None
        self.error: Exception | None = None
        self._began = now()
        self._thread = thread_of_check(self._run, call)
        self._thread.start()

    def ends(self, seconds: float) -> bool:
        """Return whether it ends before it has slept for so many seconds since its beginning.

        What a busy machine makes it wait for a processor doesn't count, where the system tells.
        """
        while self._thread.is_alive() and self._asleep() < seconds:
            time.sleep(LOOK)
        return not self._thread.is_alive()

    def _asleep(self) -> float:
        passed = now() - self._began
        try:
            read = Path(f"/proc/self/task/{self._thread.native_id}/schedstat").read_text()
        except OSError:  # it has just ended, or the system doesn't tell
            return passed
        ran, stood_in_line, _ = map(int, read.split())  # nanoseconds
        return passed - (ran + stood_in_line) / 1e9

    def _run(self, call: Callable[[], Any]) -> None:
        try:
            self.result = call()
        except Exception as error:
            self.error = error
