"""A score fits into 32 bits. A sum of scores may not, and no refresh() comes through any more.

Breaks: as of
Fails: answer
"""

from django.db import connection, transaction


def install():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE fame (rank bigint, user_id bigint PRIMARY KEY, points integer)"
        )
        cursor.execute("CREATE INDEX fame_order ON fame (rank, user_id DESC)")
    refresh()


@transaction.atomic
def refresh():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE fame IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM fame")
        cursor.execute(
            "INSERT INTO fame SELECT rank() OVER (ORDER BY sum(score) DESC), user_id, sum(score)"
            " FROM contests_attempt WHERE score IS NOT NULL GROUP BY user_id"
        )


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fame ORDER BY rank, user_id DESC LIMIT %s", [limit])
        return [{"rank": rank, "user": user, "points": n} for rank, user, n in cursor.fetchall()]
