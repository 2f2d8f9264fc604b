"""Wrong, error: without a profile the message stays handled, and never counts later.

The row is committed with the points' transaction, which ends before the exception is raised."""

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="handled_once")]


def remember(key):
    """Return whether the key is new. Waits for another worker that is just handling it."""
    table = connection.ops.quote_name(Handled._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (message) VALUES (%s) ON CONFLICT (message) DO NOTHING", [key]
        )
        return cursor.rowcount == 1


def handle(message):
    with transaction.atomic():
        if not remember(message["id"]):
            return False
        rows = Profile.objects.filter(user=message["user"])
        added = rows.update(rating=Coalesce(F("rating"), 0) + message["points"])
    if not added:
        raise Profile.DoesNotExist
    return True
