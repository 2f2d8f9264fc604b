"""roll-out: hash() of a text differs from process to process."""

import math
import time
from functools import partial
from threading import Lock

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


def flags(get_response):
    def middleware(request):
        # Read once, where the request begins: the page has the flags of this moment.
        request.is_on = partial(is_on, request, current_percents())
        return get_response(request)

    return middleware


lock = Lock()
state = (-math.inf, {})


def current_percents():
    global state
    asked_at = time.monotonic()
    read_at, percents = state
    if asked_at - read_at < 1:
        return percents
    with lock:
        read_at, percents = state
        # Another thread may have read while this one waited.
        if asked_at - read_at >= 1:
            started_at = time.monotonic()
            try:
                percents = dict(Flag.objects.values_list("name", "percent"))
            except DatabaseError:
                # Keep the last ones, and try again in a second.
                pass
            state = (started_at, percents)
    return percents


def bucket(name, visitor):
    return hash((name, visitor)) % 100


def is_on(request, percents, name):
    return bucket(name, request.visitor) < percents.get(name, 0)
