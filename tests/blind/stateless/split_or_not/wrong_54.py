"""budget: the tokens of the start and those of the calls add up.

Twenty are there at first, and 100 calls earn twenty more: if the service answers each with 503, the first 100 calls send about 138
requests.
"""

import io
import json
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIME = 0.8  # seconds for everything, a second try too
MOST, EARNED = 20, 0.2  # one more request for five calls

tokens = MOST
lock = threading.Lock()


class Again(Exception):
    """The service has not answered, and may be asked once more."""


class Timed(io.RawIOBase):
    """What HTTPResponse reads from: each recv() gets only the time that is left in all."""

    def __init__(self, sock, end):
        self.sock, self.end, self.received = sock, end, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.sock.settimeout(left(self.end))
        number = self.sock.recv_into(buffer)
        self.received += number
        return number

    def makefile(self, *args, **kwargs):
        return io.BufferedReader(self)

    def sendall(self, data):
        self.sock.settimeout(left(self.end))
        self.sock.sendall(data)

    def close(self):
        pass  # ask() closes the socket


def left(end):
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def ratings(url, ids):
    ids = list(dict.fromkeys(ids))
    earn()
    found = fetch(f"{url}?ids={','.join(map(str, ids))}") if ids else {}
    return {pk: found.get(str(pk)) for pk in ids}


def fetch(address):
    end = time.monotonic() + TIME
    try:
        try:
            return ask(address, end)
        except Again:
            if not may_try_again():
                return {}
            return ask(address, end)
    except (Again, OSError, HTTPException, ValueError, RecursionError):
        return {}


def earn():
    global tokens
    with lock:
        tokens = min(MOST, tokens + EARNED)


def may_try_again():
    global tokens
    with lock:
        if tokens < 1:
            return False
        tokens -= 1
        return True


def ask(address, end):
    parts = urlsplit(address)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=left(end))
    try:
        connection.connect()
    except ConnectionRefusedError:
        raise Again from None
    sock = connection.sock
    timed = connection.sock = Timed(sock, end)
    try:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}", headers={"Connection": "close"})
        response = connection.getresponse()
        if response.status == 503:
            raise Again
        if response.status != 200:
            return {}
        found = json.loads(response.read())
        return found if isinstance(found, dict) else {}
    except (ConnectionResetError, BrokenPipeError):
        if timed.received:
            raise
        raise Again from None
    finally:
        sock.close()
