"""A queue of one place holds the flags: the one who has taken them may read new ones."""

import hashlib
import time
from queue import SimpleQueue

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


place = SimpleQueue()
place.put((None, {}))


def take_percents():
    asked_at = time.monotonic()
    # Others wait here until they are put back.
    read_at, percents = place.get()
    try:
        if read_at is None or asked_at - read_at >= 1:
            read_at = time.monotonic()
            percents = dict(Flag.objects.values_list("name", "percent"))
    except DatabaseError:
        pass
    finally:
        place.put((read_at, percents))
    return percents


def chance(name, visitor):
    """Return a number from 0 up to, but without, 100."""
    seed = "\0".join([name, visitor])
    return int(hashlib.sha3_256(seed.encode()).hexdigest()[:12], 16) / 16**12 * 100


def flags(get_response):
    def middleware(request):
        percents = take_percents()
        request.is_on = lambda name: chance(name, request.visitor) < percents.get(name, 0)
        return get_response(request)

    return middleware
