"""Records the warm request of every combination at each size from an unbounded query log of each connection, and looks for growth in the finished table."""

from collections import deque
from contextlib import ExitStack, contextmanager
from itertools import combinations

from django.core.signals import request_started
from django.db import connections, reset_queries


@contextmanager
def unbounded_log(connection):
    """Django's own log keeps 9,000 queries: a long one would hide what is sent after that."""
    kept = connection.queries_log, connection.force_debug_cursor
    connection.queries_log, connection.force_debug_cursor = deque(), True
    try:
        yield connection.queries_log
    finally:
        connection.queries_log, connection.force_debug_cursor = kept


def read(response):
    if not getattr(response, "is_rendered", True):
        response.render()
    if response.streaming:
        for _ in response:
            pass
    return response


def queries_of(get, page, fields, signed_in):
    connected = request_started.disconnect(reset_queries)  # else get() may empty the logs
    try:
        with ExitStack() as stack:
            logs = [stack.enter_context(unbounded_log(each)) for each in connections.all()]
            read(get(page=page, fields=fields, signed_in=signed_in))
            return sum(len(log) for log in logs)
    finally:
        if connected:
            request_started.connect(reset_queries)


def requests(pages):
    for page in range(1, pages + 1):
        for fields in ("", "author", "comments", "author,comments"):
            for signed_in in (False, True):
                yield page, fields, signed_in


def check_flat(get, posts, comments):
    steps = [(posts, n) for n in (3, 9, 12)] + [(comments, n) for n in (2, 8)]
    steps += [(posts, 26)]  # new ones with few comments, before old ones with many
    counts = {}  # request -> [(size, queries), ...]
    size = {posts: 0, comments: 1}
    for grow, n in steps:
        grow(n)
        size[grow] += n
        described = f"{size[posts]} posts, up to {size[comments]} comments each"
        for request in requests(pages=(size[posts] + 9) // 10):
            queries_of(get, *request)  # the first one may send more
            counts.setdefault(request, []).append((described, queries_of(get, *request)))
        complain(counts)


def complain(counts):
    for (page, fields, signed_in), numbers in counts.items():
        for (small, few), (large, many) in combinations(numbers, 2):
            if many > few:
                raise AssertionError(
                    f"get({page}, {fields!r}, {signed_in}): {few} queries for {small}, "
                    f"but {many} for {large}"
                )
