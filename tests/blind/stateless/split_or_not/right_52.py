"""h11 parses what a plain socket receives until the deadline; retries are paid with tokens, ten at most, a tenth for each call."""

import errno
import json
import socket
import ssl
import threading
from time import monotonic
from urllib.parse import urlsplit

import h11

DEADLINE = 0.85


class Unavailable(Exception):
    """Refused, closed without a response, or 503."""


class Budget:
    """A full purse and what 100 calls earn together are 20 retries."""

    def __init__(self, full=100, price=10):
        self.tenths, self.full, self.price = full, full, price
        self.lock = threading.Lock()

    def earn(self):
        with self.lock:
            self.tenths = min(self.full, self.tenths + 1)

    def pay(self):
        with self.lock:
            if self.tenths < self.price:
                return False
            self.tenths -= self.price
            return True


budget = Budget()


def ratings(url, ids):
    wanted = {pk: None for pk in ids}
    budget.earn()
    if not wanted:
        return wanted
    until = monotonic() + DEADLINE
    answer = None
    try:
        try:
            answer = request(url, wanted, until)
        except Unavailable:
            if budget.pay():
                answer = request(url, wanted, until)
    except Exception:
        pass  # the page is shown without ratings
    if isinstance(answer, dict):
        for pk in wanted:
            wanted[pk] = answer.get(str(pk))
    return wanted


def remaining(until):
    seconds = until - monotonic()
    if seconds <= 0:
        raise TimeoutError("no time left")
    return seconds


def request(url, ids, until):
    """Return the JSON of an answer with status 200, None for another status."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    target = f"{parts.path or '/'}?ids={','.join(str(pk) for pk in ids)}"
    address = (parts.hostname, parts.port or (443 if secure else 80))
    try:
        sock = socket.create_connection(address, timeout=remaining(until))
    except OSError as error:
        if error.errno == errno.ECONNREFUSED:
            raise Unavailable from error
        raise
    with sock:
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
        with sock:
            return talk(sock, parts.netloc.rpartition("@")[2], target, until)


def talk(sock, host, target, until):
    http = h11.Connection(h11.CLIENT)
    headers = [("Host", host), ("Connection", "close"), ("Accept", "application/json")]
    received, status, body = 0, None, b""
    try:
        sock.settimeout(remaining(until))
        sock.sendall(http.send(h11.Request(method="GET", target=target, headers=headers)))
        http.send(h11.EndOfMessage())
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                sock.settimeout(remaining(until))
                data = sock.recv(65536)
                if not data and not received:
                    raise Unavailable
                received += len(data)
                http.receive_data(data)
            elif isinstance(event, h11.Response):
                status = event.status_code
                if status == 503:
                    raise Unavailable
                if status != 200:
                    return None
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                return json.loads(body)
            elif isinstance(event, h11.ConnectionClosed):
                return None
    except (ConnectionResetError, BrokenPipeError) as error:
        if not received:
            raise Unavailable from error
        raise
