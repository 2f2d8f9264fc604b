"""CaptureQueriesContext for each connection; snapshots of all requests are compared in turn."""

from contextlib import ExitStack

from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext

REQUESTS = [
    {"page": page, "fields": fields, "signed_in": signed_in}
    for page in range(1, 4)
    for fields in ["", "author", "comments", "author,comments"]
    for signed_in in [False, True]
]


def queries_of(get, arguments):
    reset_queries()  # the log has an end, and a full one would hide all that follow
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connection))
            for connection in set(connections.all())
        ]
        response = get(**arguments)
        b"".join(response)
    return sum(len(queries) for queries in captured)


def snapshot(get, total):
    """Return, for each request that shows posts, the queries of two in a row."""
    result = {}
    for number, arguments in enumerate(REQUESTS):
        if (arguments["page"] - 1) * 10 < total:
            result[number] = queries_of(get, arguments), queries_of(get, arguments)
    return result


def check(small, large, place, what):
    for number, counts in small.items():
        before, after = counts[place], large[number][place]
        if after > before:
            raise AssertionError(
                f"{REQUESTS[number]}: {before} queries, but {after} for more {what}"
            )


def check_flat(get, posts, comments):
    total, known, grown = 0, {}, {"posts": {}, "comments": {}}
    grow = {"posts": posts, "comments": comments}
    steps = "posts 1, posts 1, posts 10, posts 1, posts 11, comments 1, comments 12, posts 20"
    for step in [*steps.split(", "), "comments 12"]:
        what, number = step.split()
        grow[what](int(number))
        if what == "posts":
            total += int(number)
        now = snapshot(get, total)
        check(known, now, 1, what)
        check(grown[what], now, 0, what)
        # What was requested for the first time just now may have sent more than it will.
        grown[what] = {number: counts for number, counts in now.items() if number in known}
        known = now
