"""The second is an argument of a cached function; Random takes a text as its seed."""

import time
from functools import lru_cache
from random import Random
from threading import Lock

from django.db import DatabaseError, models

lock = Lock()
last = {}


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


@lru_cache(maxsize=1)
def percents_of(second):
    try:
        last["percents"] = dict(Flag.objects.values_list("name", "percent"))
    except DatabaseError:
        pass
    return last.get("percents", {})


def flags(get_response):
    def middleware(request):
        with lock:
            percents = percents_of(int(time.monotonic()))

        def is_on(name):
            dice = Random(f"{name}: {request.visitor}")
            return 100 * dice.random() < percents.get(name, 0)

        request.is_on = is_on
        return get_response(request)

    return middleware
