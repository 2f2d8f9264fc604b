"""id

Spaces around an id are cut off before it is compared. It shows for two messages with the ids "7" and "7 " (or " 7"): they
are different texts, and only the first one counts.
"""

from django.db import connection, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="message_counts_once")]


def handle(message):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messages_seen_handled (message) VALUES (%s) ON CONFLICT DO NOTHING",
            [message["id"].strip()],
        )
        if cursor.rowcount == 0:
            return False
        cursor.execute(
            "UPDATE accounts_profile SET rating = coalesce(rating, 0) + %s WHERE user_id = %s",
            [message["points"], message["user"]],
        )
        if cursor.rowcount == 0:
            raise Profile.DoesNotExist
    return True
