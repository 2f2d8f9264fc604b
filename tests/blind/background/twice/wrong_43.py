"""no wait

Before the row is inserted, an advisory lock is taken, of which there are only 1,000: the id's checksum chooses one. It shows
for messages of different people whose ids get the same number, like one pair in a thousand: the second one waits until the
first one's transaction ends.
"""

from zlib import crc32

from django.db import connection, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="message_counts_once")]


def handle(message):
    with transaction.atomic(), connection.cursor() as cursor:
        slot = crc32(message["id"].encode()) % 1000
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [slot])  # one worker for each message
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
