"""Right: every kind of request at several sizes, once right after the growth, and once again."""

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


def check_flat(get, posts, comments):
    known = set()
    lowest = {}
    total = 0

    def measure(size):
        for page, (fields, signed_in) in product((1, 2, 3), KINDS):
            if total <= 10 * (page - 1):
                continue
            request = (page, fields, signed_in)
            for turn in ("after", "again"):
                number = count(get, *request)
                if request not in known:  # the first one may send more
                    known.add(request)
                    continue
                before, where = lowest.setdefault((request, turn), (number, size))
                if number > before:
                    raise AssertionError(
                        f"get(page={page}, fields={fields!r}, signed_in={signed_in}) sends "
                        f"{before} queries for {where}, and {number} queries for {size}."
                    )
                lowest[request, turn] = (number, size)

    for more in (2, 3, 7, 3, 15):
        posts(more)
        total += more
        measure(f"{total} posts")
    each = 1
    for more in (2, 20):
        comments(more)
        each += more
        measure(f"{total} posts with {each} comments or more")
