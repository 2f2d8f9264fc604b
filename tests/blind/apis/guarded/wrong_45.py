"""growing

CaptureQueriesContext counts by the length of connection.queries_log, which keeps the last 9,000 queries of all captures
together. It shows for a list that sends many queries (a hundred and more for each request): after some requests the log is
full, each number is 0, and a query more for each post or comment isn't seen.
"""

from contextlib import ExitStack
from itertools import product

from django.db import connections, reset_queries
from django.test.utils import CaptureQueriesContext

FIELDS = ["", "author", "comments", "author,comments"]
PAGE = 10


def check_flat(get, posts, comments):
    reset_queries()
    total = 0
    before = {}

    def measure(change):
        pages = range(1, -(-total // PAGE) + 1)  # those with posts
        for page, fields, signed_in in product(pages, FIELDS, [False, True]):
            request = {"page": page, "fields": fields, "signed_in": signed_in}
            _count(get, request)  # it may fill caches
            number = _count(get, request)
            key = page, fields, signed_in
            old = before.get(key, number)
            assert number <= old, (
                f"{request}: {old} queries became {number} queries after {change}"
            )
            before[key] = number

    # A page is partly filled at first, then it is full, and then others come after it.
    for grow, more in [
        (posts, 2),
        (posts, 10),
        (posts, 11),
        (comments, 1),
        (comments, 9),
        (posts, 37),
    ]:
        grow(more)
        if grow is posts:
            total += more
        measure(f"{'posts' if grow is posts else 'comments'}({more})")


def _count(get, request):
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connection))
            for connection in connections.all()
        ]
        response = get(**request)
        if hasattr(response, "render") and not response.is_rendered:
            response = response.render()
        for _ in response:  # a stream may send queries until its end
            pass
    return sum(len(queries) for queries in captured)
