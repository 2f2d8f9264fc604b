"""answer: a thread stays.

The call gives up after its time, but the thread that reads from the service goes on reading: it shows when the service sends nothing
or byte by byte.
"""

import json
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIME = 0.8  # seconds for everything, a second try too
CALLS, RETRIES = 100, 20

window = deque(maxlen=CALLS)  # one list for each of the last calls: [whether it has tried again]
lock = threading.Lock()


class Again(Exception):
    """The service has not answered, and may be asked once more."""


def ratings(url, ids):
    ids = list(dict.fromkeys(ids))
    this_call = [False]
    with lock:
        window.append(this_call)
    found = in_time(f"{url}?ids={','.join(map(str, ids))}", this_call) if ids else {}
    return {pk: found.get(str(pk)) for pk in ids}


def in_time(address, this_call):
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        return pool.submit(fetch, address, this_call).result(timeout=TIME)
    except TimeoutError:
        return {}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def fetch(address, this_call):
    try:
        try:
            return ask(address)
        except Again:
            if not may_try_again(this_call):
                return {}
            return ask(address)
    except (Again, OSError, HTTPException, ValueError, RecursionError):
        return {}


def may_try_again(this_call):
    with lock:
        if sum(tried for (tried,) in window) >= RETRIES:
            return False
        this_call[0] = True
        return True


def ask(address):
    parts = urlsplit(address)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=5)
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
