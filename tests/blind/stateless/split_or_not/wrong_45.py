"""budget: it begins anew with each hundredth call.

Twenty failures at calls 81 to 100 and twenty at 101 to 120 are all retried: the hundred calls from
81 to 180 send 140 requests.
"""

import io
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from http.client import HTTPResponse
from urllib.parse import quote, urlsplit

SECONDS = 0.8
LIMIT = 4_000_000  # bytes: far more than a hundred ratings


class Again(Exception):
    """Nobody listens, or the connection was closed before a byte of a response came."""


class DeadlineReader(io.RawIOBase):
    """Reads from a socket, each time only for what is left of the time."""

    def __init__(self, sock, raw, end):
        self.sock, self.raw, self.end = sock, raw, end
        self.has_begun = False

    def readable(self):
        return True

    def readinto(self, buffer):
        self.sock.settimeout(left(self.end))
        number = self.raw.readinto(buffer)
        self.has_begun = self.has_begun or bool(number)
        return number

    def close(self):
        self.raw.close()
        super().close()


def left(end):
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connect(host, port, end):
    error = OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(left(end))
            sock.connect(address)
            return sock
        except OSError as problem:
            sock.close()
            error = problem
    raise error


lock = threading.Lock()
calls = 0
retries = 0


def new_call():
    global calls, retries
    with lock:
        if calls % 100 == 0:
            retries = 20
        calls += 1
        return calls


def may_retry(number):
    global retries
    with lock:
        retries -= 1
        return retries >= 0


def send(target, end):
    """Return the status, and the body if that is 200. Raise Again if there is no response."""
    parts = urlsplit(target)
    is_secure = parts.scheme == "https"
    try:
        sock = connect(parts.hostname, parts.port or (443 if is_secure else 80), end)
    except ConnectionRefusedError as error:
        raise Again from error
    with sock:
        if is_secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
        head = [f"GET {parts.path or '/'}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}"]
        head = "\r\n".join([*head, "Accept: application/json", "Connection: close", "", ""])
        response = HTTPResponse(sock, method="GET")
        reader = DeadlineReader(sock, response.fp.detach(), end)
        response.fp = io.BufferedReader(reader)
        with sock, response:
            try:
                sock.settimeout(left(end))
                with suppress(ConnectionError):  # there may be a response nevertheless
                    sock.sendall(head.encode())
                response.begin()
            except ConnectionError as error:
                if reader.has_begun:
                    raise
                raise Again from error
            if response.status != 200:
                return response.status, b""
            body = response.read(LIMIT)
            if response.length or len(body) == LIMIT:
                raise ValueError("The body is cut off, or endless.")
            return 200, body


def fetch(target, number):
    end = time.monotonic() + SECONDS
    for is_last in (False, True):
        try:
            status, body = send(target, end)
        except Again:
            status, body = 503, b""
        if status != 503 or is_last or not may_retry(number):
            return json.loads(body) if status == 200 else None


def ratings(url, ids):
    ids = list(ids)
    number = new_call()
    asked = list(dict.fromkeys(str(pk) for pk in ids))[:100]
    found = None
    if asked:
        try:
            found = fetch(f"{url}?ids={quote(','.join(asked), safe=',')}", number)
        except Exception:
            found = None
    if not isinstance(found, dict):
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}
