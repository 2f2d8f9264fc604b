"""Wrong (budget): the count of retries starts again with each block of 100 calls, so the last 20 of
one block and the first 20 of the next make 40 retries in 100 calls in a row."""

import io
import json
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 0.8
CONNECT = 0.35
LARGEST = 2_000_000


class Budget:
    """Twenty retries for each hundred calls."""

    def __init__(self):
        self.lock = threading.Lock()
        self.calls = 0
        self.retries = 0

    def earn(self):
        with self.lock:
            if self.calls % 100 == 0:
                self.retries = 0
            self.calls += 1

    def spend(self):
        with self.lock:
            if self.retries >= 20:
                return False
            self.retries += 1
            return True


class Wire(io.RawIOBase):
    """Reads a socket, but only until the deadline."""

    def __init__(self, sock, deadline):
        self.sock = sock
        self.deadline = deadline
        self.heard = False

    def makefile(self, mode):
        return io.BufferedReader(self)

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        number = self.sock.recv_into(buffer)
        if number:
            self.heard = True
        return number


budget = Budget()


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    deadline = time.monotonic() + SECONDS
    budget.earn()
    address = f"{url}?ids={','.join(map(str, ids))}"
    again, found = attempt(address, deadline)
    if again and budget.spend():
        again, found = attempt(address, deadline)
    return {pk: found.get(str(pk)) for pk in ids}


def attempt(address, deadline):
    """Return whether another request may help, and what was found."""
    connection = wire = None
    try:
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        left = max(deadline - time.monotonic(), 0.01)
        connection = kind(parts.hostname, parts.port, timeout=min(left, CONNECT))
        connection.connect()
        wire = Wire(connection.sock, deadline)
        connection.request("GET", f"{parts.path or '/'}?{parts.query}")
        response = HTTPResponse(wire, method="GET")
        response.begin()
        if response.status != 200:
            return response.status == 503, {}
        found = json.loads(response.read(LARGEST))
        return False, found if isinstance(found, dict) else {}
    except ConnectionError:
        return wire is None or not wire.heard, {}
    except (OSError, HTTPException, ValueError, RecursionError):
        return False, {}
    finally:
        if connection:
            connection.close()
