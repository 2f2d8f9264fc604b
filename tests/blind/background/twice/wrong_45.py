"""killed

The process remembers ids that it has handled, so that repeated ones need no query, but it remembers them before the commit.
It shows when a caller's transaction with the call is rolled back (by a statement that fails later), and the message comes
again to the same process: False, and it never counts.
"""

from django.db import connection, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="message_counts_once")]


seen = set()  # a repeated message mostly comes to the worker that has handled it


def handle(message):
    if message["id"] in seen:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
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
    seen.add(message["id"])
    return True
