"""RIGHT: a table of 1,000 places: one statement upserts the places that changed, and deletes those that
are empty now.
"""

from django.db import connection

FILL = """
WITH best AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY points DESC, user_id DESC) AS place,
           rank() OVER (ORDER BY points DESC) AS rank,
           user_id,
           points
    FROM (
        SELECT user_id, sum(score) AS points
        FROM contests_attempt
        WHERE score IS NOT NULL
        GROUP BY user_id
    ) AS people
    ORDER BY points DESC, user_id DESC
    LIMIT 1000
), emptied AS (
    DELETE FROM hall_place WHERE place > (SELECT count(*) FROM best)
)
INSERT INTO hall_place AS old (place, rank, user_id, points)
SELECT place, rank, user_id, points FROM best
ON CONFLICT (place) DO UPDATE
SET rank = excluded.rank, user_id = excluded.user_id, points = excluded.points
WHERE (old.rank, old.user_id, old.points)
    IS DISTINCT FROM (excluded.rank, excluded.user_id, excluded.points)
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE hall_place (place bigint PRIMARY KEY, rank bigint NOT NULL,"
            " user_id bigint NOT NULL, points bigint NOT NULL) WITH (fillfactor = 50)"
        )
    refresh()


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute(FILL)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rank, user_id, points FROM hall_place WHERE place <= %s ORDER BY place",
            [limit],
        )
        rows = cursor.fetchall()
    result = []
    for rank, user, points in rows:
        result.append({"rank": rank, "user": user, "points": points})
    return result
