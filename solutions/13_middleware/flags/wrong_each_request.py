"""A query for each request.

Breaks: queries
Fails: failure
"""

from functools import partial
from hashlib import sha256
from threading import Lock

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Snapshot:
    """The flags as this process has read them last."""

    def __init__(self):
        self.lock, self.percents = Lock(), {}

    def read(self):
        with self.lock:
            try:
                self.percents = dict(Flag.objects.values_list("name", "percent"))
            except DatabaseError:
                pass
            return self.percents


snapshot = Snapshot()


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request.visitor, snapshot.read())
        return get_response(request)

    return middleware


def is_on(visitor, percents, name):
    return place(visitor, name) < percents.get(name, 0)


def place(visitor, name):
    """Return a number from 0 to 99 that is always the same for a visitor and a flag."""
    digest = sha256(f"{name}\n{visitor}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100
