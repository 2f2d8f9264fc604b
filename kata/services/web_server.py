"""A web server that runs at a socket of the file system."""

import socket
from dataclasses import dataclass

from kata.checks.unix_http import Connection, Response, open_socket
from kata.services.family import Family


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
