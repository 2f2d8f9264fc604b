"""The relay forwards bytes, and a client of a silent one is not told."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from kata.services.relay import Relay


@pytest.fixture
def echo() -> Iterator[tuple[str, int]]:
    """A server that sends back what it is sent."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=[client], daemon=True).start()

    def answer(client: socket.socket) -> None:
        while block := client.recv(100):
            client.sendall(block)

    threading.Thread(target=serve, daemon=True).start()
    yield door.getsockname()
    door.shutdown(socket.SHUT_RDWR)
    door.close()


def asked(client: socket.socket, what: bytes) -> bytes:
    client.sendall(what)
    client.settimeout(0.3)
    try:
        return client.recv(100)
    except TimeoutError:
        return b""


def test_it_forwards_and_shows_what_the_server_sends(echo: tuple[str, int]) -> None:
    seen: list[bytes] = []
    with Relay(echo, lambda: seen.append) as relay:
        client = socket.create_connection(("127.0.0.1", relay.port))
        assert asked(client, b"hello") == b"hello"
        client.close()
    assert seen == [b"hello"]


def test_silence_is_for_the_connections_that_are_open(echo: tuple[str, int]) -> None:
    with Relay(echo) as relay, socket.create_connection(("127.0.0.1", relay.port)) as client:
        assert asked(client, b"before") == b"before"
        with relay.silence():
            assert asked(client, b"lost") == b""
            with socket.create_connection(("127.0.0.1", relay.port)) as other:
                assert asked(other, b"new") == b"new"


def test_it_ends_with_its_block(echo: tuple[str, int]) -> None:
    threads = threading.active_count()
    with Relay(echo) as relay:
        client = socket.create_connection(("127.0.0.1", relay.port))
        assert asked(client, b"x") == b"x"
    assert client.recv(1) == b""
    client.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > threads + 1 and time.monotonic() < deadline:
        time.sleep(0.01)  # the echo server's own thread for the client
    assert threading.active_count() <= threads + 1
