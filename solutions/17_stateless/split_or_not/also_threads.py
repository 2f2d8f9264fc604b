"""As good: nobody waits for the thread longer than the deadline; tokens are the budget."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

POOL = ThreadPoolExecutor(16)
MOST = 10
tokens = MOST


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    try:
        found = POOL.submit(fetch, url, ids).result(timeout=0.8)
    except Exception:  # whatever a service does, the page is shown
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}


def fetch(url, ids):
    global tokens
    tokens = min(MOST, tokens + 0.1)
    try:
        status, body = ask(url, ids)
        may_help = status == 503
    except ConnectionError:
        may_help = True
        if tokens < 1:
            raise
    if may_help and tokens >= 1:
        tokens -= 1
        status, body = ask(url, ids)
    found = json.loads(body)
    return found if status == 200 and isinstance(found, dict) else {}


def ask(url, ids):
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=0.7)
    try:
        connection.request("GET", f"{parts.path}?ids={'%2C'.join(map(str, ids))}")
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
