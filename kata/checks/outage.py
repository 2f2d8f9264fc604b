"""A cache server that is gone, or stands still, as a client notices it. Nobody really waits.

The client's sockets are asked how long they would wait, and told immediately that the time is over.
So no verdict depends on how busy this machine is. While the server replies, nothing times out.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Protocol
from weakref import WeakKeyDictionary

REFUSES, SILENT, UNREACHABLE = "refuses", "silent", "unreachable"
PATIENCE = 30.0  # seconds for a server that replies, however short a limit is


class Relay(Protocol):
    """A TCP port of 127.0.0.1 before a server, and what ends the connections through it."""

    port: int

    def hang_up(self) -> None:
        """End the connections that are open now."""


class Network:
    """What becomes of what a client sends, through sockets that have a limit, even None.

    Attributes:
        url: of the server.
        waits: for how many seconds somebody waited in vain, each time; ``inf`` is without end.
        failures: how often something failed, a wait in vain included.
        limits: the limit of each socket.
        hang_up: ends the connections that are open now, as a server that is started again.
    """

    def __init__(self) -> None:
        self.url = ""
        self.waits: list[float] = []
        self.failures = 0
        self.limits: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        self.hang_up: Callable[[], None] = lambda: None
        self._state, self._left = "", 0

    @contextmanager
    def outage(self, state: str, after: int = 0) -> Iterator[None]:
        """Let the server be gone for the length of a block.

        Args:
            state: ``refuses`` ends and refuses connections, ``silent`` accepts them and never
                replies, ``unreachable`` does not even accept them.
            after: how many times something is sent that still arrives; the last reply is lost.
        """
        self.waits, self.failures = [], 0
        self._state, self._left = state, after
        try:
            yield
        finally:
            self._state = ""

    def now(self, sock: Any) -> str:
        """Return what the server does now to a client's socket; empty while it replies."""
        return self._state if self._left <= 0 and sock in self.limits else ""

    def sent(self, sock: Any) -> None:
        """Count what is about to be sent."""
        self._left -= sock in self.limits

    def fail(self, sock: Any, error: OSError) -> OSError:
        """Count a failure, and a wait in vain; return the error."""
        self.failures += 1
        if isinstance(error, TimeoutError):
            self.waits.append(self.limits[sock])
        return error


@contextmanager
def network(relay: Relay, number: int) -> Iterator[Network]:
    """Let a check decide what becomes of what redis-py sends, for the length of a block.

    Args:
        relay: stands before a Valkey server: redis-py 8 raises AttributeError where a Unix socket
            times out.
        number: of the database.
    """
    net, cls = Network(), socket.socket
    real = {name: getattr(cls, name) for name in ("connect", "settimeout", "sendall", "recv")}

    def connects(self: Any, address: Any) -> None:
        now = net.now(self)
        if now == REFUSES:
            raise net.fail(self, ConnectionRefusedError("Connection refused"))
        if now == UNREACHABLE:
            raise net.fail(self, TimeoutError("timed out"))
        real["connect"](self, address)

    def limits(self: Any, seconds: float | None) -> None:
        if seconds != 0:  # which only looks whether something has come
            net.limits[self] = inf if seconds is None else seconds
        real["settimeout"](self, 0 if seconds == 0 else PATIENCE)

    def sends(self: Any, data: Any, *flags: int) -> None:
        now = net.now(self)
        net.sent(self)
        if now == REFUSES:
            raise net.fail(self, BrokenPipeError("Broken pipe"))
        if not now:
            real["sendall"](self, data, *flags)

    def receives(self: Any, size: int, *flags: int) -> Any:
        now = net.now(self)
        if not now or self.gettimeout() == 0:
            return real["recv"](self, size, *flags)
        if now == REFUSES:
            raise net.fail(self, ConnectionResetError("Connection reset by peer"))
        raise net.fail(self, TimeoutError("timed out"))

    new = {"connect": connects, "settimeout": limits, "sendall": sends, "recv": receives}
    net.hang_up = relay.hang_up
    net.url = f"redis://127.0.0.1:{relay.port}/{number}"
    for name, method in new.items():
        setattr(cls, name, method)
    try:
        yield net
    finally:
        for name in new:
            delattr(cls, name)
