"""refresh() fetches every attempt, adds in Python, and sends the rows back.

Breaks: refresh
Fails: work
"""

from collections import Counter

from django.db import connection, transaction

from arena.contests.models import Attempt


def install():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fame (rank bigint, user_id bigint PRIMARY KEY, points bigint)")
        cursor.execute("CREATE INDEX fame_order ON fame (rank, user_id DESC)")
    refresh()


def ranked():
    points = Counter()
    for user, score in Attempt.objects.filter(score__isnull=False).values_list("user", "score"):
        points[user] += score
    rank, last = 0, None
    for place, (user, total) in enumerate(points.most_common(), 1):
        rank, last = (rank, last) if total == last else (place, total)
        yield rank, user, total


@transaction.atomic
def refresh():
    rows = list(ranked())
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE fame IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM fame")
        with cursor.copy("COPY fame FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fame ORDER BY rank, user_id DESC LIMIT %s", [limit])
        return [{"rank": rank, "user": user, "points": n} for rank, user, n in cursor.fetchall()]
