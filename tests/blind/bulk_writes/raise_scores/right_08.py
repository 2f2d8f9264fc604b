"""One statement that counts every score, and writes only the rows whose score changes."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    WITH raised AS (
        UPDATE {Attempt._meta.db_table}
           SET score = CASE WHEN score > 95 THEN 100 ELSE score + score / 20 END
         WHERE contest_id = %(contest)s AND score >= 20 AND score <> 100
    )
    SELECT count(score) FROM {Attempt._meta.db_table} WHERE contest_id = %(contest)s
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": getattr(contest, "pk", contest)})
        return cursor.fetchone()[0]
