"""result

While another worker has the same message, handle() doesn't wait, and returns False. It shows when that worker is then killed,
or its transaction rolled back: the second delivery was acknowledged by the False, the message doesn't count, and False
means that it counted before.
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
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [message["id"]])
        if not cursor.fetchone()[0]:
            return False  # another worker is about to count it
        cursor.execute(
            "INSERT INTO messages_seen_handled (message) VALUES (%s) ON CONFLICT DO NOTHING",
            [message["id"]],
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
