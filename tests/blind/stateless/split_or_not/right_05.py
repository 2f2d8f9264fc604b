"""A plain socket, whose timeout is set anew before each recv()."""

import json
import socket
import ssl
from contextlib import suppress
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

lock = Lock()
calls = 0
block = retries_in_block = 0


def ratings(url, ids):
    ids = list(ids)
    result = dict.fromkeys(ids)
    if ids:
        with suppress(OSError, HTTPException, ValueError, RecursionError):
            status, body = ask(url, ids, monotonic() + 0.9)
            data = json.loads(body) if status == 200 else None
            if isinstance(data, dict):
                result = {pk: data.get(str(pk)) for pk in ids}
    return result


def ask(url, ids, deadline):
    global calls
    with lock:
        calls += 1
    for attempt in "first", "second":
        status, body = send(url, ids, deadline)
        if status not in {None, 503} or attempt == "second":
            break
        if monotonic() >= deadline or not take_retry():
            break
    return status, body


def take_retry():
    """Ten for each block of a hundred calls. A hundred in a row touch two blocks."""
    global block, retries_in_block
    with lock:
        if block != calls // 100:
            block, retries_in_block = calls // 100, 0
        retries_in_block += 1
        return retries_in_block <= 10


def left(deadline):
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connect(host, port, deadline):
    """Like create_connection(), but the deadline is for all the addresses together."""
    error = OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(left(deadline))
            sock.connect(address)
        except OSError as failure:
            sock.close()
            error = failure
        else:
            return sock
    raise error


def send(url, ids, deadline):
    """Return status and body: the status is None if there was no response at all."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        sock = connect(parts.hostname, port, deadline)
    except ConnectionRefusedError:
        return None, b""
    with sock:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=parts.hostname)
        data = b""
        try:
            sock.sendall(
                b"GET %s?ids=%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                % (
                    (parts.path or "/").encode(),
                    ",".join(map(str, ids)).encode(),
                    parts.netloc.encode(),
                )
            )
            while True:
                sock.settimeout(left(deadline))
                chunk = sock.recv(65536)
                data += chunk
                if not data:
                    return None, b""
                answer = parse(data, not chunk)
                if answer is not None:
                    return answer
        except ConnectionError:
            if data:
                raise
            return None, b""


class Received:
    def __init__(self, data):
        self.data = data

    def makefile(self, mode):
        return BytesIO(self.data)


def parse(data, at_end):
    if not at_end and b"\r\n\r\n" not in data:
        return None
    response = HTTPResponse(Received(data), method="GET")
    response.begin()
    if response.status != 200:
        return response.status, b""
    if not at_end and not response.chunked and response.length is None:
        return None
    try:
        return 200, response.read()
    except IncompleteRead:
        if at_end:
            raise
        return None
