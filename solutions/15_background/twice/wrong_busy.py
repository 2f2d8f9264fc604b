"""The second worker gives up, although the first one may roll back.

Breaks: once
Fails: together
"""

import zlib

from django.db import connection, models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    key = zlib.crc32(message["id"].encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            return False
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        add(message)
    return is_new


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
