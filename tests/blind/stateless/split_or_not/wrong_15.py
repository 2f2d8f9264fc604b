"""Wrong (answer: no thread stays): the request runs in a thread that is left behind at the deadline.

If the service sends its body byte by byte, the socket's timeout never fires, and the thread stays.
"""

import json
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

SECONDS = 0.8

lock = threading.Lock()
retried = deque(maxlen=20)
calls = 0


def ratings(url, ids):
    global calls
    ids = list(ids)
    if not ids:
        return {}
    with lock:
        calls += 1
        number = calls
    deadline = time.monotonic() + SECONDS
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(fetch, f"{url}?ids={','.join(map(str, ids))}", number, deadline)
        found = future.result(timeout=SECONDS)
    except TimeoutError:
        found = {}
    finally:
        pool.shutdown(wait=False)
    return {pk: found.get(str(pk)) for pk in ids}


def may_retry(number):
    with lock:
        if len(retried) == 20 and retried[0] > number - 100:
            return False
        retried.append(number)
        return True


def fetch(address, number, deadline):
    again, found = attempt(address, deadline)
    if again and may_retry(number):
        again, found = attempt(address, deadline)
    return found


def attempt(address, deadline):
    parts = urlsplit(address)
    left = max(deadline - time.monotonic(), 0.01)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=left)
    response = None
    try:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}")
        response = connection.getresponse()
        if response.status != 200:
            return response.status == 503, {}
        found = json.loads(response.read())
        return False, found if isinstance(found, dict) else {}
    except ConnectionError:
        return response is None, {}
    except (OSError, HTTPException, ValueError, RecursionError):
        return False, {}
    finally:
        connection.close()
