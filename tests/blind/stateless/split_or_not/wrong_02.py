"""Breaks retry (for nothing else): a first request that times out after 0.4 s is sent again."""

import json
import threading
import time
from http.client import RemoteDisconnected

import urllib3

TOTAL = 0.9


class Retries:
    """Twenty in a window of a hundred calls."""

    def __init__(self):
        self.lock = threading.Lock()
        self.calls = 0
        self.at = []

    def next_call(self):
        with self.lock:
            self.calls += 1

    def take(self):
        with self.lock:
            self.at = [call for call in self.at if call > self.calls - 100]
            free = len(self.at) < 20
            if free:
                self.at.append(self.calls)
            return free


retries = Retries()


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    retries.next_call()
    box = {}
    deadline = time.monotonic() + TOTAL
    arguments = (f"{url}?ids={','.join(map(str, ids))}", deadline, box)
    thread = threading.Thread(target=fill, args=arguments, daemon=True)
    try:
        thread.start()
        thread.join(TOTAL)
    except RuntimeError:
        pass  # no thread could be started
    data = box.get("data", {})
    return {pk: data.get(str(pk)) for pk in ids}


def fill(target, deadline, box):
    try:
        with urllib3.PoolManager() as pool:
            data = fetch(pool, target, deadline)
    except Exception:
        return
    if isinstance(data, dict):
        box["data"] = data


def fetch(pool, target, deadline):
    response = send(pool, target, deadline)
    if response is None or response.status == 503:
        if deadline - time.monotonic() < 0.01 or not retries.take():
            return None
        if response is not None:
            response.close()
        response = send(pool, target, deadline)
    if response is None or response.status != 200:
        return None
    parts = []
    for part in response.stream(65536):
        if time.monotonic() > deadline:
            return None
        parts.append(part)
    return json.loads(b"".join(parts))


def send(pool, target, deadline):
    """Return the response, or nothing if it was refused, or closed without one."""
    try:
        return pool.request(
            "GET",
            target,
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=min(max(deadline - time.monotonic(), 0.001), 0.4),
            headers={"Connection": "close"},
        )
    except urllib3.exceptions.NewConnectionError as error:
        if isinstance(error.__cause__, ConnectionRefusedError):
            return None
        raise
    except urllib3.exceptions.TimeoutError:
        return None
    except urllib3.exceptions.ProtocolError as error:
        if isinstance(error.args[-1], (RemoteDisconnected, ConnectionError)):
            return None
        raise
