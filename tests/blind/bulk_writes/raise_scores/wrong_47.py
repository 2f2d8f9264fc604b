"""five percent

So that the page never waits, attempts that are locked are skipped. It shows while another transaction holds a lock on
an attempt at the contest (it is being saved): its score isn't raised, then or later, nor counted.
"""

from django.db import connection

SQL = """
    WITH free AS (
        SELECT id FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
        ORDER BY id
        FOR UPDATE SKIP LOCKED
    )
    UPDATE contests_attempt AS attempt
    SET score = CASE WHEN score >= 96 THEN 100 ELSE score + score / 20 END
    FROM free
    WHERE attempt.id = free.id
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return cursor.rowcount
