"""Rule "growing": raise AssertionError if any such request sends more queries.

It asks only for the first page. A list that is flat there and sends a query for each post of the second page is accepted.
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
    known = {}

    def measure():
        for fields, signed_in in product(FIELDS, (False, True)):
            arguments = {"fields": fields, "signed_in": signed_in}
            if (fields, signed_in) not in known:
                count(get, **arguments)
                known[fields, signed_in] = count(get, **arguments)
            before, number = known[fields, signed_in], count(get, **arguments)
            if number > before:
                raise AssertionError(f"{arguments}: first {before} queries, then {number}")

    posts(1)
    measure()
    posts(29)
    measure()
    comments(20)
    measure()
