"""One row holds the whole board as JSON: refresh() replaces it with one UPDATE, so readers see the old board or the new one."""

import json

from django.db import connection, transaction

# A fixed number that nothing else in Arena uses as an advisory lock.
LOCK = 4_711_001

BOARD = """
    SELECT coalesce(json_agg(json_build_array(rank, user_id, points) ORDER BY points DESC, user_id DESC), '[]')
    FROM (
        SELECT rank() OVER (ORDER BY sum(score) DESC) AS rank, user_id, sum(score) AS points
        FROM contests_attempt
        WHERE score IS NOT NULL
        GROUP BY user_id
        ORDER BY points DESC, user_id DESC
        LIMIT 1000
    ) AS best
"""


def install():
    """Make what is needed, and fill it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prepared_board (id integer PRIMARY KEY, people text NOT NULL)")
        cursor.execute(f"INSERT INTO prepared_board SELECT 1, ({BOARD})::text")


def refresh():
    """Bring it up to date. The lock comes first, so that of two refreshes the later one reads later."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(f"UPDATE prepared_board SET people = ({BOARD})::text WHERE id = 1")


def board(limit=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT people FROM prepared_board WHERE id = 1")
        (people,) = cursor.fetchone()
    return [dict(zip(("rank", "user", "points"), person)) for person in json.loads(people)[:limit]]
