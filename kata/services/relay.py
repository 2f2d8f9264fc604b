"""A piece of network between a client and a server: it forwards bytes, and can stop doing so.

PostgreSQL and PgBouncer listen on sockets of this machine, where no connection is ever lost in
silence. Through a relay it can be: the lesson on connections shows what a client notices of a
firewall that has forgotten a connection. A check can also look at what passes.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

# Linux asks the filter of a socket before it acknowledges a packet. This one drops all; only
# root may set it on some systems.
_ATTACH, _DETACH = 26, 27
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF: return 0 bytes
ACKNOWLEDGED = 0.1  # seconds; Linux delays an acknowledgement by up to 40 ms
BLOCK = 65_536

Address = str | tuple[str, int]
Tap = Callable[[bytes], None]


class Relay:
    """Listens on a TCP port of this machine, and forwards to a server for the length of a block.

    Attributes:
        port: where it listens, on 127.0.0.1.
        drops: whether ``silence`` drops packets, so that nothing is acknowledged; where the system
            refuses that, bytes are acknowledged and not forwarded.
    """

    def __init__(self, server: Address, tap: Callable[[], Tap] | None = None) -> None:
        """Prepare it.

        Args:
            server: the path of a Unix socket, or host and port.
            tap: called for each new connection; returns what is given each block of bytes that
                the server sends.
        """
        self.port, self.drops = 0, True
        self._server, self._tap = server, tap
        self._lines: list[_Line] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Relay:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        _end(self._door)
        with self._lock:
            lines, threads = [*self._lines], [*self._threads]
        for line in lines:
            line.end()
        for thread in threads:
            thread.join()

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Forget the connections that are open now; new ones are forwarded.

        So does a firewall that has forgotten a connection: packets are dropped, and the client is
        not told.
        """
        time.sleep(ACKNOWLEDGED)  # else the last bytes would be sent again, as a sign of life
        with self._lock:
            lines = [*self._lines]
        dropped = [line.silence() for line in lines]
        self.drops = all(dropped)
        try:
            yield
        finally:
            for line in lines:
                line.resume()

    def hang_up(self) -> None:
        """End the connections that are open now, as a server that is started again."""
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            line.end()

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        with self._lock:
            self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):  # the door is closed
            while True:
                client, _ = self._door.accept()
                line = _Line(client, _connected(self._server))
                with self._lock:
                    self._lines.append(line)
                self._start(line.forward, line.client, line.server, None)
                self._start(line.forward, line.server, line.client, self._tap and self._tap())


class _Line:
    """One connection: both of its sockets, and whether bytes pass."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self._flows = threading.Event()
        self._flows.set()

    def forward(self, source: socket.socket, target: socket.socket, tap: Tap | None) -> None:
        with suppress(OSError):
            while block := source.recv(BLOCK):
                self._flows.wait()
                if tap:
                    tap(block)
                target.sendall(block)
        self.end()

    def silence(self) -> bool:
        """Let nothing pass; return whether packets are dropped."""
        self._flows.clear()
        return _drop_all(self.client)

    def resume(self) -> None:
        with suppress(OSError):
            self.client.setsockopt(socket.SOL_SOCKET, _DETACH, 0)
        self._flows.set()

    def end(self) -> None:
        self._flows.set()
        _end(self.client)
        _end(self.server)


def _connected(server: Address) -> socket.socket:
    if not isinstance(server, str):
        return socket.create_connection(server)
    made = socket.socket(socket.AF_UNIX)
    made.connect(server)
    return made


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()


def _drop_all(one: socket.socket) -> bool:
    """Have the system drop what comes for a socket; return whether it does."""
    if sys.platform != "linux":
        return False
    import ctypes

    program = ctypes.create_string_buffer(_DROP_ALL)
    try:
        one.setsockopt(socket.SOL_SOCKET, _ATTACH, struct.pack("HP", 1, ctypes.addressof(program)))
    except OSError:
        return False
    return True
