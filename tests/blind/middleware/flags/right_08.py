"""SQL for the flags, and version 5 UUIDs for the visitors."""

import json
import time
from functools import partial
from threading import Lock
from uuid import NAMESPACE_OID, uuid5

from django.db import DatabaseError, connections, models, router


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


lock = Lock()
kept = {"at": None, "percents": {}}


def select():
    connection = connections[router.db_for_read(Flag)]
    table = connection.ops.quote_name(Flag._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, percent FROM {table}")
        return dict(cursor.fetchall())


def load():
    asked = time.monotonic()
    with lock:
        if kept["at"] is None or asked - kept["at"] >= 1.0:
            kept["at"] = time.monotonic()
            try:
                kept["percents"] = select()
            except DatabaseError:
                pass
        return kept["percents"]


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request, load())
        return get_response(request)

    return middleware


def is_on(request, percents, name):
    if name not in percents:
        return False
    return uuid5(NAMESPACE_OID, json.dumps([name, request.visitor])).int % 100 < percents[name]
