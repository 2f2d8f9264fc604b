"""Everything in one statement; a transaction only for the case that there is no profile."""

from django.db import connection, models, transaction

from arena.accounts.models import Profile

ADD = """
WITH fresh AS (
    INSERT INTO messages_seen_handled (message) VALUES (%s)
    ON CONFLICT (message) DO NOTHING
    RETURNING id
), added AS (
    UPDATE accounts_profile SET rating = COALESCE(rating, 0) + %s
    WHERE user_id = %s AND EXISTS (SELECT 1 FROM fresh)
    RETURNING id
)
SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM added)
"""


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ADD, [message["id"], message["points"], message["user"]])
            fresh, added = cursor.fetchone()
        if fresh and not added:
            raise Profile.DoesNotExist("Profile matching query does not exist.")
    return bool(added)
