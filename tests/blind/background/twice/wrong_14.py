"""Wrong, id: blanks around an id are cut, so of two messages whose ids differ in them one does not count."""

from django.db import connection, models, transaction

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
        if not remember(message["id"].strip()):
            return False
        profile = Profile.objects.select_for_update().only("rating").get(user=message["user"])
        profile.rating = (profile.rating or 0) + message["points"]
        profile.save(update_fields=["rating"])
        return True
