"""An object for each request, with the rows of its beginning; random.Random, seeded with flag and
visitor, draws the same number everywhere."""

import json
import threading
import time
from random import Random

from django.db import models
from django.db.utils import DatabaseError


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class Store:
    MAX_AGE = 1

    def __init__(self):
        self._condition = threading.Condition()
        self._is_reading = False
        self._stamp = None
        self._rows = {}

    def _is_usable(self, moment):
        return self._stamp is not None and self._stamp > moment - self.MAX_AGE

    def rows(self, moment):
        """Return rows of which the reading began less than a second before the moment."""
        with self._condition:
            while not self._is_usable(moment) and self._is_reading:
                self._condition.wait()
            if self._is_usable(moment):
                return self._rows
            self._is_reading = True

        stamp, rows = time.monotonic(), None
        try:
            rows = dict(Flag.objects.values_list("name", "percent"))
        except DatabaseError:
            pass
        finally:
            with self._condition:
                if rows is not None:
                    self._rows = rows
                self._stamp, self._is_reading = stamp, False
                self._condition.notify_all()
                result = self._rows
        return result


store = Store()


class Decisions:
    def __init__(self, request):
        self.request = request
        self.rows = store.rows(time.monotonic())

    def __call__(self, name):
        if name not in self.rows:
            return False
        seed = json.dumps([name, self.request.visitor])
        return Random(seed).randrange(100) < self.rows[name]


def flags(get_response):
    def middleware(request):
        request.is_on = Decisions(request)
        return get_response(request)

    return middleware
