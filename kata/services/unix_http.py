"""A web server at a socket of the file system: a request, and a connection that stays open."""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage

from kata.services.family import Family

PATIENCE = 30.0  # seconds, for a machine that has much else to do


@dataclass(frozen=True)
class Response:
    """What came back: the status, the headers (whose names have no case) and the whole body."""

    status: int
    headers: HTTPMessage
    body: bytes


class Connection(HTTPConnection):
    """An HTTP connection to a server that listens at a socket of the file system."""

    def __init__(self, address: str, *, timeout: float = PATIENCE) -> None:
        super().__init__("localhost", timeout=timeout)
        self.address = address

    def connect(self) -> None:
        """Open it."""
        self.sock = open_socket(self.address, timeout=self.timeout)

    def get(self, path: str = "/", **headers: str) -> Response:
        """Send a GET and return the whole response; the connection stays, if the server agrees."""
        self.request("GET", path, headers=headers)
        return self.read()

    def read(self) -> Response:
        """Return the whole response to the request that was sent last."""
        response = self.getresponse()
        return Response(response.status, response.headers, response.read())


def open_socket(address: str, *, timeout: float | None = PATIENCE) -> socket.socket:
    """Return a new connection without a word on it."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(timeout)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True)
class WebServer(Family):
    """A web server that runs, by its first process and the address of its socket."""

    address: str

    def get(self, path: str = "/", **headers: str) -> Response:
        """Return the response to a GET on a connection of its own."""
        connection = Connection(self.address)
        try:
            return connection.get(path, **headers)
        finally:
            connection.close()

    def connect(self) -> Connection:
        """Return a connection for several requests, one after the other."""
        return Connection(self.address)

    def ask(self, path: str = "/") -> socket.socket:
        """Send a GET on a connection of its own, and wait for nothing."""
        connection = open_socket(self.address)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return connection
