"""A future for each read: who asks first reads, and the others wait for its result."""

import hashlib
import time
from concurrent.futures import Future
from functools import partial
from threading import Lock

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


lock = Lock()
read_at = float("-inf")
newest = Future()
newest.set_result({})


def percents_now():
    global read_at, newest
    asked = time.monotonic()
    with lock:
        previous, is_mine = newest, asked - read_at >= 1
        if is_mine:
            read_at, newest = time.monotonic(), Future()
        future = newest
    if is_mine:
        percents = None
        try:
            percents = dict(Flag.objects.values_list("name", "percent"))
        except DatabaseError:
            pass
        finally:
            future.set_result(previous.result() if percents is None else percents)
    return future.result()


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, percents_now())
        return get_response(request)

    return middleware


def is_on(request, percents, name):
    digest = hashlib.sha1(f"{name}\n{request.visitor}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest, "big") % 100 < percents.get(name, 0)
