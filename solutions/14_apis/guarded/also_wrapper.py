"""A function around every statement counts, instead of Django's log. The pages are compared one
after the other, each while it fills, and then both with more comments.
"""

from contextlib import ExitStack
from itertools import product

from django.db import connections

FIELDS = ("", "author", "comments", "author,comments")


def check_flat(get, posts, comments):
    posts(1)
    first = counted(get, 1)
    posts(10)
    compare(first, counted(get, 1), "1 and 11 posts")
    second = counted(get, 2)
    posts(9)
    compare({**first, **second}, counted(get, 1, 2), "at most 11, and 20 posts")
    small = counted(get, 1, 2)
    comments(5)
    compare(small, counted(get, 1, 2), "1 and 6 comments on each post")


def counted(get, *pages):
    requests = product(pages, FIELDS, (False, True))
    return {request: queries_of(get, request) for request in requests}


def queries_of(get, request):
    number = 0

    def count(execute, *statement):
        nonlocal number
        number += 1
        return execute(*statement)

    list(get(*request))
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(count))
        list(get(*request))
    return number


def compare(small, large, sizes):
    for request, many in large.items():
        few = small[request]
        assert many <= few, f"{request}, {sizes}: {few} and {many} queries"
