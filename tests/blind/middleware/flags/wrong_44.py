"""one page

Each request keeps the dict that it began with, but a new reading empties and fills this same dict.
When another thread reads while a page is made (a page of more than a second), the page's next flags
are of another moment, or all off between clear() and update().
"""

import threading
import time
from functools import partial
from hashlib import sha256

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


percents = {}
read_at = None  # when the last reading (or try) began
reading = threading.Lock()


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, percents_at(time.monotonic()))
        return get_response(request)

    return middleware


def percents_at(moment):
    """Return the flags for a request that begins at this moment."""
    global read_at
    if is_old(moment):
        with reading:
            if is_old(moment):  # nobody else has read while this thread waited
                began = time.monotonic()
                try:
                    rows = list(Flag.objects.values_list("name", "percent"))
                    percents.clear()
                    percents.update(rows)
                except DatabaseError:
                    pass
                read_at = began
    return percents


def is_old(moment):
    return read_at is None or moment - read_at >= 1


def is_on(request, percents, name):
    text = f"{name}\0{request.visitor}".encode("utf-8", "surrogatepass")
    return int.from_bytes(sha256(text).digest(), "big") % 100 < percents.get(name, 0)
