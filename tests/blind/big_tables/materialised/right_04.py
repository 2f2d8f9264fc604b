"""RIGHT: the first thousand as one JSON document in one row, made inside the database."""

import json

from django.db import connection

TABLE = """
CREATE TABLE hall_document (
    id smallint PRIMARY KEY CHECK (id = 1),
    people jsonb NOT NULL
)
"""

WRITE = """
INSERT INTO hall_document (id, people)
SELECT 1, coalesce(jsonb_agg(
    jsonb_build_object('rank', rank, 'user', user_id, 'points', points)
    ORDER BY points DESC, user_id DESC
), '[]')
FROM (
    SELECT user_id, sum(score) AS points, rank() OVER (ORDER BY sum(score) DESC) AS rank
    FROM contests_attempt
    WHERE score IS NOT NULL
    GROUP BY user_id
    ORDER BY points DESC, user_id DESC
    LIMIT 1000
) AS best
ON CONFLICT (id) DO UPDATE SET people = excluded.people
"""


def install():
    """Make what is needed, and fill it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    refresh()


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE)


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT people::text FROM hall_document WHERE id = 1")
        people = json.loads(cursor.fetchone()[0])
    return [
        {"rank": one["rank"], "user": one["user"], "points": one["points"]}
        for one in people[:limit]
    ]
