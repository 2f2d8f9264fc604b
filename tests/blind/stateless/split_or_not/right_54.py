"""A plain socket collects bytes until the response is complete or time is up; HTTPResponse only parses what is there."""

import json
import socket
import ssl
import time
from collections import deque
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from threading import Lock
from urllib.parse import urlsplit

ALLOWED_SECONDS = 0.75
SECOND_REQUESTS = deque([False] * 100, maxlen=100)  # one for each of the last 100 calls
GUARD = Lock()
REFUSED, CLOSED, OVERLOADED = "refused", "closed", "503"


class Received:
    """Bytes in the place of a socket."""

    def __init__(self, data):
        self.data = data

    def makefile(self, mode):
        return BytesIO(self.data)


def ratings(url, ids):
    ids = [*dict.fromkeys(ids)]
    if not ids:
        with GUARD:
            SECOND_REQUESTS.append(False)
        return {}
    stop = time.monotonic() + ALLOWED_SECONDS
    outcome = safely(url, ids, stop)
    with GUARD:
        # The 99 calls before this one count, and this one.
        again = outcome in (REFUSED, CLOSED, OVERLOADED) and sum([*SECOND_REQUESTS][1:]) < 20
        SECOND_REQUESTS.append(again)
    if again:
        outcome = safely(url, ids, stop)
    found = outcome if isinstance(outcome, dict) else {}
    return {pk: found.get(str(pk)) for pk in ids}


def safely(url, ids, stop):
    try:
        return exchange(url, ids, stop)
    except Exception:
        return None


def exchange(url, ids, stop):
    """Return what the service says as a dictionary, or how it failed, if that is worth another request."""
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    try:
        sock = socket.create_connection((parts.hostname, parts.port or (443 if tls else 80)), wait(stop))
    except ConnectionRefusedError:
        return REFUSED
    data = b""
    try:
        if tls:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
        lines = [
            f"GET {parts.path or '/'}?ids={','.join(map(str, ids))} HTTP/1.1",
            f"Host: {parts.netloc.rpartition('@')[2]}",
            "Accept: application/json",
            "Connection: close",
        ]
        sock.settimeout(wait(stop))
        sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        while True:
            sock.settimeout(wait(stop))
            more = sock.recv(65536)
            data += more
            if not data:
                return CLOSED
            status, body = parse(data, at_end=not more)
            if status == 503:
                return OVERLOADED
            if status not in (None, 200):
                return None
            if body is not None:
                answer = json.loads(body)
                return answer if isinstance(answer, dict) else None
            if not more:
                return None
    except (ConnectionResetError, BrokenPipeError):
        return None if data else CLOSED
    finally:
        sock.close()


def wait(stop):
    seconds = stop - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def parse(data, at_end):
    """Return the status and the body, each None as long as it is not known."""
    if b"\r\n\r\n" not in data:
        return None, None
    response = HTTPResponse(Received(data), method="GET")
    response.begin()
    if response.status != 200:
        return response.status, None
    if response.length is None and not response.chunked and not at_end:
        return 200, None  # it ends when the service closes the connection
    try:
        return 200, response.read()
    except (IncompleteRead, HTTPException, ValueError):
        return 200, None
