"""in_bulk() by name, and a class as the middleware."""

import hashlib
import threading
import time

from django.db import DatabaseError, models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


class flags:
    lock = threading.Lock()
    by_name = {}
    due_at = None

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        by_name = self.refreshed()

        def is_on(name):
            flag = by_name.get(name)
            return flag is not None and self.number_of(name, request.visitor) < flag.percent

        request.is_on = is_on
        return self.get_response(request)

    @classmethod
    def refreshed(cls):
        begun_at = time.monotonic()
        with cls.lock:
            if cls.due_at is None or begun_at >= cls.due_at:
                cls.due_at = time.monotonic() + 1
                try:
                    cls.by_name = Flag.objects.in_bulk(field_name="name")
                except DatabaseError:
                    # Those of the last read stay.
                    pass
            return cls.by_name

    @staticmethod
    def number_of(name, visitor):
        """Return a number from 0 to 99."""
        both = hashlib.sha256(name.encode()).digest() + hashlib.sha256(visitor.encode()).digest()
        return int(hashlib.sha256(both).hexdigest(), 16) % 100
