"""Rule "one page": all flags of a request are as they were at one moment.

Each call of is_on() takes the flags that the process has then. A request that lasts while another read happens sees its first
flags as they were before a change, and the others as they are after it.
"""

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


lock = Lock()
read_at = None
percents = {}


def current():
    global read_at, percents
    with lock:
        now = time.monotonic()
        if read_at is None or now - read_at >= 1:
            read_at = now
            try:
                percents = dict(Flag.objects.values_list("name", "percent"))
            except DatabaseError:
                pass
        return percents


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request)
        return get_response(request)

    return middleware


def is_on(request, name):
    bucket = int(sha256(f"{name}:{request.visitor}".encode()).hexdigest(), 16) % 100
    return bucket < current().get(name, 0)
