"""Breaks growing: pages are full at both sizes, so a query for each of the ten posts is the same
number twice."""

from contextlib import ExitStack
from itertools import product

from django.db import connections

PAGE = 10
PAGES = (1, 2, 3)
FIELDS = ("", "author", "comments", "author,comments")
REQUESTS = list(product(PAGES, FIELDS, (False, True)))


def count(get, page, fields, signed_in):
    """Return how many queries a request sends until its response is read."""
    number = 0

    def counted(execute, sql, params, many, context):
        nonlocal number
        number += 1
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in set(connections.all()):
            stack.enter_context(connection.execute_wrapper(counted))
        response = get(page=page, fields=fields, signed_in=signed_in)
        for _ in response:
            pass
    return number


def compare(request, before, after, what):
    page, fields, signed_in = request
    if before is not None and after > before:
        raise AssertionError(
            f"page={page}, fields={fields!r}, signed_in={signed_in}: {before} queries, "
            f"and {after} queries with more {what}"
        )


def check_flat(get, posts, comments):
    total = 0
    settled = {}  # by request: what it sends when it has just been sent
    fresh = {}  # by request and kind: what it sends right after the site has grown
    steps = [
        ("posts", 30),
        ("posts", 10),
        ("comments", 1),
        ("comments", 9),
        ("posts", 16),
        ("comments", 10),
    ]
    for what, number in steps:
        if what == "posts":
            posts(number)
            total += number
        else:
            comments(number)
        for request in REQUESTS:
            if total <= PAGE * (request[0] - 1):
                continue  # a page without posts
            first, second = count(get, *request), count(get, *request)
            if request in settled:
                compare(request, fresh.get((request, what)), first, what)
                compare(request, settled[request], second, what)
                fresh[request, what] = first
            settled[request] = second
