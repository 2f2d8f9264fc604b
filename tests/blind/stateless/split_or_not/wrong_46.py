"""deadline: it looks at the clock between two pieces of the body, not inside of one.

If the body is chunked, and the line with a chunk's size (or its extension) comes byte by byte, one
read1() goes on as long as each byte comes within its timeout: for many seconds.
"""

import json
import threading
import time
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from urllib.parse import quote, urlsplit

SECONDS = 0.8

lock = threading.Lock()
calls = 0
retried = []  # the numbers of the calls that sent two requests


def new_call():
    global calls
    with lock:
        calls += 1
        return calls


def may_retry(number):
    """Say if no hundred calls in a row, with this one, have more than twenty retries."""
    with lock:
        retried[:] = [other for other in retried if other > calls - 5_000]
        if sum(abs(other - number) < 100 for other in retried) >= 20:
            return False
        retried.append(number)
        return True


class Again(Exception):
    pass


def send(target, end):
    parts = urlsplit(target)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=max(end - time.monotonic(), 0.01))
    try:
        try:
            connection.connect()
        except ConnectionRefusedError as error:
            raise Again from error
        sock = connection.sock
        try:
            connection.request("GET", f"{parts.path or '/'}?{parts.query}")
            response = connection.getresponse()
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            raise Again from error
        with response:
            if response.status != 200:
                return response.status, b""
            pieces = []
            while (left := end - time.monotonic()) > 0:
                sock.settimeout(left)
                piece = response.read1(65_536)
                if not piece:
                    return 200, b"".join(pieces)
                pieces.append(piece)
            raise TimeoutError
    finally:
        connection.close()


def fetch(target, number):
    end = time.monotonic() + SECONDS
    for is_last in (False, True):
        try:
            status, body = send(target, end)
        except Again:
            status, body = 503, b""
        if status != 503 or is_last or not may_retry(number):
            return json.loads(body) if status == 200 else None


def ratings(url, ids):
    ids = list(ids)
    number = new_call()
    asked = list(dict.fromkeys(str(pk) for pk in ids))[:100]
    found = None
    if asked:
        try:
            found = fetch(f"{url}?ids={quote(','.join(asked), safe=',')}", number)
        except Exception:
            found = None
    if not isinstance(found, dict):
        found = {}
    return {pk: found.get(str(pk)) for pk in ids}
