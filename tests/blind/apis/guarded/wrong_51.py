"""Rule "streamed": a list may send queries while its response is read.

It never reads the response. A streamed list that asks for each post's author while it is sent has no query more here, and passes.
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
        get(**arguments)
    return len(default) + len(replica)


def check_flat(get, posts, comments):
    known = {}

    def measure(pages):
        for page, fields, signed_in in product(pages, FIELDS, (False, True)):
            arguments = {"page": page, "fields": fields, "signed_in": signed_in}
            key = (page, fields, signed_in)
            if key not in known:
                count(get, **arguments)
                known[key] = count(get, **arguments)
            number = count(get, **arguments)
            if number > known[key]:
                raise AssertionError(f"{arguments}: first {known[key]} queries, then {number}")

    posts(1)
    measure([1])
    posts(10)
    measure([1, 2])
    posts(19)
    measure([1, 2, 3])
    comments(20)
    measure([1, 2, 3])
