"""As good: nobody waits for the thread longer than the deadline, and it ends soon after.

Tokens are the budget.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from time import monotonic
from urllib.parse import urlsplit

MOST = 10
tokens = MOST


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    pool = ThreadPoolExecutor(1)
    try:
        found = pool.submit(fetch, url, ids).result(timeout=0.8)
    except Exception:  # whatever a service does, the page is shown
        found = {}
    finally:
        pool.shutdown(wait=False)
    return {pk: found.get(str(pk)) for pk in ids}


def fetch(url, ids):
    global tokens
    tokens = min(MOST, tokens + 0.1)
    status, body = ask(url, ids)
    if status in (None, 503) and tokens >= 1:
        tokens -= 1
        status, body = ask(url, ids)
    found = json.loads(body)
    return found if status == 200 and isinstance(found, dict) else {}


def ask(url, ids):
    """Return the status, which is None without a response, and the body."""
    parts, until, body = urlsplit(url), monotonic() + 0.8, b""
    connection = HTTPConnection(parts.netloc, timeout=0.8)
    try:
        try:
            connection.request("GET", f"{parts.path}?ids={'%2C'.join(map(str, ids))}")
            response = connection.getresponse()
        except ConnectionError:
            return None, b""
        while response.status == 200 and (part := response.read1(1 << 16)):
            body += part
            if monotonic() > until:
                raise TimeoutError
        return response.status, body
    finally:
        connection.close()
