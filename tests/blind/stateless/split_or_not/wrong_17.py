"""Wrong (fallback): HTTPException is no OSError: BadStatusLine, LineTooLong and IncompleteRead surface
when the service answers something that is not HTTP, or less than its Content-Length or chunks say."""

import io
import json
import threading
import time
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 0.8
CONNECT = 0.35
LARGEST = 2_000_000


class Budget:
    """A full budget is ten retries, and ten calls earn one: at most 20 in 100 calls."""

    FULL, PRICE = 100, 10

    def __init__(self):
        self.lock = threading.Lock()
        self.coins = self.FULL

    def earn(self):
        with self.lock:
            self.coins = min(self.FULL, self.coins + 1)

    def spend(self):
        with self.lock:
            if self.coins < self.PRICE:
                return False
            self.coins -= self.PRICE
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
        found = json.loads(response.read())
        return False, found if isinstance(found, dict) else {}
    except ConnectionError:
        return wire is None or not wire.heard, {}
    except (OSError, ValueError, RecursionError):
        return False, {}
    finally:
        if connection:
            connection.close()
