"""INSERT ... ON CONFLICT DO NOTHING, and the number of rows tells who was first."""

from django.db import connection, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messages_seen_handled (message) VALUES (%s) ON CONFLICT DO NOTHING",
            [message["id"]],
        )
        if cursor.rowcount == 0:
            return False
        profile = Profile.objects.select_for_update().get(user=message["user"])
        profile.rating = (profile.rating or 0) + message["points"]
        profile.save(update_fields=["rating"])
    return True
