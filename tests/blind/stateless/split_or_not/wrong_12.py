"""Wrong (deadline): the body is read until a deadline, but the status line and the headers only with a
timeout for each recv(): a service that sends its headers byte by byte holds the call for long.

It is accepted: the rule is about a body that comes byte by byte.
"""

import json
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 0.6
CONNECT = 0.3
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
    connection = None
    begun = False
    try:
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        left = max(deadline - time.monotonic(), 0.01)
        connection = kind(parts.hostname, parts.port, timeout=min(left, CONNECT))
        connection.connect()
        connection.request("GET", f"{parts.path or '/'}?{parts.query}")
        response = connection.getresponse()
        begun = True
        if response.status != 200:
            return response.status == 503, {}
        body = b""
        while piece := response.read1(65536):
            body += piece
            if time.monotonic() > deadline or len(body) > LARGEST:
                return False, {}
        found = json.loads(body)
        return False, found if isinstance(found, dict) else {}
    except ConnectionError:
        return not begun, {}
    except (OSError, HTTPException, ValueError, RecursionError):
        return False, {}
    finally:
        if connection:
            connection.close()
