"""A snapshot for each process, at most a second old; a request takes one when it begins, and
keeps it. SHA-256 of flag and visitor chooses."""

import time
from functools import partial
from hashlib import sha256
from threading import Lock

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Table:
    """The flags as they were when this process has read them."""

    def __init__(self):
        self.lock = Lock()
        self.percents = {}
        self.asked_at = None

    def is_fresh(self, now):
        return self.asked_at is not None and now - self.asked_at < 1

    def at(self, now):
        """Return the flags, read at most a second before `now`."""
        with self.lock:
            if not self.is_fresh(now):
                asked_at = time.monotonic()
                try:
                    self.percents = dict(Flag.objects.values_list("name", "percent"))
                except DatabaseError:
                    pass
                self.asked_at = asked_at
            return self.percents


table = Table()


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, table.at(time.monotonic()))
        return get_response(request)

    return middleware


def bucket(name, visitor):
    """Return the visitor's place among a hundred, another one for each flag."""
    # A name has no NUL: PostgreSQL stores none.
    digest = sha256(f"{name}\0{visitor}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest, "big") % 100


def is_on(request, percents, name):
    percent = percents.get(name, 0)
    return bucket(name, request.visitor) < percent
