"""Counts with execute_wrapper() on both connections, from one post on a page to many posts with many comments, for all arguments."""

from contextlib import ExitStack
from itertools import product

from django.db import connections

FIELDS = ["", "author", "comments", "author,comments"]


class Counter:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def count(get, arguments):
    counter = Counter()
    with ExitStack() as stack:
        for alias in ("default", "replica"):
            stack.enter_context(connections[alias].execute_wrapper(counter))
        read(get(**arguments))
    return counter.number


def read(response):
    if not getattr(response, "is_rendered", True):
        response.render()
    for _ in response:  # also what a streamed response sends, and asks for, only now
        pass


def check_flat(get, posts, comments):
    # How to grow, and which pages have a post after that.
    steps = [
        (posts, 1, 1),
        (posts, 10, 2),
        (posts, 10, 3),
        (posts, 9, 3),
        (comments, 1, 3),
        (comments, 9, 3),
        (comments, 40, 3),
        (posts, 25, 3),
    ]
    fewest = {}  # for each kind of request: the smallest number so far, and at which size that was
    size = {"posts": 0, "more comments": 0}
    for grow, number, pages in steps:
        grow(number)
        size["posts" if grow is posts else "more comments"] += number
        here = f"{size['posts']} posts with up to {1 + size['more comments']} comments"
        for page, fields, signed_in in product(range(1, pages + 1), FIELDS, (False, True)):
            arguments = {"page": page, "fields": fields, "signed_in": signed_in}
            key = (page, fields, signed_in)
            if key not in fewest:
                count(get, arguments)  # the first one may send more
            queries = count(get, arguments)
            before, there = fewest.setdefault(key, (queries, here))
            if queries > before:
                raise AssertionError(f"{arguments}: {before} queries for {there}, {queries} for {here}")
            if queries < before:
                fewest[key] = (queries, here)
