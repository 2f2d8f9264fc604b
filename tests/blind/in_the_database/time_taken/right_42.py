"""One SQL statement: a CTE subtracts, the average is joined to the sorted and limited rows."""

from django.db import connection

SQL = """
    WITH finished AS (
        SELECT id, user_id, finished_at - started_at AS taken
        FROM contests_attempt
        WHERE contest_id = %s AND finished_at IS NOT NULL
    ), quickest AS (
        SELECT id, user_id, taken FROM finished ORDER BY taken, id DESC LIMIT %s
    )
    SELECT whole.average, accounts_user.username, quickest.taken
    FROM (SELECT avg(taken) AS average FROM finished) whole
    LEFT JOIN quickest ON true
    LEFT JOIN accounts_user ON accounts_user.id = quickest.user_id
    ORDER BY quickest.taken, quickest.id DESC
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, limit])
        rows = cursor.fetchall()
    return {
        "average": rows[0][0],
        "quickest": [{"name": name, "taken": taken} for _, name, taken in rows if name is not None],
    }
