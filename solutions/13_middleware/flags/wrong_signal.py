"""A signal reaches only the process that saves, and no update() and no SQL.

Breaks: soon
Fails: soon
"""

from functools import partial
from hashlib import sha256
from threading import Lock

from django.db import DatabaseError, models
from django.db.models.signals import post_delete, post_save


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


lock = Lock()
known = []


def forget(**kwargs):
    known.clear()


post_save.connect(forget, sender=Flag)
post_delete.connect(forget, sender=Flag)


def percents():
    with lock:
        try:
            return known[0]
        except IndexError:
            pass
        try:
            known[:] = [dict(Flag.objects.values_list("name", "percent"))]
        except DatabaseError:
            return {}
        return known[0]


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request.visitor, percents())
        return get_response(request)

    return middleware


def is_on(visitor, percents, name):
    return place(visitor, name) < percents.get(name, 0)


def place(visitor, name):
    """Return a number from 0 to 99 that is always the same for a visitor and a flag."""
    digest = sha256(f"{name}\n{visitor}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100
