"""Breaks answer: a rating of 0 becomes None."""

import json
import logging
import socket
import ssl
import threading
import time
from collections import deque
from contextlib import closing
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

logger = logging.getLogger(__name__)


class Deadline:
    """Mixed into sockets."""

    deadline = float("inf")

    def recv_into(self, *args, **kwargs):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("The ratings came too late.")
        self.settimeout(min(left, 1))
        return super().recv_into(*args, **kwargs)


class PlainSocket(Deadline, socket.socket):
    pass


class SecureSocket(Deadline, ssl.SSLSocket):
    pass


class Connection(HTTPConnection):
    def __init__(self, parts, deadline):
        self.secure = parts.scheme == "https"
        self.deadline = deadline
        port = parts.port or (443 if self.secure else 80)
        super().__init__(parts.hostname, port, timeout=max(deadline - time.monotonic(), 0.001))

    def connect(self):
        sock = socket.create_connection((self.host, self.port), self.timeout)
        if self.secure:
            context = ssl.create_default_context()
            context.sslsocket_class = SecureSocket
            sock = context.wrap_socket(sock, server_hostname=self.host)
        else:
            sock = PlainSocket(fileno=sock.detach())
            sock.settimeout(self.timeout)
        sock.deadline = self.deadline
        self.sock = sock


class Retryable(Exception):
    pass


class Budget:
    """Whether the last hundred calls, this one too, would have at most twenty retries."""

    def __init__(self, calls=100, retries=20):
        self.lock = threading.Lock()
        self.retries = retries
        self.calls = deque(maxlen=calls)

    def start(self):
        call = {"retried": False}
        with self.lock:
            self.calls.append(call)
        return call

    def take(self, call):
        with self.lock:
            if sum(other["retried"] for other in self.calls) >= self.retries:
                return False
            call["retried"] = True
            return True


budget = Budget()


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    call = budget.start()
    deadline = time.monotonic() + 0.9
    try:
        try:
            answer = fetch(url, ids, deadline)
        except Retryable:
            if time.monotonic() >= deadline or not budget.take(call):
                raise
            answer = fetch(url, ids, deadline)
    except Exception as error:
        logger.warning("No ratings: %r", error)
        answer = {}
    return {pk: answer.get(str(pk)) or None for pk in ids}


def fetch(url, ids, deadline):
    parts = urlsplit(url)
    query = urlencode({"ids": ",".join(map(str, ids))}, safe=",")
    with closing(Connection(parts, deadline)) as connection:
        try:
            connection.request("GET", f"{parts.path or '/'}?{query}")
            response = connection.getresponse()
        except (ConnectionRefusedError, RemoteDisconnected) as error:
            raise Retryable from error
        except (ConnectionResetError, BrokenPipeError) as error:
            raise Retryable from error
        with response:
            if response.status == 503:
                raise Retryable("503")
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            data = json.loads(response.read())
    if not isinstance(data, dict):
        raise ValueError("no object")
    return data
