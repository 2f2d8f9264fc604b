"""A class that keeps the site's size and what each request sent before."""

from contextlib import contextmanager
from itertools import product

from django.db import connections

FIELDS = ["", "author", "comments", "author,comments"]


class Counter:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    @contextmanager
    def on(self, aliases):
        if not aliases:
            yield
            return
        with connections[aliases[0]].execute_wrapper(self), self.on(aliases[1:]):
            yield


class Guard:
    def __init__(self, get, posts, comments):
        self.get, self.grow = get, {"posts": posts, "comments": comments}
        self.total = 0
        self.before = {}

    def step(self, kind, number):
        self.grow[kind](number)
        if kind == "posts":
            self.total += number
        pages = range(1, min((self.total + 9) // 10, 3) + 1)
        for arguments in product(pages, FIELDS, [False, True]):
            is_known = (arguments, "again") in self.before
            # Right after a change a cache may be filled, so this is compared among changes only.
            sent = self.send(*arguments)
            if is_known:
                self.compare((arguments, kind), sent, kind)
            self.compare((arguments, "again"), self.send(*arguments), kind)

    def send(self, page, fields, signed_in):
        counter = Counter()
        with counter.on(list(connections)):
            self.get(page=page, fields=fields, signed_in=signed_in).getvalue()
        return counter.number

    def compare(self, key, now, kind):
        before = self.before.get(key, now)
        self.before[key] = now
        assert now <= before, f"{key[0]}: {before} queries became {now} with more {kind}"


def check_flat(get, posts, comments):
    guard = Guard(get, posts, comments)
    for number in (1, 1, 9, 1, 12):
        guard.step("posts", number)
    for number in (1, 9):
        guard.step("comments", number)
    guard.step("posts", 17)
    guard.step("comments", 11)
