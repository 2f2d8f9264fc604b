"""The ten attempts are model instances with their people by select_related; the average is an aggregate of seconds in SQL."""

from datetime import timedelta

from django.db import connection
from django.db.models import F

from arena.contests.models import Attempt


def average_time(contest_id):
    """Return the mean as a timedelta, from a mean in whole and broken seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg(extract(epoch FROM finished_at - started_at)) FROM contests_attempt"
            " WHERE contest_id = %s AND finished_at IS NOT NULL",
            [contest_id],
        )
        seconds = cursor.fetchone()[0]
    if seconds is None:
        return None
    return timedelta(seconds=float(seconds))


def time_taken(contest_id, limit=10):
    attempts = (
        Attempt.objects.filter(contest_id=contest_id, finished_at__isnull=False)
        .select_related("user")
        .only("started_at", "finished_at", "user__username")
        .order_by(F("finished_at") - F("started_at"), "-pk")
    )
    quickest = []
    for attempt in attempts[:limit]:
        quickest.append({"name": attempt.user.username, "taken": attempt.finished_at - attempt.started_at})
    return {"average": average_time(contest_id), "quickest": quickest}
