"""Ten threads ask at the same time: the page is faster, and the service has as much to do.

Breaks: requests
Fails: requests
"""

import json
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

SILENCE, DEADLINE = 0.25, 0.6  # seconds
calls = deque(maxlen=99)  # the last ones: whether each was sent twice


def ratings(url, ids):
    with ThreadPoolExecutor(10) as pool:
        found = pool.map(lambda pk: one(url, pk), ids)
        return {pk: each.get(str(pk)) for pk, each in zip(ids, found)}


def one(url, pk):
    again, until = False, monotonic() + DEADLINE
    address = f"{url}?ids={pk}"
    try:
        return ask(address, until)
    except (OSError, HTTPException, ValueError) as error:
        again = is_worth_it(error) and sum(calls) < 20
        if not again:
            return {}
    finally:
        calls.append(again)
    try:
        return ask(address, until)
    except (OSError, HTTPException, ValueError):
        return {}


def ask(address, until):
    body = b""
    with urlopen(address, timeout=SILENCE) as response:
        while part := response.read1(1 << 16):
            body += part
            if monotonic() > until:
                raise TimeoutError
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("the body is no object")  # noqa: TRY004
    return found


def is_worth_it(error):
    if isinstance(error, HTTPError):
        return error.code == 503
    return isinstance(getattr(error, "reason", error), ConnectionError)
