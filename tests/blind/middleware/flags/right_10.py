"""The request gets an object that decides, and remembers what it has decided."""

import hashlib
import time
from contextlib import suppress
from threading import Lock
from types import MappingProxyType

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Process:
    """What the threads of this process share."""

    lock = Lock()
    tried = float("-inf")
    percents = MappingProxyType({})


def newest():
    now = time.monotonic()
    if now - Process.tried >= 1:
        refresh(now)
    # While a read lasts, Process.tried is still the old time, so nobody gets here too soon.
    return Process.percents


def refresh(now):
    with Process.lock:
        if now - Process.tried < 1:
            return
        start = time.monotonic()
        with suppress(DatabaseError):
            rows = Flag.objects.only("name", "percent")
            Process.percents = MappingProxyType({row.name: row.percent for row in rows})
        Process.tried = start


class FlagsOfRequest:
    def __init__(self, request, percents):
        self.request, self.percents, self.decided = request, percents, {}

    def __call__(self, name):
        key = name, self.request.visitor
        if key not in self.decided:
            self.decided[key] = self.decide(*key)
        return self.decided[key]

    def decide(self, name, visitor):
        number = hashlib.blake2s(f"{visitor!r} {name!r}".encode()).digest()
        return int.from_bytes(number, "little") % 100 < self.percents.get(name, 0)


def flags(get_response):
    def middleware(request):
        request.is_on = FlagsOfRequest(request, newest())
        return get_response(request)

    return middleware
