"""Takes a table of counts at each size, the same way each time, and compares the tables at the end."""

from contextlib import contextmanager
from itertools import combinations, product

from django.db import connections

ALL = list(product((1, 2, 3), ("", "author", "comments", "author,comments"), (False, True)))


@contextmanager
def counted():
    log = []

    def note(execute, sql, params, many, context):
        log.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note), connections["replica"].execute_wrapper(note):
        yield log


def send(get, request):
    page, fields, signed_in = request
    with counted() as log:
        response = get(page=page, fields=fields, signed_in=signed_in)
        if not getattr(response, "is_rendered", True):
            response.render()
        list(response)
    return len(log)


def check_flat(get, posts, comments):
    tables = []
    seen = set()

    def measure(name, last_page):
        table = {}
        for request in ALL:
            if request[0] > last_page:
                continue  # nothing on this page yet
            if request not in seen:
                seen.add(request)
                send(get, request)
            table[request] = send(get, request)
        tables.append((name, table))

    posts(1)
    measure("1 post", 1)
    comments(3)
    measure("1 post, 4 comments", 1)
    posts(10)
    measure("11 posts", 2)
    posts(10)
    measure("21 posts", 3)
    posts(10)
    measure("31 posts", 3)
    comments(1)
    measure("31 posts, a comment more for each", 3)
    comments(25)
    measure("31 posts, 26 comments more for each", 3)

    problems = [
        f"get{request}: {small[request]} queries at {name_small}, {large[request]} at {name_large}"
        for (name_small, small), (name_large, large) in combinations(tables, 2)
        for request in small
        if large[request] > small[request]
    ]
    if problems:
        raise AssertionError("\n".join(problems))
