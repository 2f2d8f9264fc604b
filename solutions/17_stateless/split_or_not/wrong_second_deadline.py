"""The second request has a deadline of its own: 503 after 0.6 s, and then silence, take 1.5 s.

Breaks: deadline
Fails: deadline
"""

import json
import socket
import threading
import time
from collections import deque
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 0.9
CALLS, RETRIES = 100, 20

_lock = threading.Lock()
_calls = 0
_retried = deque()  # the numbers of the calls that sent a second request


class AgainError(Exception):
    """The connection was refused, or closed without a response, or the status is 503."""


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    try:
        found = ask(url, ids)
    except Exception:
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}


def ask(url, ids):
    global _calls
    deadline = time.monotonic() + SECONDS
    with _lock:
        _calls += 1
        number = _calls
    target = f"{url}?ids={','.join(map(str, ids))}"
    try:
        return fetch(target, deadline)
    except AgainError:
        if deadline - time.monotonic() < 0.01 or not may_retry(number):
            raise
    return fetch(target, time.monotonic() + SECONDS)


def may_retry(number):
    with _lock:
        while _retried and _retried[0] <= number - CALLS:
            _retried.popleft()
        if len(_retried) >= RETRIES:
            return False
        _retried.append(number)
        return True


def cut(sock):
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def fetch(target, deadline):
    parts = urlsplit(target)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    with closing(kind(parts.hostname, parts.port, timeout=deadline - time.monotonic())) as link:
        try:
            link.connect()
        except ConnectionRefusedError as error:
            raise AgainError from error
        timer = threading.Timer(max(deadline - time.monotonic(), 0), cut, [link.sock])
        timer.daemon = True
        timer.start()
        try:
            return read(link, f"{parts.path or '/'}?{parts.query}")
        finally:
            timer.cancel()


def read(link, path):
    with closing(HTTPResponse(link.sock, method="GET")) as response:
        try:
            link.request("GET", path, headers={"Connection": "close"})
            something = response.fp.peek(1)
        except ConnectionError as error:
            raise AgainError from error
        if not something:
            raise AgainError
        response.begin()
        if response.status == 503:
            raise AgainError
        if response.status != 200:
            return {}
        data = json.loads(response.read())
        return data if isinstance(data, dict) else {}
