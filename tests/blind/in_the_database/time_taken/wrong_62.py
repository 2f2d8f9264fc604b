"""Breaks every attempt: a person is in the list only once.

DISTINCT ON keeps the best attempt of each person, so somebody's second quick attempt is missing from "quickest".
"""

from django.db import connection
from django.db.models import Avg, F

from arena.contests.models import Attempt

QUICKEST = """
    SELECT username, taken
    FROM (
        SELECT DISTINCT ON (a.user_id) a.id, u.username, a.finished_at - a.started_at AS taken
        FROM contests_attempt a
        JOIN accounts_user u ON u.id = a.user_id
        WHERE a.contest_id = %s AND a.finished_at IS NOT NULL
        ORDER BY a.user_id, taken, a.id DESC
    ) best
    ORDER BY taken, id DESC
    LIMIT %s
"""


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    average = finished.aggregate(average=Avg(F("finished_at") - F("started_at")))["average"]
    with connection.cursor() as cursor:
        cursor.execute(QUICKEST, [contest_id, limit])
        rows = cursor.fetchall()
    return {"average": average, "quickest": [{"name": name, "taken": taken} for name, taken in rows]}
