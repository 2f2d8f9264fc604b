"""Right: a timer cuts the connection at the deadline and is joined; the last retries are remembered."""

import json
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

LIMIT = 0.8
RETRIES, OF_CALLS = 20, 100

_lock = threading.Lock()
_calls = 0
_retried = deque(maxlen=RETRIES)  # the numbers of the last calls that sent a second request


class Again(Exception):
    """One more request may help."""


def ratings(url, ids):
    global _calls
    ids = list(ids)
    if not ids:
        return {}
    end = time.monotonic() + LIMIT
    with _lock:
        _calls += 1
        number = _calls
    address = url + "?ids=" + ",".join(str(pk) for pk in ids)
    found = {}
    try:
        try:
            found = fetch(address, end)
        except Again:
            if allowed(number):
                found = fetch(address, end)
    except Exception:  # whatever it is, the page does without ratings
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}


def allowed(number):
    with _lock:
        if sum(other > number - OF_CALLS for other in _retried) >= RETRIES:
            return False
        _retried.append(number)
        return True


def fetch(address, end):
    parts = urlsplit(address)
    cls = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = cls(
        parts.hostname, parts.port, timeout=min(0.35, max(0.01, end - time.monotonic()))
    )
    try:
        connection.connect()
    except ConnectionError as error:
        raise Again from error
    sock = connection.sock
    late = threading.Event()

    def cut():
        late.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    sock.settimeout(LIMIT)
    timer = threading.Timer(max(0, end - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    response = None
    try:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}")
        response = connection.getresponse()
        status = response.status
        body = response.read(1_000_000) if status == 200 else b""
    except (OSError, HTTPException) as error:
        if isinstance(error, ConnectionError) and response is None and not late.is_set():
            raise Again from error
        return {}
    finally:
        timer.cancel()
        timer.join()
        if response is not None:
            response.close()
        connection.close()
    if status == 503:
        raise Again
    if status != 200 or late.is_set():
        return {}
    found = json.loads(body)
    return found if isinstance(found, dict) else {}
