"""The usual http.client, and a timer that shuts the socket down when time is up; it is cancelled and joined before the call returns."""

import json
import socket
import threading
from collections import deque
from http.client import HTTPConnection, HTTPException, HTTPSConnection, RemoteDisconnected
from time import monotonic
from urllib.parse import urlsplit

SECONDS = 0.8


class Retries:
    """At most 20 among any 100 calls in a row, by the numbers of the calls."""

    def __init__(self):
        self.calls = 0
        self.recent = deque()  # numbers of the calls that tried again, 20 at most
        self.lock = threading.Lock()

    def next_call(self):
        with self.lock:
            self.calls += 1

    def take(self):
        with self.lock:
            while self.recent and self.recent[0] <= self.calls - 100:
                self.recent.popleft()
            if len(self.recent) >= 20:
                return False
            self.recent.append(self.calls)
            return True


class TryAgain(Exception):
    pass


retries = Retries()


def ratings(url, ids):
    keys = list(dict.fromkeys(ids))
    retries.next_call()
    if not keys:
        return {}
    deadline = monotonic() + SECONDS
    address = url + "?ids=" + ",".join(str(key) for key in keys)
    answer = attempt(address, deadline)
    if answer is TryAgain:
        answer = attempt(address, deadline) if retries.take() else None
    if not isinstance(answer, dict):
        answer = {}
    return {key: answer.get(str(key)) for key in keys}


def attempt(address, deadline):
    """Return the decoded JSON, TryAgain if one more request may help, or None."""
    late = threading.Event()
    connection = timer = None
    try:
        time_left = deadline - monotonic()
        if time_left <= 0:
            return None
        scheme, netloc, path, query, _ = urlsplit(address)
        kind = HTTPSConnection if scheme == "https" else HTTPConnection
        connection = kind(netloc.rpartition("@")[2], timeout=time_left)
        try:
            connection.connect()
        except ConnectionRefusedError:
            return TryAgain
        timer = threading.Timer(max(0, deadline - monotonic()), shut, [connection.sock, late])
        timer.daemon = True
        timer.start()
        return answer_of(connection, f"{path or '/'}?{query}", late)
    except (OSError, HTTPException, ValueError, RecursionError):
        return None
    finally:
        if timer:
            timer.cancel()
            timer.join()
        if connection:
            connection.close()


def answer_of(connection, target, late):
    try:
        connection.request("GET", target, headers={"Connection": "close"})
        response = connection.getresponse()
    except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        return None if late.is_set() else TryAgain
    with response:
        if response.status == 503:
            return None if late.is_set() else TryAgain
        if response.status != 200:
            return None
        body = response.read()
    # A body without a length ends like any other when the timer has shut the socket.
    return None if late.is_set() else json.loads(body)


def shut(sock, late):
    late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it is closed already
