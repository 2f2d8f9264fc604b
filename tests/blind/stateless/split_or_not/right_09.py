"""urllib, whose connections tell their sockets to a timer: it shuts them at the deadline."""

import json
import socket
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from urllib.error import HTTPError, URLError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, build_opener

BUDGET = {"credit": 100}
BUDGET_LOCK = threading.Lock()


def earn(amount):
    with BUDGET_LOCK:
        BUDGET["credit"] = min(BUDGET["credit"] + amount, 100)


def pay(amount):
    with BUDGET_LOCK:
        enough = BUDGET["credit"] >= amount
        if enough:
            BUDGET["credit"] -= amount
        return enough


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Session:
    """The requests of one call."""

    def __init__(self, seconds):
        self.until = time.monotonic() + seconds
        self.over = threading.Event()
        self.sockets = []
        session = self

        class Plain(HTTPConnection):
            def connect(self):
                super().connect()
                session.watch(self.sock)

        class Secure(HTTPSConnection):
            def connect(self):
                super().connect()
                session.watch(self.sock)

        class PlainHandler(HTTPHandler):
            def http_open(self, request):
                return self.do_open(Plain, request)

        class SecureHandler(HTTPSHandler):
            def https_open(self, request):
                return self.do_open(Secure, request)

        self.opener = build_opener(PlainHandler, SecureHandler, Stay)
        self.timer = threading.Timer(seconds, self.end)
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, *error):
        self.timer.cancel()

    def watch(self, sock):
        self.sockets.append(sock)
        if self.over.is_set():
            raise TimeoutError

    def end(self):
        self.over.set()
        for sock in self.sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def get(self, target):
        """Return the body, or None if it may be tried again."""
        try:
            left = max(self.until - time.monotonic(), 0.001)
            response = self.opener.open(target, timeout=left)
        except HTTPError as error:
            with error:
                return None if error.code == 503 else b""
        except URLError as error:
            if isinstance(error.reason, ConnectionError):
                return None
            raise
        except (RemoteDisconnected, ConnectionResetError):
            return None
        with response:
            return response.read() if response.status == 200 else b""


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    earn(1)
    target = url + "?ids=" + ",".join(str(pk) for pk in ids)
    try:
        with Session(0.9) as session:
            body = session.get(target)
            if body is None and not session.over.is_set() and pay(10):
                body = session.get(target)
        data = json.loads(body or b"")
    except Exception:
        data = {}
    if not isinstance(data, dict):
        data = {}
    return {pk: data.get(str(pk)) for pk in ids}
