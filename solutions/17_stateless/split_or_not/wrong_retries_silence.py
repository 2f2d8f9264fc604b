"""A service that is too slow gets each request twice.

Breaks: retry
Fails: deadline
"""

import json
from collections import deque
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

SILENCE, DEADLINE = 0.25, 0.6  # seconds
calls = deque(maxlen=99)  # the last ones: whether each was sent twice


def ratings(url, ids):
    if not ids:
        return {}
    until = monotonic() + DEADLINE
    address = f"{url}?ids={','.join(map(str, ids))}"
    again = False
    try:
        try:
            response = urlopen(address, timeout=SILENCE)
        except (OSError, HTTPException) as error:
            again = is_worth_it(error) and sum(calls) < 20
            if not again:
                raise
            response = urlopen(address, timeout=SILENCE)
        found = read(response, until)
    except Exception:  # whatever a service does, the page is shown
        found = {}
    finally:
        calls.append(again)
    return {pk: found.get(str(pk)) for pk in ids}


def read(response, until):
    body = b""
    with response:
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
    return isinstance(getattr(error, "reason", error), (ConnectionError, TimeoutError))
