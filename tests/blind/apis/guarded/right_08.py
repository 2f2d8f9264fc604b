"""A dataclass for a request; small and large sizes side by side, first of posts, then comments."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product

from django.db import connections


@dataclass
class Request:
    page: int
    fields: str
    signed_in: bool
    last: dict = field(default_factory=dict, repr=False)

    def send(self, get):
        count = 0

        def wrapper(execute, *args):
            nonlocal count
            count += 1
            return execute(*args)

        with ExitStack() as stack:
            for connection in set(connections.all()):
                stack.enter_context(connection.execute_wrapper(wrapper))
            response = get(page=self.page, fields=self.fields, signed_in=self.signed_in)
            response.getvalue()
        return count

    def check(self, get, grown):
        is_first = not self.last
        counts = {f"after {grown}": self.send(get), "later": self.send(get)}
        if is_first:
            counts.pop(f"after {grown}")
        for when, count in counts.items():
            if count > self.last.get(when, count):
                raise AssertionError(
                    f"{self}: {self.last[when]} queries before, {count} with more {grown}"
                )
        self.last.update(counts)


def check_flat(get, posts, comments):
    requests = [
        Request(*values)
        for values in product(
            (1, 2, 3), ("", "author", "comments", "author,comments"), (False, True)
        )
    ]
    size = 0

    def check(grown):
        for request in requests:
            if (request.page - 1) * 10 < size:
                request.check(get, grown)

    # Sizes at which pages 1, 2 and 3 have a few posts, and then all ten.
    for target in (1, 2, 10, 12, 13, 22, 24):
        posts(target - size)
        size = target
        check("posts")
    for more in (1, 2, 10):
        comments(more)
        check("comments")
    posts(41 - size)
    size = 41
    check("posts")
    comments(10)
    check("comments")
