"""Breaks the rule "age": the next request closes a connection that is an hour old.

Each query puts the end off, so that CONN_MAX_AGE counts from the last use. It shows for a thread
that is never idle for ten minutes: after an hour, and after a day, it has the same connection.
"""

import time

from django.db.backends.signals import connection_created
from django.dispatch import receiver

IDLE = 600


def put_off(execute, sql, params, many, context):
    context["connection"].close_at = time.monotonic() + IDLE
    return execute(sql, params, many, context)


@receiver(connection_created, dispatch_uid="arena.put_off")
def count_from_last_use(connection, **kwargs):
    if put_off not in connection.execute_wrappers:
        connection.execute_wrappers.append(put_off)


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": IDLE, "CONN_HEALTH_CHECKS": True}}
