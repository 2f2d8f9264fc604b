"""An executor for the call; at the deadline the caller shuts the socket, so that the thread ends."""

import json
import socket
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from urllib.parse import urlsplit

LIMIT = 0.9


class RetryBudget:
    """At most 20 retries in any 100 calls."""

    def __init__(self):
        self._lock = threading.Lock()
        self._calls = 0
        self._retries = deque([-100] * 20, maxlen=20)  # after how many calls the last 20 were

    def count(self):
        with self._lock:
            self._calls += 1

    def allows(self):
        with self._lock:
            if self._calls - self._retries[0] < 100:
                return False
            self._retries.append(self._calls)
            return True


budget = RetryBudget()


class Lookup:
    """One call: a request or two, which stop() ends."""

    def __init__(self, url, ids):
        parts = urlsplit(url)
        self.connection_class = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.host, self.port = parts.hostname, parts.port
        self.path = f"{parts.path or '/'}?ids={','.join(map(str, ids))}"
        self.deadline = time.monotonic() + LIMIT
        self.stopped = False
        self.sock = None

    def run(self):
        for may_retry in True, False:
            status, body = self.request()
            if status not in {None, 503} or self.stopped:
                break
            if may_retry and not budget.allows():
                break
        data = json.loads(body) if status == 200 else None
        return data if isinstance(data, dict) else {}

    def request(self):
        """Return status and body: no status if refused, or closed without a response."""
        left = max(self.deadline - time.monotonic(), 0.001)
        connection = self.connection_class(self.host, self.port, timeout=left)
        try:
            try:
                connection.connect()
            except ConnectionRefusedError:
                return None, b""
            self.sock = connection.sock
            if self.stopped:
                return 0, b""
            try:
                connection.request("GET", self.path, headers={"Connection": "close"})
                response = connection.getresponse()
            except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                return None, b""
            if response.status == 503:
                return 503, b""
            return response.status, response.read()
        finally:
            connection.close()

    def stop(self):
        self.stopped = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is closed already


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    budget.count()
    found = {}
    executor = ThreadPoolExecutor(1)
    try:
        lookup = Lookup(url, ids)
        future = executor.submit(lookup.run)
        try:
            found = future.result(LIMIT)
        finally:
            lookup.stop()
    except Exception:
        found = {}
    finally:
        executor.shutdown(wait=False)
    return {pk: found.get(str(pk)) for pk in ids}
