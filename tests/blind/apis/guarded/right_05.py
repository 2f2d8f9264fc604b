"""Counts what the database logger hears, with the debug cursors of all connections."""

import logging
from contextlib import contextmanager
from itertools import product

from django.db import connections

PAGE = 10
PAGES = (1, 2, 3)
FIELDS = ("", "author", "comments", "author,comments")
REQUESTS = list(product(PAGES, FIELDS, (False, True)))


class Heard(logging.Handler):
    def __init__(self):
        super().__init__(logging.DEBUG)
        self.number = 0

    def emit(self, record):
        if hasattr(record, "sql"):
            self.number += 1


@contextmanager
def heard():
    """Count the queries of all connections, and leave logger and connections as they were."""
    handler, logger = Heard(), logging.getLogger("django.db.backends")
    level, propagate, disabled = logger.level, logger.propagate, logger.disabled
    everywhere = logging.root.manager.disable
    cursors = {connection: connection.force_debug_cursor for connection in connections.all()}
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate, logger.disabled = False, False
    logging.disable(logging.NOTSET)
    for connection in cursors:
        connection.force_debug_cursor = True
    try:
        yield handler
    finally:
        for connection, forced in cursors.items():
            connection.force_debug_cursor = forced
        logging.disable(everywhere)
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate, logger.disabled = propagate, disabled


def count(get, page, fields, signed_in):
    """Return how many queries a request sends until its response is read."""
    with heard() as handler:
        get(page=page, fields=fields, signed_in=signed_in).getvalue()
    return handler.number


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
        # Pages are full soon, so the first sizes are below and just above a page's end.
        ("posts", 1),
        ("posts", 1),
        ("posts", 9),
        ("posts", 1),
        ("posts", 12),
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
