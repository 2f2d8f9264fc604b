"""http.client parses, from a stream whose every read knows the deadline."""

import io
import json
import socket
import ssl
import threading
import time
from http.client import HTTPResponse
from urllib.parse import urlsplit


class Timed(io.RawIOBase):
    """What comes from a socket until the deadline."""

    def __init__(self, sock, deadline):
        self.sock = sock
        self.deadline = deadline
        self.received = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        number = self.sock.recv_into(buffer)
        self.received += number
        return number

    def makefile(self, mode):
        return io.BufferedReader(self)


class Again(Exception):
    pass


guard = threading.Lock()
calls = 0
history = 0  # a bit for each of the last 100 calls: whether it sent a second request
MASK = (1 << 100) - 1


def ratings(url, ids):
    global calls, history
    ids = list(ids)
    if not ids:
        return {}
    deadline = time.monotonic() + 0.9
    with guard:
        calls += 1
        number = calls
        history = (history << 1) & MASK  # the lowest bit is this call's
    data = None
    try:
        try:
            data = get(url, ids, deadline)
        except Again:
            if time.monotonic() < deadline and allowed(number):
                data = get(url, ids, deadline)
    except Exception:
        data = None
    if not isinstance(data, dict):
        data = {}
    return {pk: data.get(str(pk)) for pk in ids}


def allowed(number):
    global history
    with guard:
        if history.bit_count() >= 20:
            return False
        history |= 1 << (calls - number)
        return True


def get(url, ids, deadline):
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    address = parts.hostname, parts.port or (443 if secure else 80)
    try:
        sock = socket.create_connection(address, deadline - time.monotonic())
    except ConnectionRefusedError as error:
        raise Again from error
    with sock:
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=address[0])
        stream = Timed(sock, deadline)
        try:
            sock.sendall(
                f"GET {parts.path or '/'}?ids={','.join(map(str, ids))} HTTP/1.1\r\n"
                f"Host: {parts.netloc}\r\nAccept: application/json\r\n"
                "Accept-Encoding: identity\r\nConnection: close\r\n\r\n".encode()
            )
            response = HTTPResponse(stream, method="GET")
            response.begin()
        except ConnectionError as error:
            if stream.received:
                raise
            raise Again from error
        if response.status == 503:
            raise Again
        return json.loads(response.read()) if response.status == 200 else None
