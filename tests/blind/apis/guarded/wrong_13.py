"""Wrong, first: only the list without arguments is warmed up. The others are measured cold at first.

A list that sends more at the first request of each kind hides as many queries of its growth.
"""

from contextlib import ExitStack
from itertools import product

from django.db import connections
from django.test.utils import CaptureQueriesContext

KINDS = list(product(["", "author", "comments", "author,comments"], [False, True]))


def read(response):
    if hasattr(response, "is_rendered") and not response.is_rendered:
        response.render()
    if getattr(response, "streaming", False):
        for _ in response:
            pass


def count(get, page, fields, signed_in):
    with ExitStack() as stack:
        captured = []
        for alias in connections:
            connections[alias].queries_log.clear()
            captured.append(stack.enter_context(CaptureQueriesContext(connections[alias])))
        read(get(page=page, fields=fields, signed_in=signed_in))
        return sum(len(queries) for queries in captured)


def compare(small, large, what):
    for request, number in small.items():
        if large[request] > number:
            raise AssertionError(f"{request}: {number} queries, and {large[request]} with {what}.")


def check_flat(get, posts, comments):
    def measure(page):
        read(get())
        return {(page, *kind): count(get, page, *kind) for kind in KINDS}

    posts(3)
    first = measure(1)
    posts(7)
    compare(first, measure(1), "10 posts")
    posts(3)
    second = measure(2)
    posts(7)
    compare(second, measure(2), "20 posts")
    comments(20)
    compare(first, measure(1), "21 comments on each post")
    compare(second, measure(2), "21 comments on each post")
