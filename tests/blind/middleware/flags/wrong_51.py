"""Rule "roll-out": each flag chooses its visitors independently.

Only the visitor is hashed. The visitors who have a flag of 50 percent are the same for all flags of 50 percent, and some never
get any.
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
        request.flags = current()
        request.is_on = partial(is_on, request)
        return get_response(request)

    return middleware


def is_on(request, name):
    bucket = int(sha256(request.visitor.encode()).hexdigest(), 16) % 100
    return bucket < request.flags.get(name, 0)
