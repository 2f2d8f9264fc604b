"""hash() of a text is another number in each process: Python begins with a random seed.

Breaks: roll-out
Fails: rollout
"""

import time
from functools import partial
from threading import Lock

from django.db import DatabaseError, models

SECONDS = 1


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Snapshot:
    """The flags as this process has read them last."""

    def __init__(self):
        self.lock, self.percents, self.next_read = Lock(), {}, None

    def read(self):
        with self.lock:
            now = time.monotonic()
            if self.next_read is None or now >= self.next_read:
                self.next_read = now + SECONDS
                try:
                    # A new dictionary: requests that have begun go on with the old one.
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
    return hash((name, visitor)) % 100
