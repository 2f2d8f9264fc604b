"""Three lists of the API were flat at their release, and are slow again.

check_flat() tests every list. It counts one request, and allows ten queries.

Change check_flat(get, posts, comments). The site begins empty. posts(n) adds n posts with one
comment each; comments(n) adds n comments to each post. get(page=1, fields="", signed_in=False)
returns a response with ten posts; fields may be "author", "comments" or "author,comments".

Rules:
- growing: raise AssertionError if any such request sends more queries for more posts or comments.
- constant: accept every other list, however many queries it sends.
- first: the first request with the same arguments may send more.
- empty: a page without posts may send fewer.
- streamed: a list may send queries while its response is read.
- replica: lists read from "default" and "replica".
- message: names the number of queries at both sizes.
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def check_flat(get, posts, comments):
    posts(20)
    # TODO: one number says nothing about growth, and one request nothing about the others.
    with CaptureQueriesContext(connection) as queries:
        get()
    assert len(queries) <= 10, f"{len(queries)} queries for 20 posts"
