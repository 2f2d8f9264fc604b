"""What checks of web servers need: requests that are certainly inside, and servers that are idle.

A request is inside an application that asks the check before it answers. So nothing has to be
hoped for from sleeping: the check knows who is inside, and decides when each may go.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

SILENCE = 0.4  # seconds in which no server does anything,
LOOKS = 30  # as often as that is looked at in the time
LATEST = 50.0  # seconds, for servers that never come to rest
TICK = 0.005

# A path below /free is answered without the check.
WAITS = """
import os, socket

def application(environ, start_response):
    path = environ["PATH_INFO"]
    if not path.startswith("/free"):
        with socket.create_connection(GATE) as gate:
            gate.sendall(f"{os.getpid()} {path}\\n".encode())
            gate.recv(1)
    start_response("200 OK", [("Content-Length", "2"), ("Content-Type", "text/plain")])
    return [b"ok"]
"""


class Working(Protocol):
    """A server: what differs when its processes have done something."""

    def work(self) -> object:
        """Return a reading."""


@dataclass(frozen=True)
class Visit:
    """A request that is inside: the process that has it, its path, and the way to let it go."""

    pid: int
    path: str
    connection: socket.socket

    def let_go(self) -> None:
        """Let the application answer."""
        self.connection.close()


class Inside:
    """The requests that are inside an application that waits for the check.

    Example::

        with Inside() as inside, gunicorn(conf, inside.application) as server:
            asked = [server.ask() for _ in range(40)]
            until(lambda: len(inside.visits()) == 40, server)
    """

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._gate = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._gate.setblocking(False)

    @property
    def application(self) -> str:
        """The text of an application whose requests wait, but those below ``/free``."""
        return f"GATE = {self._gate.getsockname()!r}\n{WAITS}"

    def __enter__(self) -> Inside:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._gate.close()

    def visits(self) -> list[Visit]:
        """Return the requests that are inside now, in the order in which they came."""
        while True:
            try:
                connection, _ = self._gate.accept()
            except BlockingIOError:
                return list(self._visits)
            connection.settimeout(LATEST)
            with connection.makefile("r", encoding="utf-8") as said:
                pid, _, path = said.readline().rstrip("\n").partition(" ")
            self._visits.append(Visit(int(pid), path, connection))

    def let_go(self) -> None:
        """Let all that are inside be answered."""
        for visit in self.visits():
            visit.let_go()
        self._visits.clear()


def until(holds: Callable[[], Any], *servers: Working) -> bool:
    """Wait until something holds, or until it cannot come true any more; return whether it holds.

    It cannot when the servers have done nothing for a while, and have nothing to do: no load of
    the machine looks like that, because a thread that waits for a processor is seen.
    """
    limit = time.monotonic() + LATEST
    seen, quiet, since = None, 0, time.monotonic()
    while not holds():
        # Looks are counted as well: on a busy machine this process may itself not run for a while.
        is_at_rest = quiet >= LOOKS and time.monotonic() - since > SILENCE
        if is_at_rest or time.monotonic() > limit:
            return bool(holds())
        if (work := [server.work() for server in servers]) != seen:
            seen, quiet, since = work, 0, time.monotonic()
        quiet += 1
        time.sleep(TICK)
    return True


def answered(connection: socket.socket) -> bytes:
    """Return what has come back on a connection so far, without waiting; empty for nothing."""
    connection.setblocking(False)
    try:
        return connection.recv(1 << 16, socket.MSG_PEEK)
    except BlockingIOError:
        return b""
    finally:
        connection.settimeout(LATEST)
