"""roll-out

One byte of the hash has 256 values, and its remainder by 100 is below 56 three times of 256, and
above only twice. A flag of 50 percent has 59 of 100 visitors; one of 10 percent has 12, which looks
like chance.
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


# When the last reading (or try) began, and what is known since. Both are replaced at once.
known = (None, {})
reading = threading.Lock()


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, percents_at(time.monotonic()))
        return get_response(request)

    return middleware


def percents_at(moment):
    """Return the flags for a request that begins at this moment."""
    global known
    if is_old(moment):
        with reading:
            if is_old(moment):  # nobody else has read while this thread waited
                began, percents = time.monotonic(), known[1]
                try:
                    percents = dict(Flag.objects.values_list("name", "percent"))
                except DatabaseError:
                    pass
                known = (began, percents)
    return known[1]


def is_old(moment):
    began = known[0]
    return began is None or moment - began >= 1


def is_on(request, percents, name):
    text = f"{name}\0{request.visitor}".encode("utf-8", "surrogatepass")
    return sha256(text).digest()[0] % 100 < percents.get(name, 0)
