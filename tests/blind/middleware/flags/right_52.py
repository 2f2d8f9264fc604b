"""Module variables and a lock; a random generator that is seeded with flag and visitor gives everybody a fixed place from 0 to 100."""

import time
from functools import partial
from random import Random
from threading import Lock

from django.db import Error, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


_lock = Lock()
_last_try = float("-inf")
_percent_of = {}


def current():
    global _last_try, _percent_of
    with _lock:
        now = time.monotonic()
        if now >= _last_try + 1:
            _last_try = now
            try:
                _percent_of = {flag.name: flag.percent for flag in Flag.objects.all()}
            except Error:
                pass
        return _percent_of


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, percents=current())
        return get_response(request)

    return middleware


def is_on(request, name, percents=None):
    if percents is None:
        percents = current()
    # A text as seed goes through SHA-512: the same in every process, unlike hash().
    place = 100 * Random(f"{name}\0{request.visitor}").random()
    return place < percents.get(name, 0)
