"""A plain socket and h11, which parses what has come so far; each hundred calls have ten retries."""

import json
import socket
import ssl
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from threading import Lock
from urllib.parse import quote, urlsplit

import h11

DEADLINE = 0.75
LIMIT = 4_000_000

_numbers = count()
_retries = Counter()
_lock = Lock()


def _spend(hundred):
    """Take one of the ten retries of a hundred calls, if one is left."""
    with _lock:
        for old in [each for each in _retries if each < hundred - 50]:
            del _retries[old]
        _retries[hundred] += 1
        return _retries[hundred] <= 10


class _Repeatable(Exception):
    pass


class _Request:
    def __init__(self, parts, end):
        self.parts, self.end = parts, end
        self.protocol = h11.Connection(h11.CLIENT)
        self.has_begun = False

    def _wait(self, sock):
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        sock.settimeout(left)

    def _connect(self):
        is_secure = self.parts.scheme == "https"
        port = self.parts.port or (443 if is_secure else 80)
        problem = None
        for *kind, _, address in socket.getaddrinfo(
            self.parts.hostname, port, type=socket.SOCK_STREAM
        ):
            sock = socket.socket(*kind)
            try:
                self._wait(sock)
                sock.connect(address)
            except OSError as error:
                sock.close()
                problem = error
                continue
            if is_secure:
                context = ssl.create_default_context()
                return context.wrap_socket(sock, server_hostname=self.parts.hostname)
            return sock
        if isinstance(problem, ConnectionRefusedError):
            raise _Repeatable
        raise problem or OSError("The host has no address.")

    def _event(self, sock):
        while (event := self.protocol.next_event()) is h11.NEED_DATA:
            self._wait(sock)
            data = sock.recv(65_536)
            self.has_begun = self.has_begun or bool(data)
            if not data and not self.has_begun:
                raise _Repeatable
            self.protocol.receive_data(data)
        return event

    def send(self):
        """Return what the response says, or None; raise _Repeatable if there is none, or a 503."""
        question = h11.Request(
            method="GET",
            target=f"{self.parts.path or '/'}?{self.parts.query}",
            headers=[("Host", self.parts.netloc), ("Connection", "close")],
        )
        with self._connect() as sock:
            try:
                self._wait(sock)
                data = self.protocol.send(question) + self.protocol.send(h11.EndOfMessage())
                with suppress(ConnectionError):  # what has come is read nevertheless
                    sock.sendall(data)
                while isinstance(response := self._event(sock), h11.InformationalResponse):
                    pass
            except ConnectionError:
                if self.has_begun:
                    raise
                raise _Repeatable from None
            if response.status_code == 503:
                raise _Repeatable
            if response.status_code != 200:
                return None
            body = bytearray()
            while isinstance(data := self._event(sock), h11.Data):
                body += data.data
                if len(body) > LIMIT:
                    return None
            return json.loads(bytes(body))


def _fetch(target, hundred):
    parts, end = urlsplit(target), time.monotonic() + DEADLINE
    try:
        return _Request(parts, end).send()
    except _Repeatable:
        if _spend(hundred):
            return _Request(parts, end).send()


def ratings(url, ids):
    with _lock:
        hundred = next(_numbers) // 100
    result = dict.fromkeys(ids)
    names = list({str(pk): None for pk in result})[:100]
    if not names:
        return result
    try:
        found = _fetch(f"{url}?ids={quote(','.join(names), safe=',')}", hundred)
        if isinstance(found, dict):
            result = {pk: found.get(str(pk)) for pk in result}
    except Exception:
        pass  # no ratings are better than no page
    return result
