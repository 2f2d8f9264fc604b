"""Breaks average: the part of it above whole days is lost.

make_interval() gets the hours, minutes and seconds of each difference, but PostgreSQL keeps days apart: an attempt of
25 hours counts as one of 1 hour in the average.
"""

from django.db import connection
from django.db.models import F

from arena.contests.models import Attempt

AVERAGE = """
    SELECT make_interval(secs => avg(
        extract(hour FROM finished_at - started_at) * 3600
        + extract(minute FROM finished_at - started_at) * 60
        + extract(second FROM finished_at - started_at)
    )::double precision)
    FROM contests_attempt
    WHERE contest_id = %s AND finished_at IS NOT NULL
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(AVERAGE, [contest_id])
        average = cursor.fetchone()[0]
    rows = (
        Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by("taken", "-pk")
        .values("taken", name=F("user__username"))
    )
    return {"average": average, "quickest": list(rows[:limit])}
