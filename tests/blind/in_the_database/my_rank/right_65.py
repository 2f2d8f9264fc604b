"""The hypothetical-set aggregate rank() WITHIN GROUP says where the person's best score stands among all best scores."""

from contextlib import closing

from django.db import connection


class Ranking:
    statement = """
        WITH best AS (
            SELECT user_id, max(score) AS score
            FROM contests_attempt
            WHERE contest_id = %(contest_id)s AND score IS NOT NULL
            GROUP BY user_id
        )
        SELECT rank((SELECT score FROM best WHERE user_id = %(user_id)s)) WITHIN GROUP (ORDER BY score DESC)
        FROM best
        HAVING bool_or(user_id = %(user_id)s)
    """

    def __init__(self, contest_id):
        self.contest_id = contest_id

    def of(self, user_id):
        with closing(connection.cursor()) as cursor:
            cursor.execute(self.statement, {"contest_id": self.contest_id, "user_id": user_id})
            row = cursor.fetchone()
        if row is None:
            return None
        return row[0]


def my_rank(contest_id, user_id):
    return Ranking(contest_id).of(user_id)
