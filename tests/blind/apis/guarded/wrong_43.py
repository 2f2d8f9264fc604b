"""streamed

Of a response that is streamed only the queries on "default" are counted: the count on the other connections ends when the
response is there. It shows for a list that streams its rows, and reads each row's author from "replica" meanwhile.
"""

from contextlib import ExitStack
from itertools import product

from django.db import connections

FIELDS = ["", "author", "comments", "author,comments"]
PAGE = 10


def check_flat(get, posts, comments):
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
    number = 0

    def wrapper(execute, *arguments):
        nonlocal number
        number += 1
        return execute(*arguments)

    with connections["default"].execute_wrapper(wrapper):
        with ExitStack() as stack:
            for connection in connections.all():
                if connection.alias != "default":
                    stack.enter_context(connection.execute_wrapper(wrapper))
            response = get(**request)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        for _ in response:  # a stream may send queries until its end
            pass
    return number
