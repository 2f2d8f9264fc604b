"""WRONG: as of. Only people with an attempt that ended since the last refresh are added up again: a
score that an appeal corrects, and an attempt that is deleted, never arrive.
"""

from django.db import connection, transaction

SUMS = """
INSERT INTO fame_points AS old (user_id, points)
SELECT user_id, sum(score)
FROM contests_attempt
WHERE score IS NOT NULL AND user_id IN (
    SELECT user_id FROM contests_attempt
    WHERE finished_at >= (SELECT coalesce(max(at), '-infinity') FROM fame_refreshed)
)
GROUP BY user_id
ON CONFLICT (user_id) DO UPDATE SET points = excluded.points
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE fame_points (user_id bigint PRIMARY KEY, points bigint NOT NULL)"
        )
        cursor.execute("CREATE INDEX fame_points_order ON fame_points (points, user_id)")
        cursor.execute("CREATE TABLE fame_refreshed (at timestamptz NOT NULL)")
        cursor.execute(
            "INSERT INTO fame_points SELECT user_id, sum(score) FROM contests_attempt"
            " WHERE score IS NOT NULL GROUP BY user_id"
        )
        cursor.execute("INSERT INTO fame_refreshed VALUES (now())")


def refresh():
    """Bring it up to date."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SUMS)
        cursor.execute("UPDATE fame_refreshed SET at = now()")


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, points FROM fame_points ORDER BY points DESC, user_id DESC LIMIT %s",
            [limit],
        )
        rows = cursor.fetchall()
    people = []
    for place, (user, points) in enumerate(rows, 1):
        rank = people[-1]["rank"] if people and people[-1]["points"] == points else place
        people.append({"rank": rank, "user": user, "points": points})
    return people
