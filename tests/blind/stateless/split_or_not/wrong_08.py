"""Breaks budget: a share of all calls ever. After 1000 good calls, 100 failing ones send 200 requests."""

import json
import socket
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 0.9
SHARE = 0.2

_lock = threading.Lock()
_calls = 0
_retries = 0


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
    target = f"{url}?ids={','.join(map(str, ids))}"
    try:
        return fetch(target, deadline)
    except AgainError:
        if deadline - time.monotonic() < 0.01 or not may_retry():
            raise
    return fetch(target, deadline)


def may_retry():
    global _retries
    with _lock:
        if _retries >= SHARE * _calls:
            return False
        _retries += 1
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
