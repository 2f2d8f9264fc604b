"""Read when a request begins, outside of its transaction; BLAKE2 with the flag as key. What all threads
share is one tuple, replaced as a whole."""

import time
from functools import partial
from hashlib import blake2b
from threading import Lock

from django.db import DatabaseError, models

SECOND = 1.0


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


reading = Lock()
snapshot = None, {}  # When its reading began, and its rows.


def rows_at(now):
    global snapshot
    began, rows = snapshot
    if began is not None and now - began < SECOND:
        return rows
    with reading:
        began, rows = snapshot
        if began is not None and now - began < SECOND:
            return rows  # Another thread has read while this one waited.
        began = time.monotonic()
        try:
            rows = {flag.name: flag.percent for flag in Flag.objects.all()}
        except DatabaseError:
            pass  # The old rows, for another second.
        snapshot = began, rows
        return rows


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, rows_at(time.monotonic()))
        return get_response(request)

    return middleware


def is_on(request, rows, name):
    if name not in rows:
        return False
    flag = blake2b(name.encode(), digest_size=32).digest()
    visitor = request.visitor.encode("utf-8", "surrogatepass")
    number = int.from_bytes(blake2b(visitor, key=flag, digest_size=16).digest(), "little")
    return number % 100 < rows[name]
