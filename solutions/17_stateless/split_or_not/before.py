"""The list of 50 posts asks a ratings service 50 times. When the service hangs, so does Arena.

It answers GET {url}?ids=1,2,3 (up to 100) with JSON: {"1": 4.5, "3": 0}. 2 has no rating.

Change ratings(), which returns {id: rating or None}.

Rules:
- answer: each id has its rating, or None. No thread stays.
- fallback: without a JSON object and status 200 each id has None. No error surfaces.
- deadline: it returns within a second if nothing comes, or the body byte by byte.
- retry: it sends one more request if the connection is refused, or closed without a response, or
  the status is 503; for nothing else.
- budget: 100 calls in a row send at most 120 requests. At first, and after 100 calls without
  failure, it retries.

Allowed:
- requests: one for a call, none without ids, plus the retry.
"""

import json
from urllib.request import urlopen


def ratings(url, ids):
    return {pk: rating(url, pk) for pk in ids}


# TODO: this is a trip over the network for each post, and it waits as long as the service likes.
def rating(url, pk):
    with urlopen(f"{url}?ids={pk}") as response:
        return json.load(response).get(str(pk))
