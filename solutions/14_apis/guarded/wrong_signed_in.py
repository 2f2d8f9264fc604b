"""Signs in for every request, and never sends one without.

Breaks: growing
Fails: catches
"""

from contextlib import ExitStack
from itertools import product

from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext

FIELDS = ("", "author", "comments", "author,comments")


def check_flat(get, posts, comments):
    sizes = (
        ("3 posts", lambda: posts(3)),
        ("13 posts", lambda: posts(10)),
        ("20 posts", lambda: posts(7)),
        ("20 posts with 4 comments each", lambda: comments(3)),
    )
    few = {}
    for step, (size, grow) in enumerate(sizes):
        grow()
        for request in product((1, 2), FIELDS, (True,)):
            if request[0] == 2 and step == 0:
                continue  # the second page is empty
            if request not in few:
                count_queries(get, request)  # the first request may send more
                few[request] = size, count_queries(get, request)
            before, expected = few[request]
            number = count_queries(get, request)
            assert number <= expected, (
                f"page, fields, signed in = {request}: "
                f"{expected} queries for {before}, {number} for {size}"
            )


def count_queries(get, request):
    reset_queries()
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections
        ]
        b"".join(get(*request))  # a stream sends its queries while it is read
    return sum(len(queries) for queries in captured)
