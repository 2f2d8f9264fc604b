"""Rules "first" and "constant": the first request with the same arguments may send more; accept every other list.

It warms up once, instead of once for each set of arguments, and wants equal numbers. A constant list that sends more for the first
request with each `fields` is refused, as it sends fewer at the larger size.
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
    posts(1)
    count(get, page=1)  # the first request may send more
    known = {}

    def measure(pages):
        for page, fields, signed_in in product(pages, FIELDS, (False, True)):
            arguments = {"page": page, "fields": fields, "signed_in": signed_in}
            key = (page, fields, signed_in)
            number = count(get, **arguments)
            before = known.setdefault(key, number)
            if number != before:
                raise AssertionError(f"{arguments}: first {before} queries, then {number}")

    measure([1])
    posts(10)
    measure([1, 2])
    posts(19)
    measure([1, 2, 3])
    comments(20)
    measure([1, 2, 3])
