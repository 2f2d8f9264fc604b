"""Wrong, others: save() writes back the whole profile as it was read, without a lock.

What others commit to country or bio in between is lost."""

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
        profile = Profile.objects.get(user=message["user"])
        profile.rating = Coalesce(F("rating"), 0) + message["points"]
        profile.save()
        return True
