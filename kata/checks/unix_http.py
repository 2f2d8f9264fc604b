"""A client of a web server at a socket of the file system."""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage

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
