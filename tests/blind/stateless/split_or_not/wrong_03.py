"""Breaks budget: the bucket holds 20 and each call brings 0.2: 100 failing calls in a row send 139."""

import json
import time
from http.client import RemoteDisconnected
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener


class NoRedirect(HTTPRedirectHandler):
    """A redirect would be one more request."""

    def redirect_request(self, *args, **kwargs):
        return None


class Budget:
    """A bucket: each call brings a fifth of a retry, and it holds twenty."""

    def __init__(self):
        self.lock = Lock()
        self.fifths = 100

    def call(self):
        with self.lock:
            self.fifths = min(self.fifths + 1, 100)

    def take(self):
        with self.lock:
            if self.fifths < 5:
                return False
            self.fifths -= 5
            return True


OPENER = build_opener(NoRedirect)
BUDGET = Budget()


def ratings(url, ids):
    ids = list(ids)
    if not ids:
        return {}
    BUDGET.call()
    deadline = time.monotonic() + 0.9
    answers = SimpleQueue()
    target = f"{url}?ids={','.join(str(pk) for pk in ids)}"
    try:
        Thread(target=work, args=(target, deadline, answers), daemon=True).start()
        data = answers.get(timeout=0.9)
    except (Empty, RuntimeError):
        data = {}
    return {pk: data.get(str(pk)) for pk in ids}


def work(target, deadline, answers):
    try:
        body, again = get(target, deadline)
        if again and deadline - time.monotonic() > 0.01 and BUDGET.take():
            body, again = get(target, deadline)
        data = json.loads(body)
    except Exception:
        data = {}
    answers.put(data if isinstance(data, dict) else {})


def get(target, deadline):
    """Return the body, and whether it should be asked for again."""
    try:
        with OPENER.open(target, timeout=max(deadline - time.monotonic(), 0.001)) as response:
            if response.status != 200:
                return b"", False
            parts = []
            while part := response.read1(65536):
                if time.monotonic() > deadline:  # nobody waits any more
                    return b"", False
                parts.append(part)
            if response.length:  # it broke off
                return b"", False
            return b"".join(parts), False
    except HTTPError as error:
        error.close()
        return b"", error.code == 503
    except URLError as error:
        return b"", isinstance(error.reason, ConnectionError)
    except RemoteDisconnected:
        return b"", True
    except ConnectionResetError as error:
        return b"", in_getresponse(error)


def in_getresponse(error):
    """Whether it was reset before the first line of a response: not while the body came."""
    names, trace = set(), error.__traceback__
    while trace:
        names.add(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return "_read_status" in names
