"""deadline: the timeout is one for each read, and not for all of them.

A service that sends its body byte by byte, one every half second for example, keeps the call for as long as it likes.
"""

import json
import threading
import time
from collections import deque
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIME = 0.8  # seconds for everything, a second try too
CALLS, RETRIES = 100, 20

window = deque(maxlen=CALLS)  # one list for each of the last calls: [whether it has tried again]
lock = threading.Lock()


class Again(Exception):
    """The service has not answered, and may be asked once more."""


def left(end):
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def ratings(url, ids):
    ids = list(dict.fromkeys(ids))
    this_call = [False]
    with lock:
        window.append(this_call)
    found = fetch(f"{url}?ids={','.join(map(str, ids))}", this_call) if ids else {}
    return {pk: found.get(str(pk)) for pk in ids}


def fetch(address, this_call):
    end = time.monotonic() + TIME
    try:
        try:
            return ask(address, end)
        except Again:
            if not may_try_again(this_call):
                return {}
            return ask(address, end)
    except (Again, OSError, HTTPException, ValueError, RecursionError):
        return {}


def may_try_again(this_call):
    with lock:
        if sum(tried for (tried,) in window) >= RETRIES:
            return False
        this_call[0] = True
        return True


def ask(address, end):
    parts = urlsplit(address)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=left(end))
    try:
        connection.connect()
    except ConnectionRefusedError:
        raise Again from None
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
        raise Again from None
    finally:
        connection.close()
