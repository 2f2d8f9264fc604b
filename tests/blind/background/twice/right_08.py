"""An upsert that counts how often a message came: only the first time is 1."""

from django.db import connection, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)
    times = models.BigIntegerField(default=1)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO messages_seen_handled AS seen (message, times) VALUES (%s, 1)
                ON CONFLICT (message) DO UPDATE SET times = seen.times + 1
                RETURNING times
                """,
                [message["id"]],
            )
            [times] = cursor.fetchone()
        if times > 1:
            return False
        profile = Profile.objects.select_for_update(no_key=True).get(user=message["user"])
        profile.rating = message["points"] + (profile.rating or 0)
        profile.save(update_fields=("rating",))
    return True
