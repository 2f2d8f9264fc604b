"""rank: the different better scores are counted, so no rank is skipped after equal people.

With the best scores 90, 80, 80 and 70 the last person gets rank 3 instead of 4.
"""

from django.db import connection


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT place FROM (
                SELECT user_id, dense_rank() OVER (ORDER BY max(score) DESC) AS place
                FROM contests_attempt
                WHERE contest_id = %s AND score IS NOT NULL
                GROUP BY user_id
            ) AS ranks
            WHERE user_id = %s
            """,
            [contest_id, user_id],
        )
        row = cursor.fetchone()
    return row and row[0]
