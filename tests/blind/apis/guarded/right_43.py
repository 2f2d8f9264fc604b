"""A counter object is installed as execute wrapper on every connection, and each kind of growth is a small experiment with a smallest page, a full page, and many comments."""

from dataclasses import dataclass
from itertools import product

from django.db import connections

KINDS = list(product(["", "author", "comments", "author,comments"], [False, True]))


class Counter:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    def __enter__(self):
        self.connections = connections.all()
        for connection in self.connections:
            connection.execute_wrappers.append(self)
        return self

    def __exit__(self, *exception):
        for connection in self.connections:
            connection.execute_wrappers.remove(self)


@dataclass(frozen=True)
class Request:
    page: int
    fields: str
    signed_in: bool

    def count(self, get):
        with Counter() as counter:
            response = get(page=self.page, fields=self.fields, signed_in=self.signed_in)
            if getattr(response, "streaming", False):
                b"".join(response)
            elif hasattr(response, "render"):
                response.render()  # does nothing if it has been rendered
        return counter.number

    def warm_count(self, get):
        self.count(get)
        return self.count(get)


class Site:
    def __init__(self, get, posts, comments):
        self.get, self._posts, self._comments = get, posts, comments
        self.posts, self.comments = 0, 1

    def add_posts(self, number):
        self._posts(number)
        self.posts += number

    def add_comments(self, number):
        self._comments(number)
        self.comments += number

    def __str__(self):
        return f"{self.posts} posts and at most {self.comments} comments for each"

    def counts(self):
        pages = range(1, (self.posts - 1) // 10 + 2)
        requests = [Request(page, *kind) for page in pages for kind in KINDS]
        return {request: request.warm_count(self.get) for request in requests}


def check_flat(get, posts, comments):
    site = Site(get, posts, comments)
    site.add_posts(1)
    small, counts = str(site), site.counts()
    growth = [(site.add_posts, n) for n in (1, 6, 4, 10)]
    growth += [(site.add_comments, n) for n in (1, 12)]
    growth += [(site.add_posts, 20)]
    for grow, number in growth:
        grow(number)
        larger, more = str(site), site.counts()
        for request, count in counts.items():
            if more[request] > count:
                raise AssertionError(
                    f"{request} sends {count} queries with {small}, "
                    f"and {more[request]} queries with {larger}"
                )
        small, counts = larger, more
