"""HMAC with the flag's name as the key; the cache is a class."""

import hmac
import logging
import time
from math import inf
from threading import RLock
from typing import NamedTuple

from django.db import DatabaseError, models

log = logging.getLogger(__name__)


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Reading(NamedTuple):
    at: float
    percents: dict

    def is_older_than_a_second(self, now):
        return now - self.at >= 1


class Cache:
    _lock = RLock()
    _reading = Reading(-inf, {})

    @classmethod
    def percents(cls):
        now = time.monotonic()
        if cls._reading.is_older_than_a_second(now):
            with cls._lock:
                if cls._reading.is_older_than_a_second(now):
                    cls._reading = cls._read(cls._reading)
        return cls._reading.percents

    @staticmethod
    def _read(last):
        # The time before the query: what changes from here on may not be in it.
        at = time.monotonic()
        try:
            return Reading(at, dict(Flag.objects.values_list("name", "percent").order_by("name")))
        except DatabaseError:
            log.warning("Flags stay as they are: they cannot be read.", exc_info=True)
            return Reading(at, last.percents)


def flags(get_response):
    def middleware(request):
        percents = Cache.percents()

        def is_on(name):
            if (percent := percents.get(name)) is None:
                return False
            digest = hmac.digest(name.encode(), request.visitor.encode(), "sha256")
            return int.from_bytes(digest[:8], "big") % 100 < percent

        request.is_on = is_on
        return get_response(request)

    return middleware
