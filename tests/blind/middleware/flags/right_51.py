"""A process reads the whole table at most once a second, behind a lock; each request keeps the dictionary it began with."""

import hashlib
import threading
import time
from functools import partial

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Table:
    """The flags as last read by this process."""

    def __init__(self):
        self.lock = threading.Lock()
        self.tried_at = None
        self.percents = {}

    def now(self):
        with self.lock:  # threads that come while one reads wait for its answer
            moment = time.monotonic()
            if self.tried_at is None or moment - self.tried_at >= 1:
                self.tried_at = moment  # before the query: a change during it may be missing
                try:
                    self.percents = dict(Flag.objects.values_list("name", "percent"))
                except DatabaseError:
                    pass  # they stay as last read
            return self.percents


TABLE = Table()


def flags(get_response):
    def middleware(request):
        request.flags = TABLE.now()
        request.is_on = partial(is_on, request)
        return get_response(request)

    return middleware


def is_on(request, name):
    percent = request.flags.get(name, 0)
    digest = hashlib.sha256(f"{name}\0{request.visitor}".encode()).digest()
    return int.from_bytes(digest) % 100 < percent
