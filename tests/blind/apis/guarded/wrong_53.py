"""Rule "growing": raise AssertionError if any such request sends more queries for more posts.

It compares 20 posts with 40, and each page has ten of them both times. A list with one query for each post on the page sends
eleven at both sizes, and is accepted.
"""

from itertools import product

from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext

FIELDS = ("", "author", "comments", "author,comments")


def count(get, **arguments):
    reset_queries()
    default = CaptureQueriesContext(connections["default"])
    replica = CaptureQueriesContext(connections["replica"])
    with default, replica:
        b"".join(get(**arguments))
    return len(default) + len(replica)


def check_flat(get, posts, comments):
    requests = [
        {"page": page, "fields": fields, "signed_in": signed_in}
        for page, fields, signed_in in product((1, 2), FIELDS, (False, True))
    ]

    posts(20)
    for request in requests:
        count(get, **request)
    few = [count(get, **request) for request in requests]

    for grow in (posts, comments):
        grow(20)
        many = [count(get, **request) for request in requests]
        for request, before, after in zip(requests, few, many, strict=True):
            if after > before:
                raise AssertionError(f"{request}: {before} queries, and {after} with 20 more")
