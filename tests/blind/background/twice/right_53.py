"""One SQL statement inserts the message unless it is there, and adds the points if it inserted it."""

from django.db import connection, models, transaction

from arena.accounts.models import Profile

SQL = """
WITH first AS (
    INSERT INTO {handled} (message) VALUES (%s)
    ON CONFLICT (message) DO NOTHING
    RETURNING message
),
added AS (
    UPDATE {profile} SET rating = coalesce(rating, 0) + %s
    FROM first
    WHERE user_id = %s
    RETURNING user_id
)
SELECT EXISTS (SELECT FROM first), EXISTS (SELECT FROM added)
"""


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"
        constraints = [models.UniqueConstraint(fields=["message"], name="each_message_once")]


def handle(message):
    sql = SQL.format(
        handled=connection.ops.quote_name(Handled._meta.db_table),
        profile=connection.ops.quote_name(Profile._meta.db_table),
    )
    user = getattr(message["user"], "pk", message["user"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [message["id"], message["points"], user])
        is_first, has_profile = cursor.fetchone()
        if is_first and not has_profile:
            raise Profile.DoesNotExist
    return is_first
