"""At most 50 minutes, and for each connection up to 20 less, so that not all are opened at once."""

import random

from django.db.backends.signals import connection_created
from django.dispatch import receiver

LONGEST = 50 * 60


@receiver(connection_created, dispatch_uid="arena.spread")
def spread(connection, **kwargs):
    if connection.close_at is not None and connection.settings_dict["CONN_MAX_AGE"] == LONGEST:
        connection.close_at -= random.uniform(0, 20 * 60)


def databases(server):
    return {"default": dict(server, CONN_MAX_AGE=LONGEST, CONN_HEALTH_CHECKS=True)}
