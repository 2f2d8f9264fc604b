"""WRONG (rule: average): the average is cut to whole seconds, so it is wrong by up to 999 ms."""

from datetime import timedelta

from django.db import connection
from django.db.models import F

from arena.contests.models import Attempt

AVERAGE = """
SELECT CAST(floor(extract(epoch FROM avg(finished_at - started_at))) AS bigint)
FROM contests_attempt WHERE contest_id = %s AND finished_at IS NOT NULL
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(AVERAGE, [contest_id])
        (seconds,) = cursor.fetchone()
    quickest = (
        Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by("taken", "-pk")
        .values("taken", name=F("user__username"))
    )
    return {
        "average": None if seconds is None else timedelta(seconds=seconds),
        "quickest": list(quickest[:limit]),
    }
